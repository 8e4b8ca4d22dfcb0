"""Feeds and articles as publishers send them, for the tests of everything that reads news."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

PAGE = (
    '<!DOCTYPE html><html lang="{language}"><head><meta charset="utf-8"><title>{title} · {outlet}</title>{head}</head>'
    '<body><nav><a href="/">Home</a> <a href="/ai/">AI</a></nav><article><h1>{title}</h1>{body}</article>'
    "<footer><p>© {outlet}</p></footer></body></html>"
)


def item(title: str, url: str = "", *, published: str = "", summary: str = "", text: str = "", more: str = "") -> str:
    """One item of an RSS feed; `published` is written as is, `text` is HTML."""
    parts = [f"<title>{escape(title)}</title>"]
    parts += [f"<link>{escape(url)}</link>"] if url else []
    parts += [f"<pubDate>{escape(published)}</pubDate>"] if published else []
    parts += [f"<description>{escape(summary)}</description>"] if summary else []
    parts += [f"<content:encoded><![CDATA[{text}]]></content:encoded>"] if text else []
    return f"<item>{''.join(parts)}{more}</item>"


def rss(items: Iterable[str], *, title: str = "News", language: str = "en", encoding: str = "utf-8") -> bytes:
    head = f"<title>{escape(title)}</title><language>{language}</language>"
    body = f'<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>{head}'
    return f'<?xml version="1.0" encoding="{encoding}"?>{body}{"".join(items)}</channel></rss>'.encode(encoding)


def entry(title: str, url: str, *, published: str = "", updated: str = "", content: str = "") -> str:
    """One entry of an Atom feed."""
    parts = [f"<title>{escape(title)}</title><id>{escape(url)}</id>", f'<link rel="alternate" href="{escape(url)}"/>']
    parts += [f"<published>{published}</published>"] if published else []
    parts += [f"<updated>{updated}</updated>"] if updated else []
    parts += [f'<content type="html">{escape(content)}</content>'] if content else []
    return f"<entry>{''.join(parts)}</entry>"


def atom(entries: Iterable[str], *, title: str = "News") -> bytes:
    body = f"<title>{escape(title)}</title><id>urn:news</id>{''.join(entries)}"
    return f'<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom">{body}</feed>'.encode()


def page(
    title: str,
    paragraphs: Iterable[str],
    *,
    published: str = "",
    canonical: str = "",
    language: str = "en",
    outlet: str = "Example",
    head: str = "",
) -> bytes:
    """An article's page; `published` is written as is into its meta element."""
    if published:
        head += f'<meta property="article:published_time" content="{escape(published)}">'
    if canonical:
        head += f'<link rel="canonical" href="{escape(canonical)}">'
    body = "".join(f"<p>{escape(paragraph)}</p>" for paragraph in paragraphs)
    return PAGE.format(title=escape(title), body=body, language=language, outlet=escape(outlet), head=head).encode()
