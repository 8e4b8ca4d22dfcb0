"""What an installation of an earlier day holds is there after the migrations."""

from __future__ import annotations

from tests.journeys.installation import Installation

# Two addresses, one of which follows no longer, with what was sent and what waited.
EARLIER = """
import datetime as dt
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
state = MigrationExecutor(connection).loader.project_state([("filings", "0024_claims")])
model = lambda name: state.apps.get_model("filings", name).objects
now = dt.datetime(2026, 8, 1, 2, tzinfo=dt.timezone.utc)
source = model("Source").first()
document = model("Document").create(source=source, kind="list", key="list:1", label="清单")
sets = [
    model("ChangeSet").create(
        document=document, cause="regulator", state="released", created_at=now, decided_at=now, dispatched_at=sent_at,
    )
    for sent_at in (now, now, None)
]
owner = model("Organization").create(name="北京抖音信息服务有限公司", slug="douyin")
filing = model("Filing").create(
    series="deep_synthesis", number="网信算备110108823483901230031号", name="豆包", document=document,
    organization=owner,
)
events = [
    model("Event").create(
        change_set=one, filing=filing, kind=kind, status="filed", proof=4, cause="regulator", seen_at=now,
        timeline_on=now.date(),
    )
    for one, kind in zip(sets, ("listed", "amended"))
]
followers = [("a@example.org", True), ("B@Example.org", False)]
for number, (email, is_active) in enumerate(followers):
    follower = model("Subscription").create(
        email=email, scope="everything", language="en", is_active=is_active, token=str(number), created_at=now,
        last_sequence=2,
    )
    for sequence, status in ((1, "SENT"), (2, "PENDING")):
        delivery = model("Delivery").create(
            sequence=sequence, state=status, next_attempt_at=now, created_at=now, change_set=sets[sequence - 1],
            subscription=follower, sent_at=now if status == "SENT" else None,
        )
        model("DeliveryLine").create(delivery=delivery, event=events[sequence - 1])
answer = True
"""

NOW_HELD = """
from filings import models
rows = lambda name: getattr(models, name).objects.order_by("pk")
answer = {
    "subscribers": list(models.Subscriber.objects.order_by("email").values_list("email", flat=True)),
    "channels": list(models.Channel.objects.order_by("address").values_list("address", "kind")),
    "subscriptions": list(rows("Subscription").values_list("channel__address", "state", "last_sequence")),
    "deliveries": list(rows("Delivery").values_list("sequence", "state", "lines__event__kind")),
    "messages": models.Message.objects.count(),
    "places": list(rows("ChangeSet").values_list("position", flat=True)),
    "series": list(rows("Event").values_list("series", flat=True)),
    "sequence": models.Sequence.objects.get(name="dispatch").value,
}
"""


def test_followers_of_an_earlier_day_are_kept(bare_installation: Installation) -> None:
    """Before subscribers there were addresses: each becomes one, with all that was sent to it."""
    bare_installation.run("migrate", "filings", "0024", "--verbosity", "0")
    bare_installation.ask(EARLIER)
    bare_installation.run("migrate", "--verbosity", "0")
    held = bare_installation.ask(NOW_HELD)
    assert held == {
        "subscribers": ["a@example.org", "b@example.org"],
        "channels": [["a@example.org", "email"], ["b@example.org", "email"]],
        "subscriptions": [
            ["a@example.org", "active", 2],
            ["b@example.org", "ended", 2],
        ],
        # What still waited of the old kind has no text to send.
        "deliveries": [[1, "SENT", "listed"], [2, "DROPPED", "amended"]] * 2,
        "messages": 2,
        "series": ["deep_synthesis"] * 2,
        "places": [1, 2, None],
        "sequence": 2,
    }
    assert "No changes detected" in bare_installation.run("makemigrations", "--check", "--dry-run")
