"""The bundled catalogue of the groups and products that people ask about: its one file, read and written. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import MISSING, dataclass, fields
from functools import lru_cache
from itertools import chain
from pathlib import Path
from typing import Any, Generic, TypeVar

import yaml

from filings.text import name_key

FILE = Path(__file__).resolve().parent / "data" / "catalogue.yaml"
LIST = "list"

HEADER = """\
# The groups and products that people ask about, and what the regulator's lists call them.
#
# A group is what people call the actor; its entities are legal names, spelt exactly as a list prints them. A product is
# listed_as what a list says of one of its group's entities, without the form behind it (APP, 网站 …). Aliases are what
# the press writes, in any language. A source is an address where it is stated, or "list" where the lists say it
# themselves. Nothing here is a guess: what is only alike is left out.
#
# Comments are kept only up here. Lists that would be empty are left out, and so is a Chinese name that does not exist.
"""

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
SLUG_LENGTH = 60
ADDRESS = re.compile(r"https?://\S+")
UNPRINTABLE = yaml.reader.Reader.NON_PRINTABLE
TEXT, MAPPING, SEQUENCE = "tag:yaml.org,2002:str", "tag:yaml.org,2002:map", "tag:yaml.org,2002:seq"
KINDS = {MAPPING: "a mapping", SEQUENCE: "a list", TEXT: "a text"}
# The wheels of PyYAML bring libyaml; without it reading takes several times as long.
LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
DEPTH = 8
# A list of names stands on one line if it fits there; what is wide takes two columns.
LINE_LENGTH = 110
WIDE = frozenset("WF")


class CatalogueError(ValueError):
    """What is wrong with a catalogue's text, and where: line and column count from 1."""

    def __init__(self, message: str, line: int, column: int) -> None:
        super().__init__(f"line {line}, column {column}: {message}")
        self.message, self.line, self.column = message, line, column


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """What people call an actor (Apple, ByteDance), with the legal entities that file for it."""

    slug: str
    name: str
    chinese: str = ""
    aliases: tuple[str, ...] = ()
    entities: tuple[str, ...] = ()
    sources: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Everything that stands for this group in a text or a list."""
        return tuple(filter(None, (self.name, self.chinese, *self.aliases, *self.entities)))


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogueProduct:
    """A product of a group. `name` is the original, `partners` are the slugs of other groups that have a part in it."""

    slug: str
    group: str
    name: str
    english: str
    aliases: tuple[str, ...] = ()
    listed_as: tuple[str, ...] = ()
    partners: tuple[str, ...] = ()
    sources: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Everything that stands for this product in a text or a list."""
        return (self.name, self.english, *self.aliases, *self.listed_as)


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All groups and products, in the order of the file."""

    groups: tuple[Group, ...]
    products: tuple[CatalogueProduct, ...]


Item = TypeVar("Item", Group, CatalogueProduct)


@dataclass(frozen=True, slots=True)
class _Placed(Generic[Item]):
    """An item, and the nodes that each of its fields was read from."""

    item: Item
    nodes: dict[str, list[yaml.Node]]


@lru_cache(maxsize=1)
def bundled_catalogue() -> Catalogue:
    """The catalogue that comes with the application."""
    return read_catalogue_bytes(FILE.read_bytes())


def read_catalogue_bytes(data: bytes) -> Catalogue:
    """The catalogue in a file's bytes; CatalogueError also for bytes that are not UTF-8."""
    try:
        return read_catalogue(data.decode())
    except UnicodeDecodeError as error:
        raise _error_at(data[: error.start].decode(), "these bytes are not UTF-8") from error


def read_catalogue(text: str) -> Catalogue:
    """The catalogue written in this text; CatalogueError, with its place, for whatever is not as it should be."""
    root = _compose(text)
    parts = _mapping(root, {"groups": True, "products": True})
    groups = [_placed(node, Group) for node in _sequence(parts["groups"])]
    products = [_placed(node, CatalogueProduct) for node in _sequence(parts["products"])]
    _check_slugs(groups)
    _check_slugs(products)
    _check_groups_exist(groups, products)
    _check_claims(groups, lambda group: "")
    _check_claims(products, lambda product: product.group)
    return Catalogue(tuple(each.item for each in groups), tuple(each.item for each in products))


