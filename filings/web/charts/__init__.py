"""Pictures: plain data in, lengths and places out. They know no models and ask nothing; templates write the SVG."""
