"""Room 6: the pages."""
