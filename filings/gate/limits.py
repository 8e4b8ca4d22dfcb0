"""How long, how much and how often: every limit of the network gate."""

from __future__ import annotations

CONNECT_SECONDS = 10.0
READ_SECONDS = 15.0
# On the wire, over all redirects and tries of one fetch. A run over a host that has gone silent makes two of them
# before the host is left alone, and stays under a minute.
TOTAL_SECONDS = 25.0

# As sent, and again unpacked.
MAX_BODY_BYTES = 50_000_000
CHUNK_BYTES = 65_536

MAX_REDIRECTS = 5
RETRY_DELAYS_SECONDS = (0.5, 1.0)

# A turn outlasts the longest request; whoever waits for one outlasts the turn of a process that died.
TURN_SECONDS = 35.0
PATIENCE_SECONDS = 60.0
LOOK_SECONDS = 0.05

# How long a failing host is left alone: twice as long with each failure in a row, unless it names a time itself.
FIRST_REST_SECONDS = 60.0
# A single address that does not answer says little about its host; so many silences in a row do.
SILENCES_BEFORE_REST = 2
LONGEST_REST_SECONDS = 3600.0
LONGEST_RETRY_AFTER_SECONDS = 24 * 3600.0

ROBOTS_KEPT_SECONDS = 24 * 3600.0
# RFC 9309 asks for 500 KiB at least; nobody needs more.
MAX_ROBOTS_BYTES = 500 * 1024
LONGEST_CRAWL_DELAY_SECONDS = 30.0
