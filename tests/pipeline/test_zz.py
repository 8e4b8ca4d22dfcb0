import pytest
from tests.pipeline.test_apple_timeline import *
from filings.models import Claim, Poll

pytestmark = pytest.mark.django_db


def test_x(told):
    for p in Poll.objects.order_by("id"):
        print(p.document.label[:40], p.outcome, p.message, p.seconds)
    for c in Claim.objects.order_by("id"):
        print(
            c.article.outlet,
            c.article.published_on,
            c.actor,
            c.status,
            c.state,
            c.because,
            c.hedge,
            c.attribution,
            c.role,
            c.subject,
            "|",
            c.article.voice,
            c.named_product,
            c.partners,
            c.quote[:60],
        )
    assert 0
