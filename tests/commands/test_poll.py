"""manage.py poll: a line per document, and an exit code that scripts can rely on."""

from __future__ import annotations

import io
import json

import pytest
from django.core.management import CommandError, call_command

from filings.models import Source
from tests.pipeline.reading import edited
from tests.pipeline.watching import edit, label, publish

pytestmark = pytest.mark.django_db

FIELDS = {
    "source", "document", "outcome", "rows", "accepted", "rejected", "events", "held", "seconds", "message",
}  # fmt: skip


@pytest.fixture
def notice(site, one_source, settings):
    settings.RQ_QUEUES = {}
    settings.CAC_BASE_URL = site.url
    settings.ALLOW_PRIVATE_HOSTS = [site.host]
    return publish(site)


def poll(*arguments: str) -> tuple[int, str]:
    """Exit code and output."""
    out = io.StringIO()
    try:
        call_command("poll", *arguments, stdout=out)
    except SystemExit as ended:
        return int(ended.code or 0), out.getvalue()
    return 0, out.getvalue()


def objects(*arguments: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in poll("--json", *arguments)[1].splitlines()]


def test_json_is_one_object_per_document(notice):
    index, page, listed = objects()
    assert all(set(one) == FIELDS for one in (index, page, listed))
    assert (index["source"], page["document"], listed["document"]) == ("cac-notices", notice.title, label("2023-08"))
    counts = {name: listed[name] for name in ("outcome", "rows", "accepted", "rejected", "events", "held", "message")}
    assert counts == {
        "outcome": "RECORDED", "rows": 30, "accepted": 30, "rejected": 0, "events": 30, "held": 0, "message": "",
    }  # fmt: skip
    assert isinstance(listed["seconds"], float)


def test_text_is_one_line_per_document(notice):
    code, text = poll("cac-notices")
    assert code == 0
    lines = text.splitlines()
    assert len(lines) == 3
    assert lines[2].startswith("RECORDED")
    assert "30 rows = 30 + 0, 30 events, 0 held" in lines[2]


def test_unchanged_is_good_as_well(notice):
    poll()
    code, text = poll()
    assert (code, [line.split()[0] for line in text.splitlines()]) == (0, ["UNCHANGED"] * 3)


def test_anything_else_ends_with_3_and_says_why(notice, site):
    poll()
    site.fault("shrunk", "/cms/pub")
    code, text = poll()
    assert code == 3
    assert "SUSPICIOUS" in text
    assert "only 5 rows, where 30 were accepted before" in text


def test_what_is_held_ends_with_3(notice, settings):
    poll()
    settings.HOLD_AMENDMENTS = 0
    edit(notice, edited((0, {"name": "豆包大模型算法"})))
    *_, listed = objects()
    assert (listed["outcome"], listed["events"], listed["held"]) == ("HELD", 0, 1)
    assert poll()[0] == 3


def test_an_unknown_source_is_an_error_that_names_the_known(notice):
    with pytest.raises(CommandError, match="known: cac-notices"):
        poll("nowhere")


def test_only_what_is_due(notice):
    poll()
    assert poll("--due") == (0, "")
    Source.objects.update(next_poll_at=None)
    assert len(objects("--due")) == 1
