"""The servers that the other tests lean on do what those tests believe."""

from __future__ import annotations

import io
import smtplib
import socket
import time
import zipfile
from email.message import EmailMessage
from urllib.parse import urlsplit

import psycopg
import pytest
import requests
from lxml import html
from pytest_socket import SocketConnectBlockedError
from redis import Redis

from tests.builders import make_package
from tests.faults import FAULTS
from tests.servers import Mailbox, Replica
from tests.services import MissingService, postgres, redis_server
from tests.site import DOWNLOAD, INDEX, Site

TITLE = "国家互联网信息办公室关于发布第五批深度合成服务算法备案信息的公告"
LABEL = "深度合成服务算法备案清单（2024年3月）"


def small_document() -> bytes:
    rows = "".join(f"<w:tr><w:tc><w:p><w:r><w:t>{n}</w:t></w:r></w:p></w:tc></w:tr>" for n in range(9))
    name = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    return make_package({"word/document.xml": f'<w:document xmlns:w="{name}"><w:tbl>{rows}</w:tbl></w:document>'})


@pytest.fixture
def filled(site: Site) -> Site:
    site.publish(title=TITLE, published="2024-04-11 17:00", documents={LABEL: small_document()})
    return site


def get(site: Site, path: str, **headers: str) -> requests.Response:
    return requests.get(site.url + path, headers=headers, timeout=5, allow_redirects=False)


def document(site: Site) -> requests.Response:
    return get(site, site.attachment_path(LABEL), Referer=f"{site.url}/")


def test_the_channel_leads_to_the_notice_and_to_its_document(filled: Site) -> None:
    listed = requests.get(f"{filled.url}/cms/JsonList?channelCode=A093702&perPage=20&pageno=1", timeout=5).json()
    assert (listed["totalRec"], listed["list"][0]["topic"]) == (1, TITLE)
    index = html.fromstring(get(filled, INDEX).content)
    (link,) = index.xpath('//div[@id="loadingInfoPage"]//li/h5/a')
    assert (link.get("title"), link.get("href")) == (TITLE, listed["list"][0]["infourl"])
    notice = html.fromstring(get(filled, urlsplit("http:" + link.get("href")).path).content)
    assert notice.xpath('string(//span[@id="pubtime"])') == "2024年04月11日 17:00"
    (attachment,) = notice.xpath('//div[@id="BodyLabel"]//a')
    assert attachment.get("href") == filled.attachment_path(LABEL)
    assert document(filled).content == small_document()


def test_a_document_needs_a_referer_and_its_address_changes_when_told(filled: Site) -> None:
    assert b"<html>" in get(filled, filled.attachment_path(LABEL)).content
    old = filled.attachment_path(LABEL)
    filled.renew_addresses()
    assert get(filled, old, Referer=filled.url).content != small_document()
    assert document(filled).content == small_document()


def test_pages_honour_conditional_requests_and_the_log_tells_of_each(filled: Site) -> None:
    path = filled.notices[0].path
    first = get(filled, path)
    assert get(filled, path, **{"If-None-Match": first.headers["ETag"]}).status_code == 304
    assert get(filled, path, **{"If-Modified-Since": first.headers["Last-Modified"]}).status_code == 304
    assert get(filled, path, **{"If-None-Match": '"other"'}).status_code == 200
    hits = filled.hits(path)
    assert len(hits) == 4
    assert all(hit.started < hit.ended for hit in hits[:3])


@pytest.mark.parametrize("fault", sorted(set(FAULTS) - {"timeout", "huge", "slow"}))
def test_each_fault_changes_an_answer_and_ends(filled: Site, fault: str) -> None:
    def answers() -> list[object]:
        found: list[object] = []
        for path in (filled.notices[0].path, filled.attachment_path(LABEL)):
            try:
                reply = get(filled, path, Referer=filled.url)
                found.append((reply.status_code, reply.headers.get("ETag"), reply.content))
            except requests.RequestException as error:
                found.append(type(error))
        return found

    good = answers()
    filled.fault(fault, "/cms/pub" if fault in {"shrunk", "duplicated", "zipbomb", "xxe"} else "")
    assert answers() != good
    filled.fault("")
    assert answers() == good


