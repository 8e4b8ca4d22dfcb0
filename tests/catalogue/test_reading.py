"""The catalogue's text: read and written without loss, and every mistake in it named with its place."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from filings import catalogue
from filings.catalogue import (
    Catalogue,
    CatalogueError,
    CatalogueProduct,
    Group,
    read_catalogue,
    read_catalogue_bytes,
    write_catalogue,
)
from filings.text import name_key

SMALL = """\
groups:
- slug: apple
  name: Apple
  aliases: [蘋果, Apple Inc.]
  entities: [苹果技术开发（上海）有限公司]
  sources: [list]
- slug: alibaba
  name: Alibaba
  sources: ['https://example.com/a']
products:
- slug: apple-intelligence
  group: apple
  name: Apple智能
  english: Apple Intelligence
  partners: [alibaba]
  sources: [list]
- slug: siri
  group: apple
  name: Siri
  english: Siri
  sources: [list]
"""


def test_what_is_read() -> None:
    read = read_catalogue(SMALL)
    assert read == Catalogue(
        groups=(
            Group(
                slug="apple",
                name="Apple",
                aliases=("蘋果", "Apple Inc."),
                entities=("苹果技术开发（上海）有限公司",),
                sources=("list",),
            ),
            Group(slug="alibaba", name="Alibaba", sources=("https://example.com/a",)),
        ),
        products=(
            CatalogueProduct(
                slug="apple-intelligence",
                group="apple",
                name="Apple智能",
                english="Apple Intelligence",
                partners=("alibaba",),
                sources=("list",),
            ),
            CatalogueProduct(slug="siri", group="apple", name="Siri", english="Siri", sources=("list",)),
        ),
    )
    assert read.groups[0].names == ("Apple", "蘋果", "Apple Inc.", "苹果技术开发（上海）有限公司")
    assert read.products[0].names == ("Apple智能", "Apple Intelligence")


@pytest.mark.parametrize(
    ("old", "new", "line", "column", "message"),
    [
        pytest.param("aliases: [蘋果,", "aliases: [蘋果: x: y,", 4, 18, "while parsing a flow sequence", id="syntax"),
        pytest.param("products:\n", "products: ]\n", 10, 11, "expected", id="syntax outside a list"),
        pytest.param("Apple Inc.", "Apple\x07", 4, 22, "U+0007", id="control character"),
        pytest.param("products:\n", "---\nproducts:\n", 10, 1, "another document", id="two documents"),
        pytest.param("products:", "product:", 10, 1, "'product' is unknown here", id="unknown part"),
        pytest.param("  entities:", "  entity:", 5, 3, "'entity' is unknown here", id="unknown key"),
        pytest.param("  english: Siri\n", "", 17, 3, "english is missing", id="missing key"),
        pytest.param(
            "  name: Alibaba\n  sources: ['https://example.com/a']\n", "", 7, 3, "name, sources", id="missing"
        ),
        pytest.param(
            "  name: Siri\n", "  name: Siri\n  name: Siri\n", 20, 3, "'name' stands here twice", id="key twice"
        ),
        pytest.param("name: Alibaba", "name: 360", 8, 9, "'360' is read as int, quote it", id="number"),
        pytest.param("name: Alibaba", "name: no", 8, 9, "'no' is read as bool, quote it", id="yes or no"),
        pytest.param("name: Alibaba", "name:", 8, 8, "quote it", id="nothing"),
        pytest.param("name: Alibaba", "name: ''", 8, 9, "needs a word", id="empty text"),
        pytest.param("name: Alibaba", "name: 'Ali  baba '", 8, 9, "no blanks but", id="blanks"),
        pytest.param("name: Alibaba", "name: [Alibaba]", 8, 9, "a text is expected here, not a list", id="list"),
        pytest.param("partners: [alibaba]", "partners: alibaba", 15, 13, "a list is expected here", id="no list"),
        pytest.param("[alibaba]", "[{a: b}]", 15, 14, "a text is expected here, not a mapping", id="mapping"),
        pytest.param("[alibaba]", "[]", 15, 13, "partners is empty", id="empty list"),
        pytest.param("[alibaba]", "[[[[[[[[[[alibaba]]]]]]]]]]", 15, 18, "nested too deeply", id="nested"),
        pytest.param("groups:\n", "groups:\n- apple\n", 2, 3, "a mapping is expected here, not a text", id="no item"),
        pytest.param("slug: siri", "slug: Siri", 17, 9, "'Siri' is no slug", id="slug"),
        pytest.param("slug: siri", f"slug: {'s' * 61}", 17, 9, "is no slug: up to 60", id="long slug"),
        pytest.param("slug: siri", "slug: apple-intelligence", 17, 9, "'apple-intelligence' is taken", id="slug twice"),
        pytest.param("slug: alibaba", "slug: apple", 7, 9, "'apple' is taken", id="slug of a group twice"),
        pytest.param("[list]\n- slug: siri", "[lists]\n- slug: siri", 16, 13, "neither an address nor", id="source"),
        pytest.param("group: apple\n  name: Siri", "group: pear\n  name: Siri", 18, 10, "no group 'pear'", id="group"),
        pytest.param("[alibaba]", "[apple, pear]", 15, 21, "no group 'pear'", id="partner"),
        pytest.param("name: Alibaba", "name: ＡＰＰＬＥ inc.", 8, 9, "already belongs to 'apple'", id="alias of two"),
        pytest.param(
            "name: Alibaba",
            "name: Alibaba\n  entities: [苹果技术开发(上海)有限公司]",
            9,
            14,
            "already belongs to 'apple'",
            id="entity of two",
        ),
        pytest.param(
            "english: Siri",
            "english: Siri\n  listed_as: [x, APPLE 智能]",
            21,
            18,
            "already belongs to 'apple-intelligence'",
            id="listed name of two products",
        ),
    ],
)
def test_a_mistake_is_named_with_its_place(old: str, new: str, line: int, column: int, message: str) -> None:
    assert SMALL.count(old) == 1
    with pytest.raises(CatalogueError) as caught:
        read_catalogue(SMALL.replace(old, new))
    assert (caught.value.line, caught.value.column) == (line, column)
    assert message in caught.value.message
    assert str(caught.value) == f"line {line}, column {column}: {caught.value.message}"


@pytest.mark.parametrize("text", ["", "# nothing\n", "[]", "42", "groups: []"])
def test_no_catalogue_at_all(text: str) -> None:
    with pytest.raises(CatalogueError) as caught:
        read_catalogue(text)
    assert (caught.value.line, caught.value.column) == (1, 1)


@pytest.mark.parametrize("bomb", ["[" * 200_000, "- " * 100_000, "{a: " * 50_000, "- &a [*a]"])
def test_a_bomb_is_a_mistake_like_any_other(bomb: str) -> None:
    with pytest.raises(CatalogueError):
        read_catalogue(bomb)


def test_products_of_different_groups_may_share_a_name() -> None:
    text = SMALL.replace("group: apple\n  name: Siri", "group: alibaba\n  name: Apple智能")
    assert [product.name for product in read_catalogue(text).products] == ["Apple智能", "Apple智能"]


def test_bytes_that_are_not_utf_8() -> None:
    with pytest.raises(CatalogueError) as caught:
        read_catalogue_bytes("groups:\n- slug: apple\n  chinese: 苹".encode() + "果".encode("gb18030"))
    assert (caught.value.message, caught.value.line, caught.value.column) == ("these bytes are not UTF-8", 3, 13)


def test_without_libyaml_it_reads_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    expected = read_catalogue(SMALL)
    monkeypatch.setattr(catalogue, "LOADER", yaml.SafeLoader)
    assert read_catalogue(SMALL) == expected
    with pytest.raises(CatalogueError, match="line 8, column 9: "):
        read_catalogue(SMALL.replace("name: Alibaba", "name: @x"))


def test_the_style_of_what_is_written() -> None:
    long = tuple(f"苹果技术开发第{number}有限公司" for number in range(5))
    group = Group(slug="apple", name="Apple", aliases=("null", "a: b"), entities=long, sources=("list",))
    written = write_catalogue(Catalogue((group,), ()))
    assert written.startswith("# ")
    assert written.partition("\n\n")[2] == (
        "groups:\n"
        "\n"
        "- slug: apple\n"
        "  name: Apple\n"
        "  aliases: ['null', 'a: b']\n"
        "  entities:\n"
        "  - 苹果技术开发第0有限公司\n"
        "  - 苹果技术开发第1有限公司\n"
        "  - 苹果技术开发第2有限公司\n"
        "  - 苹果技术开发第3有限公司\n"
        "  - 苹果技术开发第4有限公司\n"
        "  sources: [list]\n"
        "\n"
        "products: []\n"
    )


AWKWARD = [
    "- a", "#", "a #b", "a: b", "'", '"', "\\n", "{x}", "[y]", "*", "&a", "!t", "|", ">", "%", "@", "~", "2026-07-08",
    "1e3", "yes", "null", "<<", "=", "😀", "👩\u200d💻", "苹果（上海）", "、", "é", "\ufeff", "...", "---", "?",
]  # fmt: skip


def one_line(text: str) -> str:
    return " ".join(text.split()) or "x"


def told_apart(texts: list[str]) -> Iterator[str]:
    """The texts, with a number behind one that would be the same name as one before."""
    seen = set[str]()
    for number, text in enumerate(texts):
        while name_key(text) in seen:
            text += f" {number}"
        seen.add(name_key(text))
        yield text


TEXTS = st.one_of(
    st.sampled_from(AWKWARD),
    st.text(st.characters(exclude_categories=["Cc", "Cs", "Cn"]), max_size=200).map(one_line),
    st.lists(st.sampled_from(AWKWARD), min_size=1, max_size=4).map(" ".join),
)
SLUGS = st.lists(
    st.from_regex(r"[a-z0-9]{1,8}(-[a-z0-9]{1,8}){0,3}", fullmatch=True), unique=True, min_size=2, max_size=4
)
SOURCES = st.lists(
    st.sampled_from(["list", "https://example.com/?a=b#c", "http://例子.测试/、"]), min_size=1, max_size=3
)


@st.composite
def catalogues(draw: st.DrawFn) -> Catalogue:
    def names(count: int) -> tuple[str, ...]:
        return tuple(islice(pool, count))

    def some() -> tuple[str, ...]:
        return names(draw(st.integers(0, 2)))

    def sources() -> tuple[str, ...]:
        return tuple(draw(SOURCES))

    pool = told_apart(draw(st.lists(TEXTS, min_size=56, max_size=56)))
    slugs = draw(SLUGS)
    groups = [
        Group(slug=slug, name=names(1)[0], chinese="".join(names(draw(st.integers(0, 1)))), aliases=some(),
              entities=some(), sources=sources())
        for slug in slugs
    ]  # fmt: skip
    products = [
        CatalogueProduct(slug=slug, group=draw(st.sampled_from(slugs)), name=names(1)[0], english=names(1)[0],
                         aliases=some(), listed_as=some(), partners=tuple(draw(st.lists(st.sampled_from(slugs)))),
                         sources=sources())
        for slug in draw(SLUGS)
    ]  # fmt: skip
    return Catalogue(tuple(groups), tuple(products))


@settings(deadline=None, max_examples=40)
@given(catalogues())
def test_writing_and_reading_loses_nothing(made: Catalogue) -> None:
    written = write_catalogue(made)
    assert read_catalogue(written) == made
    assert read_catalogue_bytes(written.encode()) == made