def write_catalogue(catalogue: Catalogue) -> str:
    """The text of this catalogue in the one style of the bundled file."""
    return f"{HEADER}\n{_written('groups', catalogue.groups)}\n{_written('products', catalogue.products)}"


def _compose(text: str) -> yaml.Node:
    if unprintable := UNPRINTABLE.search(text):
        raise _error_at(text[: unprintable.start()], f"the character U+{ord(unprintable[0]):04X} is not allowed")
    try:
        _check_depth(text)
        root = yaml.compose(text, Loader=LOADER)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        message = ": ".join(filter(None, (error.context, error.problem))) or "this is not YAML"
        raise CatalogueError(message, *((mark.line + 1, mark.column + 1) if mark else (1, 1))) from error
    if root is None:
        raise CatalogueError("there is nothing in it", 1, 1)
    return root


def _check_depth(text: str) -> None:
    """Composing is recursive and in C: text that is nested deeply enough would end the process."""
    depth = 0
    for event in yaml.parse(text, Loader=LOADER):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > DEPTH:
            raise _error(event, "this is nested too deeply")


def _error_at(before: str, message: str) -> CatalogueError:
    """An error at the end of the text before it."""
    return CatalogueError(message, before.count("\n") + 1, len(before) - before.rfind("\n"))


def _error(node: yaml.Node | yaml.Event, message: str) -> CatalogueError:
    mark: Any = node.start_mark
    return CatalogueError(message, mark.line + 1, mark.column + 1)


def _placed(node: yaml.Node, kind: type[Item]) -> _Placed[Item]:
    keys = {field.name: field.default is MISSING for field in fields(kind)}
    lists = {field.name for field in fields(kind) if field.type != "str"}
    nodes = {key: _sequence(value) if key in lists else [value] for key, value in _mapping(node, keys).items()}
    values: dict[str, Any] = {}
    for key, parts in nodes.items():
        texts = tuple(_text(part) for part in parts)
        values[key] = texts if key in lists else texts[0]
        if key in lists and not texts:
            raise _error(dict(_pairs(node))[key], f"{key} is empty: leave it out, or name one")
    _check_forms(nodes, values)
    return _Placed(kind(**values), nodes)


def _check_forms(nodes: dict[str, list[yaml.Node]], values: dict[str, Any]) -> None:
    slug = values["slug"]
    if not SLUG.fullmatch(slug) or len(slug) > SLUG_LENGTH:
        message = f"{slug!r} is no slug: up to {SLUG_LENGTH} of a-z, 0-9 and single hyphens between them"
        raise _error(nodes["slug"][0], message)
    for source, node in zip(values["sources"], nodes["sources"], strict=True):
        if source != LIST and not ADDRESS.fullmatch(source):
            raise _error(node, f"{source!r} is neither an address nor {LIST!r}")


def _pairs(node: yaml.Node) -> Iterator[tuple[str, yaml.Node]]:
    """The keys and values of a mapping, each key once."""
    seen = set()
    for key_node, value in _of(node, MAPPING).value:
        key = _text(key_node)
        if key in seen:
            raise _error(key_node, f"{key!r} stands here twice")
        seen.add(key)
        yield key, value


def _mapping(node: yaml.Node, keys: dict[str, bool]) -> dict[str, yaml.Node]:
    """The values by their keys, of which only these may stand there, and those marked True must."""
    found = dict(_pairs(node))
    for key_node, _ in node.value:
        if key_node.value not in keys:
            raise _error(key_node, f"{key_node.value!r} is unknown here: it must be one of {', '.join(keys)}")
    if missing := [key for key, is_needed in keys.items() if is_needed and key not in found]:
        raise _error(node, f"{', '.join(missing)} is missing here")
    return found


def _sequence(node: yaml.Node) -> list[yaml.Node]:
    return list(_of(node, SEQUENCE).value)


