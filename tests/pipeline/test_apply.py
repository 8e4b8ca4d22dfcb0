"""What an applied difference leaves behind: versions, products and where they stand, odd numbers and their flags."""

from __future__ import annotations

import datetime as dt

import pytest

from filings.models import EventKind, Filing, FilingProduct, FilingState, Organization, Product, Status, Version
from filings.pipeline.release import release

from .reading import DOUBAO, ROWS, changed, day, edited, events, filing, known, publish, told

pytestmark = pytest.mark.django_db

# The row of Doubao as it reads since August 2024.
RENAMED = {
    "name": "豆包大模型算法",
    "products": "抖音短视频(APP)、西瓜视频(APP)、豆包(网站)、剪映(APP)",
    "remark": "2024年8月，变更内容：算法名称由云雀大模型算法变更为豆包大模型算法，新增关联产品豆包(网站)、剪映(APP)",
}


def links(current: bool) -> set[str]:
    found = FilingProduct.objects.filter(filing__number=DOUBAO, is_current=current)
    return set(found.values_list("product__name", flat=True))


def product(name: str) -> Product:
    return Product.objects.get(name=name)


def test_the_rename_of_skylark_to_doubao():
    known().read(edited((0, RENAMED)), day(1))
    (event,) = events()
    before_and_after = {change["field"]: (change["before"], change["after"]) for change in event.changes}
    assert before_and_after["name"] == ("云雀大模型算法", "豆包大模型算法")
    assert before_and_after["products"] == (ROWS[0][4], RENAMED["products"])
    assert before_and_after["remark"] == ("", RENAMED["remark"])
    assert (event.kind, event.previous.name, event.version.name) == (
        EventKind.AMENDED,
        "云雀大模型算法",
        "豆包大模型算法",
    )
    assert [version.name for version in filing().versions.all()] == ["云雀大模型算法", "豆包大模型算法"]
    assert (filing().name, filing().state, filing().published_on) == ("豆包大模型算法", "listed", dt.date(2023, 9, 1))
    assert "doubao" in filing().search_text


def test_products_that_a_row_names_no_longer_stay_linked_as_past_ones():
    known().read(edited((0, RENAMED)), day(1))
    assert links(current=True) == {"抖音短视频", "西瓜视频", "豆包", "剪映"}
    assert links(current=False) == {"今日头条"}


def test_a_product_that_is_named_again_is_current_again():
    listed = known()
    listed.read(edited((0, RENAMED)), day(1))
    listed.read(ROWS, day(2))
    assert links(current=True) == {"抖音短视频", "西瓜视频", "今日头条"}
    assert FilingProduct.objects.filter(filing__number=DOUBAO).count() == 5


def test_where_products_stand():
    listed = known()
    listed.read(edited((0, RENAMED)), day(1))
    assert (product("豆包").status, product("豆包").listed_on) == (Status.FILED, dt.date(2023, 9, 1))
    assert product("今日头条").status == Status.AMENDED, "written out of its rows is neither cancelled nor filed"
    listed.read(edited((0, RENAMED | {"remark": "已注销"})), day(2))
    assert (product("豆包").status, product("今日头条").status) == (Status.CANCELLED, Status.AMENDED)


def test_a_product_is_filed_as_long_as_one_row_names_it():
    second = changed(ROWS[0], number="网信算备110108823483901230065号", name="企业版算法")
    listed = known([*ROWS, second])
    listed.read(edited((0, {"remark": "已注销"}), rows=[*ROWS, second]), day(1))
    assert product("今日头条").status == Status.FILED
    listed.read(edited((0, {"remark": "已注销"}), (30, {"remark": "已注销"}), rows=[*ROWS, second]), day(2))
    assert product("今日头条").status == Status.CANCELLED


def test_a_product_whose_row_is_gone_is_unlisted_and_back_it_is_filed():
    listed = known()
    listed.read(ROWS[1:], day(1))
    listed.read(ROWS[1:], day(2))
    assert product("今日头条").status == Status.FILED
    release(listed.document.change_sets.held().get().pk, None, day(3))
    assert product("今日头条").status == Status.UNLISTED
    listed.read(ROWS, day(4))
    assert product("今日头条").status == Status.FILED


