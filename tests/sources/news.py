"""The golden cases of feeds and articles: the shapes of real ones, in words of our own."""

from __future__ import annotations

from tests import newsroom

LINE = "The regulator publishes its list about every second month, and says nothing of products that still wait. "
DIGEST = (
    "<p><strong>某公司上半年营收增长</strong></p><p>公司今日公布财报，营收同比增长一成。</p>"
    "<p><strong>苹果智能完成备案</strong></p><p>国家网信办今日公布手机端侧服务名单，Apple智能在列。</p><p>名单共七款。</p>"
    "<p><strong>某车企发布新车</strong></p><p>新车售价二十万元起。</p>"
)
# The character after 苹果 exists in GB 18030 only.
RARE = "苹果䶮智能"


def feeds() -> dict[str, bytes]:
    item, entry = newsroom.item, newsroom.entry
    return {
        "summaries.xml": newsroom.rss(
            [
                item(
                    "Apple and a partner hand features in",
                    "https://news.example.org/a?utm_source=rss",
                    published="Tue, 11 Feb 2025 20:30:00 GMT",
                    summary="<p>What is <b>known</b> so far.</p><script>alert(1)</script>",
                ),
                item("No zone", "/b", published="Tue, 11 Feb 2025 20:30:00", summary="The day is as it is written."),
                item("No date\x07 and <b>a tag</b>", "https://news.example.org/c", summary="Nobody knows."),
                item("Leads nowhere", "javascript:alert(1)", summary="Left out."),
            ],
            title="Summaries",
        ),
        "full-texts.xml": newsroom.atom(
            [
                entry(
                    "A full text",
                    "https://news.example.org/full",
                    published="2025-06-05T01:00:00+08:00",
                    content=f"<h2>Why it waits</h2><p>{LINE * 4}</p><p>{LINE * 3}</p><style>p{{}}</style>",
                ),
                entry("Only updated", "https://news.example.org/b", updated="2025-06-04T20:00:00Z", content="Hm."),
            ]
        ),
        "digest.xml": newsroom.rss(
            [
                item(
                    "氪星晚报｜三件事",
                    "https://news.example.org/p/1",
                    published="2026-07-15 20:00:00  +0800",
                    text=DIGEST,
                )
            ],
            title="快讯",
            language="zh-cn",
        ),
        "gb18030.xml": newsroom.rss(
            [item(RARE, "https://news.example.org/gb", published="2026/07/15 09:30", summary="名单今日公布。")],
            title="新闻",
            language="zh-cn",
            encoding="gb18030",
        ),
        "search.xml": newsroom.rss(
            [
                item(
                    "Apple's plan for China - Reuters",
                    "https://news.google.com/rss/articles/CBMi",
                    published="Wed, 05 Jun 2025 08:00:00 GMT",
                    more='<source url="https://www.reuters.com">Reuters</source>',
                )
            ]
        ),
    }


def articles() -> dict[str, bytes]:
    page = newsroom.page
    body = [LINE * 3, "Apple and Alibaba have handed features to the regulator, two people said.", LINE * 2]
    return {
        "article.html": page(
            "Apple and Alibaba hand features in",
            body,
            published="2025-02-11T20:30:00Z",
            canonical="https://news.example.org/apple",
            head='<meta property="og:title" content="Apple and Alibaba hand features in">',
        ),
        "json-ld.html": page(
            "A teaser",
            ["Apple has filed, the paper says. The rest is for those who pay.", "Subscribe now to continue reading."],
            head='<script type="application/ld+json">[{"@graph":[{"datePublished":"2025-06-04",'
            '"isAccessibleForFree":"False"}]}, 7]</script><script type="application/ld+json">{broken</script>',
        ),
        "chinese.html": page("苹果智能完成备案", ["国家网信办公布名单，Apple智能在列，共七款。" * 6], language="zh-CN")
        .decode()
        .replace("<h1>", '<span id="pubtime">2026年07月15日 09:30</span><h1>')
        .replace('charset="utf-8"', 'charset="gb2312"')
        .encode("gb18030"),
        "no-date.html": page(
            "<script>alert('title')</script>", ["\x07\x1bWithout a date, and with\u202e tricks. " + LINE * 2]
        ),
    }