def _text(node: yaml.Node) -> str:
    text = str(_of(node, TEXT).value)
    if not text or text != " ".join(text.split()):
        raise _error(node, "a text needs a word in it, and no blanks but single spaces between words")
    return text


def _of(node: yaml.Node, tag: str) -> yaml.Node:
    """The node, if it is of the kind that this tag stands for."""
    if node.tag == tag:
        return node
    if node.tag in KINDS:
        raise _error(node, f"{KINDS[tag]} is expected here, not {KINDS[node.tag]}")
    kind = node.tag.rpartition(":")[2]
    raise _error(node, f"{KINDS[tag]} is expected here: {node.value!r} is read as {kind}, quote it")


def _check_slugs(placed: Sequence[_Placed[Item]]) -> None:
    seen = set()
    for each in placed:
        if each.item.slug in seen:
            raise _error(each.nodes["slug"][0], f"the slug {each.item.slug!r} is taken")
        seen.add(each.item.slug)


def _check_groups_exist(groups: Iterable[_Placed[Group]], products: Iterable[_Placed[CatalogueProduct]]) -> None:
    slugs = {each.item.slug for each in groups}
    for product in products:
        for node in chain(product.nodes["group"], product.nodes.get("partners", [])):
            if node.value not in slugs:
                raise _error(node, f"there is no group {node.value!r}")


def _check_claims(placed: Iterable[_Placed[Item]], realm: Callable[[Item], str]) -> None:
    """Within a realm, a name in any spelling belongs to one item."""
    owners: dict[tuple[str, str], str] = {}
    for each in placed:
        for key in ("name", "english", "chinese", "aliases", "entities", "listed_as"):
            for node in each.nodes.get(key, []):
                owner = owners.setdefault((realm(each.item), name_key(node.value)), each.item.slug)
                if owner != each.item.slug:
                    raise _error(node, f"{node.value!r} already belongs to {owner!r}")


def _written(key: str, items: Sequence[Group] | Sequence[CatalogueProduct]) -> str:
    if not items:
        return f"{key}: []\n"
    return f"{key}:\n\n" + "\n".join(_dumped(item) for item in items)


def _dumped(item: Group | CatalogueProduct) -> str:
    values = {field.name: getattr(item, field.name) for field in fields(item)}
    filled = {key: list(value) if isinstance(value, tuple) else value for key, value in values.items() if value}
    return yaml.dump([filled], Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=float("inf"))


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in WIDE else 1 for character in text)


class _Dumper(yaml.SafeDumper):
    """Writes a short list of texts on one line, a long one with a line for each."""

    def ignore_aliases(self, data: Any) -> bool:
        return True

    def represent_texts(self, texts: list[Any]) -> yaml.Node:
        fits = all(isinstance(text, str) for text in texts) and sum(_width(text) + 2 for text in texts) <= LINE_LENGTH
        return self.represent_sequence(SEQUENCE, texts, flow_style=fits)


_Dumper.add_representer(list, _Dumper.represent_texts)


@dataclass(frozen=True, slots=True)
class Difference:
    """One field of a group or product that two catalogues give differently; "" stands for what one of them lacks."""

    kind: str
    slug: str
    field: str
    before: str
    after: str


def differences(old: Catalogue, new: Catalogue) -> list[Difference]:
    """What is different in the second, in its order; what is gone comes last."""
    return [*_between("group", old.groups, new.groups), *_between("product", old.products, new.products)]


def _between(kind: str, old: Sequence[Item], new: Sequence[Item]) -> Iterator[Difference]:
    before, after = ({item.slug: item for item in items} for items in (old, new))
    for slug, item in after.items():
        known = before.get(slug)
        for field in fields(item):
            values = [_shown(getattr(one, field.name)) if one else "" for one in (known, item)]
            if values[0] != values[1]:
                yield Difference(kind, slug, field.name, *values)
    for slug in before.keys() - after.keys():
        yield Difference(kind, slug, "slug", slug, "")
    shared = [slug for slug in before if slug in after]
    if shared != [slug for slug in after if slug in before]:
        yield Difference(kind, "", "order", "", "")


def _shown(value: str | tuple[str, ...]) -> str:
    return value if isinstance(value, str) else "; ".join(value)
