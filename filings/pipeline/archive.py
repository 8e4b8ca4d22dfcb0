"""Keeps every byte seen, before any judgement: files in DATA_DIR named by their SHA-256, and a row per sighting."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import secrets
from pathlib import Path

from django.conf import settings

from filings.models import Document, Snapshot, Verdict
from filings.sources.sniff import media_type

from .fetch import Reply

# Headers worth keeping as evidence; cookies and the like are nobody's business.
KEPT_HEADERS = ("content-type", "content-length", "content-disposition", "etag", "last-modified", "date", "server")


DROPPED = "the same bytes that a person dropped"


class ArchiveDamaged(Exception):
    """The bytes on disk are missing, or are not those that were stored."""


def path_of(sha256: str) -> Path:
    """Where the bytes with this hash lie, or would lie."""
    return Path(settings.DATA_DIR) / "snapshots" / sha256[:2] / sha256[2:4] / sha256


def store_bytes(data: bytes) -> str:
    """Store bytes under their SHA-256 and return it. Storing twice, or from two processes, does no harm."""
    sha256 = hashlib.sha256(data).hexdigest()
    path = path_of(sha256)
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_name(f"{sha256}.{secrets.token_hex(4)}.part")
        with part.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    return sha256


def read_bytes(sha256: str) -> bytes:
    """The stored bytes; ArchiveDamaged when they are missing or altered."""
    try:
        data = path_of(sha256).read_bytes()
    except FileNotFoundError as error:
        raise ArchiveDamaged(f"the bytes {sha256[:12]}… are not in the archive") from error
    if hashlib.sha256(data).hexdigest() != sha256:
        raise ArchiveDamaged(f"the bytes stored as {sha256[:12]}… have another hash")
    return data


def sight(document: Document, reply: Reply, now: dt.datetime) -> Snapshot:
    """Store what came and say that it was seen: one row from the first sighting until other bytes come."""
    sha256 = store_bytes(reply.body)
    newest = document.snapshots.order_by("-id").first()
    if newest is not None and newest.sha256 == sha256:
        newest.last_seen_at = now
        newest.save(update_fields=["last_seen_at"])
        return newest
    return Snapshot.objects.create(
        document=document,
        sha256=sha256,
        size=len(reply.body),
        media_type=media_type(reply.body),
        url=reply.url[:2000],
        headers={name: value for name, value in reply.headers.items() if name in KEPT_HEADERS},
        first_seen_at=now,
        last_seen_at=now,
    )


def was_dropped(document: Document, snapshot: Snapshot) -> bool:
    """Whether a person has said of these very bytes that they are to be forgotten."""
    return document.snapshots.filter(sha256=snapshot.sha256, verdict=Verdict.DROPPED).exists()