def test_shrunk_keeps_five_rows_and_duplicated_shows_each_twice(filled: Site) -> None:
    def rows() -> int:
        with zipfile.ZipFile(io.BytesIO(document(filled).content)) as archive:
            return archive.read("word/document.xml").count(b"<w:tr>")

    filled.fault("shrunk", DOWNLOAD)
    assert rows() == 1 + 5
    filled.fault("duplicated", DOWNLOAD)
    assert rows() == 1 + 8 + 8


def test_slow_answers_drip_and_silent_ones_let_go_when_the_site_closes() -> None:
    started = time.monotonic()
    with Site(drip_seconds=0.05) as site:
        site.fault("slow")
        with pytest.raises(requests.RequestException):
            requests.get(f"{site.url}/", timeout=0.02)
        site.fault("timeout")
        with pytest.raises(requests.ReadTimeout):
            requests.get(f"{site.url}/", timeout=0.3)
    assert time.monotonic() - started < 5


def test_an_endless_answer_has_no_announced_length(filled: Site) -> None:
    filled.fault("huge")
    with requests.get(filled.url, stream=True, timeout=5) as reply:
        assert "Content-Length" not in reply.headers
        assert len(reply.raw.read(10_000_000)) == 10_000_000


def letter() -> EmailMessage:
    message = EmailMessage()
    message["Subject"] = "豆包 renamed"
    message.set_content("云雀大模型算法 reads 豆包大模型算法.")
    return message


def send(smtp: Mailbox) -> None:
    address = urlsplit(smtp.url)
    with smtplib.SMTP("127.0.0.1", address.port or 0, timeout=5) as client:
        client.send_message(letter(), "tracker@example.org", ["reader@example.org"])


def test_the_mail_server_keeps_the_message_and_its_envelope(smtp: Mailbox) -> None:
    send(smtp)
    (received,) = smtp.received
    assert (received.sender, received.recipients) == ("tracker@example.org", ["reader@example.org"])
    assert received.message["Subject"] == "豆包 renamed"
    assert smtp.wait(2, seconds=0.1) == [received.message]


def test_the_mail_server_refuses_as_often_as_told(smtp: Mailbox) -> None:
    smtp.refuse(1, "550 no such person")
    with pytest.raises(smtplib.SMTPDataError, match="no such person"):
        send(smtp)
    send(smtp)
    assert len(smtp.received) == 1


def test_the_mail_server_can_take_a_message_and_hang_up(smtp: Mailbox) -> None:
    smtp.drop()
    with pytest.raises(smtplib.SMTPServerDisconnected):
        send(smtp)
    assert len(smtp.received) == 1


def test_the_replica_moves_and_misbehaves(replica: Replica) -> None:
    def titles() -> int:
        return int(requests.get(f"{replica.url}/cms/JsonList?channelCode=A093702", timeout=5).json()["totalRec"])

    newest = titles()
    replica.move("2024-08-20")
    assert 0 < titles() < newest
    replica.fault("http503", "/cms/")
    assert requests.get(f"{replica.url}/cms/JsonList", timeout=5).status_code == 503


def test_private_services_answer_and_are_gone_afterwards() -> None:
    try:
        with postgres() as database, redis_server() as queue:
            with psycopg.connect(database) as connection:
                assert connection.execute("SELECT '备' || '案'").fetchone() == ("备案",)
            assert Redis.from_url(queue).ping()
    except MissingService as missing:
        pytest.skip(str(missing))
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(database, connect_timeout=2)


def test_nothing_outside_this_machine_is_reachable() -> None:
    with socket.socket() as probe, pytest.warns(UserWarning), pytest.raises(SocketConnectBlockedError):
        probe.connect(("192.0.2.1", 80))
