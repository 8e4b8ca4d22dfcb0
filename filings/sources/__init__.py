"""Room 1: pure readers, from the bytes of a source to entries and notices; no Django, no network, no clock."""
