"""Joining and separating moves everything at once, and can be taken back, followers included."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from filings.models import (
    Assignment,
    AuditEntry,
    EntityKey,
    Event,
    EventKind,
    Filing,
    FilingProduct,
    IdentityDecision,
    Organization,
    OrganizationName,
    Product,
    Subscription,
)
from filings.pipeline import merge
from filings.pipeline.preview import preview_join
from filings.pipeline.refusal import Refused
from filings.pipeline.standing import refresh_standing
from filings.text import name_key
from tests import factories as make

from .reading import ROWS, day, edited, filing, known, publish

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2026, 8, 1, 9, tzinfo=dt.UTC)


@pytest.fixture
def editor(db) -> User:
    return User.objects.create_user("editor")


def say(about: Filing, product: Product) -> None:
    """Somebody says something of the product itself."""
    event = make.make_event(about, EventKind.STATED)
    Event.objects.filter(pk=event.pk).update(filing=None, product=product, series="")


def join(old: Any, new: Any, editor: User) -> IdentityDecision:
    verb = merge.merge_products if isinstance(old, Product) else merge.merge_organizations
    return verb(old, new, reason="the same", person=editor.pk, now=NOW)


def undo(decision: IdentityDecision, editor: User) -> None:
    merge.undo(decision, reason="a mistake", person=editor.pk, now=NOW)


def links() -> list[tuple[int, int, bool]]:
    return sorted(FilingProduct.objects.values_list("filing", "product", "is_current"))


def state() -> dict[str, Any]:
    """All that joining may touch, but what the database counts up."""
    living = Product.objects.order_by("pk")
    return {
        "filings": list(Filing.objects.order_by("pk").values()),
        "events": list(Event.objects.order_by("pk").values()),
        "subscriptions": list(Subscription.objects.order_by("pk").values()),
        "links": links(),
        "products": list(living.values()),
        "organizations": list(Organization.objects.order_by("pk").values()),
        "names": list(OrganizationName.objects.order_by("pk").values()),
        "keys": list(EntityKey.objects.order_by("pk").values()),
        "assignments": Assignment.objects.count(),
    }


@pytest.fixture
def two() -> tuple[Product, Product]:
    """Doubao in two lists, once under another name; both are followed, and something was said of each."""
    other = make.make_organization("上海豆包科技有限公司")
    one, another = make.make_product(), make.make_product("豆包PC版", other)
    make.make_filing(products=(one,))
    make.make_filing("网信算备310110823483901230032号", "豆包PC算法", organization=other, products=(another,))
    both = make.make_filing("网信算备310110823483901230033号", "豆包双算法", products=(one, another))
    FilingProduct.objects.filter(filing=both, product=one).update(is_current=False)
    for product in (one, another):
        make.make_subscription(f"{product.pk}@example.org", scope="product", product=product)
        say(both, product)
    refresh_standing([f.pk for f in Filing.objects.all()])
    one.refresh_from_db()
    another.refresh_from_db()
    return one, another


def test_everything_moves_to_the_survivor(two, editor):
    one, another = two
    join(another, one, editor)
    another.refresh_from_db()
    assert another.merged_into == one
    assert {product for _, product, _ in links()} == {one.pk}
    assert {current for *_, current in links()} == {True}
    assert set(Event.objects.exclude(product=None).values_list("product", flat=True)) == {one.pk}
    assert AuditEntry.objects.get().action == "merge_products"


def test_the_old_address_leads_to_the_survivor(two, editor, client):
    one, another = two
    join(another, one, editor)
    assert client.get(another.get_absolute_url()).headers["location"] == one.get_absolute_url()


def test_taken_back_everything_is_as_it_was(two, editor):
    before = state()
    decision = join(two[1], two[0], editor)
    undo(decision, editor)
    assert state() == before


def test_followers_stay_with_what_they_chose_and_the_survivor_is_found_through_it(two, editor):
    before = list(Subscription.objects.order_by("pk").values())
    join(two[1], two[0], editor)
    assert list(Subscription.objects.order_by("pk").values()) == before
    assert [decision.product for decision in IdentityDecision.objects.untold()] == [two[1]]


def test_the_preview_says_what_would_move(two):
    one, another = two
    event = make.make_event(Filing.objects.get(name="豆包PC算法"))
    shown = preview_join(another, one)
    assert (shown.filings, shown.events, shown.followers, shown.followers_of_survivor) == (2, 2, 1, 1)
    assert shown.rows == {"events": 1}
    assert (shown.messages_sent, event.filing in shown.sample) == (0, True)


def test_into_itself_and_in_circles_is_refused(two, editor):
    one, another = two
    with pytest.raises(Refused, match="to itself"):
        join(one, one, editor)
    join(another, one, editor)
    before = state()
    with pytest.raises(Refused, match="itself joined"):
        join(one, another, editor)
    with pytest.raises(Refused, match="already"):
        join(another, one, editor)
    with pytest.raises(Refused, match="reason"):
        merge.merge_products(one, another, reason=" ", person=editor.pk, now=NOW)
    assert state() == before


def test_of_a_chain_every_address_leads_to_the_end_and_the_last_is_undone_first(two, editor):
    one, another = two
    third = make.make_product("豆包大模型")
    before = state()
    first = join(another, one, editor)
    second = join(one, third, editor)
    assert {product.merged_into for product in Product.objects.filter(pk__in=[one.pk, another.pk])} == {third}
    with pytest.raises(Refused, match=f"#{second.pk} came later"):
        undo(first, editor)
    undo(second, editor)
    undo(first, editor)
    assert state() == before
    with pytest.raises(Refused, match="already"):
        undo(first, editor)


def test_later_rows_lead_to_the_survivor_and_after_undoing_where_they_belong(editor):
    known()
    first, second = (filing(row[6]).products.get() for row in ROWS[1:3])
    decision = join(first, second, editor)
    later = known_again(first)
    assert list(filing(later).products.all()) == [second]
    undo(decision, editor)
    assert list(filing(later).products.all()) == [first]
    assert list(filing(ROWS[2][6]).products.all()) == [second]


def known_again(product: Product) -> str:
    """A further row that names the product arrives in another list."""
    row = list(ROWS[1])
    row[6] = "网信算备110108823483901240099号"
    publish("2023-09").read([*ROWS[5:25], tuple(row)], day(2))
    return row[6]


def test_a_rewritten_row_keeps_its_product(editor):
    listed = known()
    first, second = (filing(row[6]).products.get() for row in ROWS[1:3])
    join(first, second, editor)
    listed.read(edited((1, {"purpose": "应用于搜索"})), day(2))
    assert list(filing(ROWS[1][6]).products.all()) == [second]


def test_a_part_of_a_product_becomes_one_of_its_own_and_stays_so(editor):
    listed = known(edited((2, {"products": ROWS[1][4]}), (2, {"organization": ROWS[1][3]})))
    product = filing(ROWS[1][6]).products.get()
    assert list(filing(ROWS[2][6]).products.all()) == [product]
    before = state()
    decision = merge.split_product(
        product, [filing(ROWS[2][6])], "另一产品", reason="another", person=editor.pk, now=NOW
    )
    assert [p.name for p in filing(ROWS[2][6]).products.all()] == ["另一产品"]
    rewritten = edited((2, {"products": ROWS[1][4], "organization": ROWS[1][3], "purpose": "应用于搜索"}))
    listed.read(rewritten, day(2))
    current = FilingProduct.objects.filter(filing=filing(ROWS[2][6]), is_current=True)
    assert [link.product.name for link in current] == ["另一产品"]
    undo(decision, editor)
    assert links() == before["links"]
    tombstone: Any = decision.to_product
    tombstone.refresh_from_db()
    assert tombstone.merged_into == product


def test_a_filing_given_to_another_product_stays_there_and_comes_back(two, editor):
    one, another = two
    before = state()
    given = Filing.objects.get(name="豆包PC算法")
    decision = merge.assign_filing(given, another, one, reason="PC", person=editor.pk, now=NOW)
    assert list(given.products.all()) == [one]
    with pytest.raises(Refused, match="does not stand"):
        merge.assign_filing(given, another, one, reason="PC", person=editor.pk, now=NOW)
    undo(decision, editor)
    assert state() == before


def test_organizations_join_with_their_namesakes(editor):
    known(edited((2, {"products": ROWS[1][4]})))
    first, second = (filing(row[6]).organization for row in ROWS[1:3])
    before = state()
    decision = join(first, second, editor)
    assert filing(ROWS[1][6]).organization == second
    assert len(second.products.filter(merged_into=None)) == 1
    assert set(
        OrganizationName.objects.filter(name__in=[ROWS[1][3], ROWS[2][3]]).values_list("organization", flat=True)
    ) == {second.pk}
    undo(decision, editor)
    assert state() == before


def test_after_new_names_a_merger_of_organizations_is_not_undone_blindly(editor):
    listed = known()
    first, second = (filing(row[6]).organization for row in ROWS[1:3])
    decision = join(first, second, editor)
    listed.read(edited((1, {"organization": "改名科技有限公司"})), day(2))
    with pytest.raises(Refused, match="改名科技有限公司"):
        undo(decision, editor)


def test_an_organization_is_separated_by_its_names(editor):
    known(edited((2, {"products": ROWS[1][4]})))
    first, second = (filing(row[6]).organization for row in ROWS[1:3])
    joined = join(first, second, editor)
    name = OrganizationName.objects.get(key=name_key(ROWS[1][3]))
    keys = EntityKey.objects.filter(key=ROWS[1][6][10:17])
    before = state()
    decision = merge.split_organization(second, [name], list(keys), reason="two", person=editor.pk, now=NOW)
    assert filing(ROWS[1][6]).organization == decision.to_organization
    assert filing(ROWS[2][6]).organization == second
    with pytest.raises(Refused, match="came later"):
        undo(joined, editor)
    undo(decision, editor)
    assert (state()["filings"], links()) == (before["filings"], before["links"])


@pytest.mark.parametrize("all_of_them", [True, False])
def test_of_a_product_neither_all_nor_nothing_is_separated(all_of_them, two, editor):
    chosen = list(two[0].filings.all()) if all_of_them else []
    with pytest.raises(Refused, match="some of its filings"):
        merge.split_product(two[0], chosen, "x", reason="?", person=editor.pk, now=NOW)


VERBS = st.sampled_from(["merge", "merge organizations", "split", "assign", "undo"])
STEPS = st.lists(st.tuples(VERBS, st.integers(0, 9), st.integers(0, 9)), max_size=10)
# Shrinking would take minutes, as every step writes to a database.
SOME = settings(
    max_examples=40,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@given(steps=STEPS)
@SOME
def test_any_sequence_keeps_filings_events_and_subscriptions_and_can_be_taken_back(steps):
    with transaction.atomic():
        editor = User.objects.create_user("editor")
        _fill()
        before = _outline()
        for what, one, other in steps:
            try:
                with transaction.atomic():
                    _step(what, one, other, editor)
            except Refused:
                pass
            _check_whole(before)
        for decision in IdentityDecision.objects.standing().order_by("-pk"):
            undo(decision, editor)
        assert _outline() == before
        transaction.set_rollback(True)


def _fill() -> None:
    owners = [make.make_organization(f"北京第{n}科技有限公司") for n in "一二三"]
    products = [
        make.make_product(f"产品{n % 2}", owner, slug=f"p{n}") for n, owner in enumerate([*owners, *owners[:1]])
    ]
    for n, product in enumerate(products):
        for m in range(2):
            number = f"网信算备1101088234839012300{n}{m}号"
            also = (products[(n + 1) % 4],) if m else ()
            made = make.make_filing(number, organization=product.organization, products=(product, *also))
            make.make_event(made)
        make.make_subscription(f"{n}@example.org", scope="product", product=product)
    refresh_standing([made.pk for made in Filing.objects.all()])
    make.make_subscription("o@example.org", scope="organization", organization=owners[0])


def _outline() -> dict[str, Any]:
    """What must be the same once everything is taken back; new products stay behind as tombstones."""
    found = state()
    first = [p for p in found["products"] if p["slug"].startswith("p")]
    return {**found, "products": first}


def _check_whole(before: dict[str, Any]) -> None:
    found = state()
    assert [f["id"] for f in found["filings"]] == [f["id"] for f in before["filings"]]
    assert [e["id"] for e in found["events"]] == [e["id"] for e in before["events"]]
    assert found["subscriptions"] == before["subscriptions"]
    dead = set(Product.objects.exclude(merged_into=None).values_list("pk", flat=True))
    assert not dead & {product for _, product, _ in found["links"]}
    assert {filing for filing, *_ in found["links"]} == {f["id"] for f in found["filings"]}
    assert not Product.objects.filter(merged_into__merged_into__isnull=False)
    assert not Organization.objects.filter(merged_into__merged_into__isnull=False)


def _step(what: str, one: int, other: int, editor: User) -> None:
    products, owners = list(Product.objects.order_by("pk")), list(Organization.objects.order_by("pk"))
    product, product2 = products[one % len(products)], products[other % len(products)]
    if what == "merge":
        join(product, product2, editor)
    elif what == "merge organizations":
        join(owners[one % len(owners)], owners[other % len(owners)], editor)
    elif what == "split":
        chosen = list(product.filings.order_by("pk"))[: 1 + other % 2]
        merge.split_product(product, chosen, f"新产品{other % 3}", reason="?", person=editor.pk, now=NOW)
    elif what == "assign" and product.filings.exists():
        filings = list(product.filings.order_by("pk"))
        merge.assign_filing(filings[other % len(filings)], product, product2, reason="?", person=editor.pk, now=NOW)
    elif what == "undo" and (standing := list(IdentityDecision.objects.standing().order_by("pk"))):
        undo(standing[one % len(standing)], editor)
