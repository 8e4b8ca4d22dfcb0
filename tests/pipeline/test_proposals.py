"""What looks alike is proposed: names as the lists print them, with the score and what is proposed of them."""

from __future__ import annotations

import datetime as dt

import pytest

from filings.models import EntityKey, Group, IdentityDecision, Product, Proposal, ProposalState
from filings.pipeline.match import KEY_OF_ANOTHER
from filings.pipeline.merge import undo
from filings.pipeline.proposals import ENOUGH, decide, likeness, propose
from filings.text import name_key
from tests import factories as make

NOW = dt.datetime(2026, 9, 1, 2, tzinfo=dt.UTC)
BRANDS = {name_key(name) for name in ("滴滴出行", "滴滴", "小红书", "科大讯飞")}

# Two names, whether they may mean the same, and why in the first words of the reason.
ALIKE = [
    ("豆包", "豆包", "the same name"),
    ("ＷＰＳ AI", "WPS ai", "the same name"),
    ("扫描全能王", "扫描全能王AI", "one name holds the other"),
    ("通义千问大模型", "通义千问", "one name holds the other"),
    ("饿了么商家版", "饿了么", "one name holds the other"),
    ("360搜索", "360AI搜索", "alike in letters"),
    ("讯飞星火认知大模型", "讯飞星火大模型", "alike in letters"),
]
APART = [
    ("智谱清言", "智谱清影"),
    ("文心一言", "文心一格"),
    ("滴滴出行", "滴滴出行助手"),
    ("小红书翻译", "小红书"),
    ("豆包", "元宝"),
    ("百度", "百川"),
    ("问", "问财"),
    ("", "豆包"),
]


@pytest.mark.parametrize(("one", "other", "why"), ALIKE)
def test_these_are_alike(one, other, why):
    for pair in ((one, other), (other, one)):
        like = likeness(*pair, BRANDS)
        assert like.score >= ENOUGH
        assert like.reasons[0].startswith(why)


@pytest.mark.parametrize(("one", "other"), APART)
def test_these_are_not(one, other):
    assert likeness(one, other, BRANDS).score < ENOUGH
    assert likeness(other, one, BRANDS).score < ENOUGH


@pytest.fixture
def baidu(db):
    """A group with an entity, a product of the catalogue, and two that the lists have brought."""
    group = Group.objects.create(slug="baidu", name="Baidu", chinese="百度", aliases="百度公司", place=1)
    owner = make.make_organization("北京百度网讯科技有限公司", group=group)
    make.make_product("文心一言", owner, group=group, place=1)
    for number, name in enumerate(("文心一言大模型", "文心一言大模型", "百度")):
        product = owner.products.filter(name=name).first() or make.make_product(name, owner)
        make.make_filing(f"网信算备11010864500290123001{number}号", organization=owner, products=(product,))
    return owner


def decided(state: ProposalState, editor) -> tuple[Product, Product]:
    """Decide the one proposal. Returns the listed product and the one of the catalogue."""
    proposal = Proposal.objects.get()
    decide(proposal, state, person=editor.pk, now=NOW)
    return Product.objects.get(name="文心一言大模型"), Product.objects.get(name="文心一言")


def test_a_listed_product_is_proposed_once_for_all_its_filings(baidu):
    assert propose(NOW) == 1
    proposal = Proposal.objects.get()
    assert (str(proposal.product), str(proposal.to_product)) == ("文心一言大模型", "文心一言")
    assert proposal.reasons[-1] == "filings: 2"
    assert propose(NOW) == 0


def test_a_yes_joins_them_and_is_taken_back(baidu, admin_user):
    propose(NOW)
    listed, known = decided(ProposalState.YES, admin_user)
    assert listed.merged_into == known
    assert known.filings.count() == 2
    undo(IdentityDecision.objects.get(), reason="no", person=admin_user.pk, now=NOW)
    assert listed.filings.count() == 2


def test_a_no_is_remembered(baidu, admin_user):
    propose(NOW)
    decided(ProposalState.NO, admin_user)
    assert propose(NOW) == 0
    assert not IdentityDecision.objects.exists()


def test_an_entity_called_like_a_group_is_proposed_for_it(baidu):
    loose = make.make_organization("百度公司（海南）信息技术有限公司")
    propose(NOW)
    assert Proposal.objects.get(kind="group").organization == loose


def test_an_entity_with_the_key_of_a_group_in_its_number_is_proposed_for_it(baidu):
    EntityKey.objects.create(key="6450029", organization=baidu)
    loose = make.make_organization("度小满科技（北京）有限公司")
    make.make_filing("网信算备110108645002901230999号", organization=loose, flags=[KEY_OF_ANOTHER])
    propose(NOW)
    proposal = Proposal.objects.get(kind="group")
    assert (proposal.organization, proposal.group) == (loose, baidu.group)
    assert "bears the entity key of 北京百度网讯科技有限公司" in proposal.reasons[0]
