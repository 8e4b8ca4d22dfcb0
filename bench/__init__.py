"""The figures of `make bench`: each module is a script that measures one thing and prints it."""

from __future__ import annotations
