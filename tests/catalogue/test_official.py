"""The catalogue against the regulator's own rows and the names of the press, where they stand beside the checkout."""

from __future__ import annotations

import csv
import runpy
from collections import defaultdict
from functools import cache

import pytest

from filings.catalogue import bundled_catalogue
from filings.text import name_key, product_name_of_algorithm, split_products
from tests.servers import SHARED

REGISTRY = SHARED / "registry"
SCORE = SHARED / "news" / "score.py"
ALGORITHMS = ("deep_synthesis_filings.csv", "algorithm_filings.csv")
GENERATIVE = ("genai_filings.csv", "genai_registrations.csv")

pytestmark = pytest.mark.skipif(not REGISTRY.exists(), reason="the registry is not beside the checkout")


@cache
def printed() -> dict[str, set[str]]:
    """What each entity, spelt as printed, has in the lists: the keys of its products' names."""
    products = defaultdict[str, set[str]](set)
    for file in (*ALGORITHMS, *GENERATIVE):
        with (REGISTRY / file).open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                own = [product_name_of_algorithm(row["algorithm_name"] if file in ALGORITHMS else row["name"])]
                names = [each.name for each in split_products(row.get("products_raw", ""))] or own
                products[row["entity"]].update(map(name_key, names))
    return products


def test_every_entity_is_spelt_as_printed() -> None:
    entities = {entity for group in bundled_catalogue().groups for entity in group.entities}
    assert entities - printed().keys() == set()


def test_every_listed_name_is_one_of_an_entity_of_its_group() -> None:
    entities = {group.slug: group.entities for group in bundled_catalogue().groups}
    strangers = [
        (product.slug, name)
        for product in bundled_catalogue().products
        for name in product.listed_as
        if not any(name_key(name) in printed()[entity] for entity in entities[product.group])
    ]
    assert strangers == []


@pytest.mark.skipif(not SCORE.exists(), reason="the labelled articles are not beside the checkout")
def test_the_names_that_the_press_uses_lead_to_the_canonical_group() -> None:
    score = runpy.run_path(str(SCORE))
    groups = {name_key(name): group.name for group in bundled_catalogue().groups for name in group.names}
    wrong = {
        name: groups.get(name_key(name))
        for canonical, names in score["NAMES"].items()
        for name in (canonical, *names)
        if score["canonical"](groups.get(name_key(name))) != canonical
    }
    assert wrong == {}
    assert set(score["NAMES"]) <= {group.name for group in bundled_catalogue().groups}