def test_the_first_list_that_names_a_product_dates_it():
    known()
    row = changed(ROWS[0], number="网信算备110108823483901240065号", name="又一算法", seq="")
    later = publish("2024-04", published_on=dt.date(2024, 4, 11))
    later.read([row, *edited(rows=[changed(r, number=r[6].replace("0123", "0124"), seq="") for r in ROWS[1:]])], day(1))
    assert product("今日头条").listed_on == dt.date(2023, 9, 1)


def test_a_filing_that_moves_belongs_to_the_other_organization_from_then_on():
    other = ROWS[1][3]
    known().read(edited((0, {"organization": other})), day(1))
    assert filing().organization == Organization.objects.get(name=other)
    ((change,),) = [event.changes for event in events()]
    assert (change["field"], change["before"], change["after"]) == ("organization", ROWS[0][3], other)
    assert links(current=False) == {"抖音短视频", "西瓜视频", "今日头条"}


def test_a_renamed_organization_is_told_and_stays_the_same():
    before = Organization.objects.count()
    listed = known()
    organization = filing().organization
    listed.read(edited((0, {"organization": "北京春田知韵科技有限公司"})), day(1))
    assert filing().organization == organization
    assert Organization.objects.count() == before + len(ROWS)
    assert told() == [(EventKind.AMENDED, "云雀大模型算法")]


def test_a_number_that_stands_in_two_lists_makes_two_flagged_filings():
    known()
    rows = [ROWS[0], *[changed(row, number=row[6].replace("0123", "0124"), seq="") for row in ROWS[1:]]]
    second = publish("2024-01", published_on=dt.date(2024, 1, 5))
    second.read(rows, day(1))
    both = Filing.objects.filter(number=DOUBAO).order_by("copy")
    assert [(one.copy, one.flags, one.document.batch) for one in both] == [
        (1, ["listed_twice"], "2023-08"),
        (2, ["listed_twice"], "2024-01"),
    ]
    assert second.read(rows[:1] + rows[:0:-1], day(2)).outcome == "UNCHANGED"
    assert Filing.objects.filter(number=DOUBAO).count() == 2


def test_a_number_that_stands_twice_in_one_list_makes_two_flagged_filings():
    publish().read([*ROWS, changed(ROWS[0], name="另一算法")])
    both = Filing.objects.filter(number=DOUBAO).order_by("copy")
    assert [(one.copy, one.name, one.flags) for one in both] == [
        (1, "云雀大模型算法", ["listed_twice"]),
        (2, "另一算法", ["listed_twice"]),
    ]


def test_the_very_same_row_twice_makes_one_filing():
    publish().read([*ROWS, changed(ROWS[0], seq="31")])
    assert filing().flags == []


@pytest.mark.parametrize(
    ("number", "flags"),
    [
        ("网信算备1101082242366066220017号", ["digits:22"]),
        ("网信算备406301334627601250011号", ["region:40"]),
        (DOUBAO, []),
    ],
)
def test_odd_numbers_are_recorded_and_flagged(number, flags):
    publish().read(edited((0, {"number": number})))
    assert (filing(number).flags, filing(number).state) == (flags, FilingState.LISTED)


def test_a_row_that_is_new_and_cancelled_is_both():
    known().read(
        [*ROWS, changed(ROWS[0], number="网信算备110108823483901230099号", name="新", remark="已注销")], day(1)
    )
    assert told() == [(EventKind.LISTED, "新"), (EventKind.CANCELLED, "新")]
    assert filing("网信算备110108823483901230099号").state == FilingState.CANCELLED


def test_ordinals_run_on():
    listed = known()
    for number, name in enumerate(("甲算法", "乙算法", "云雀大模型算法"), start=1):
        listed.read(edited((0, {"name": name})), day(number))
    assert list(Version.objects.filter(filing__number=DOUBAO).values_list("ordinal", "name")) == [
        (1, "云雀大模型算法"),
        (2, "甲算法"),
        (3, "乙算法"),
        (4, "云雀大模型算法"),
    ]
