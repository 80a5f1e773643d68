"""Mails go out over real SMTP, wait while the server is away, and are given up where nobody is."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from cryptography.fernet import Fernet

from backend.config.secret_box import SecretBox
from backend.domain.errors import InvalidInput
from backend.domain.mail import Mail, MailServer
from backend.mail import mailer
from backend.mail.mailer import Mailer
from backend.runtime.clock import ManualClock
from backend.runtime.stop import StopSignal
from database.engine import Store, memory_store
from database.repositories.mails import MailRepository
from database.tables import email_logs
from tests.support.certificates import self_signed
from tests.support.smtp_server import Inbox, smtp_server
from tests.support.vendor import NOW_MS

BOX = SecretBox([Fernet.generate_key()])
MAIL = Mail("hoa@shop.vn", "license_delivery", "ePACK: khóa", "Chào bạn", "-----BEGIN EPACK LICENCE-----\n")


@pytest.fixture
def inbox() -> Iterator[Inbox]:
    with smtp_server() as inbox:
        yield inbox


@pytest.fixture
def store() -> Iterator[Store]:
    with memory_store() as store:
        MailRepository(store, BOX).queue(MAIL, now_ms=NOW_MS)
        yield store


def states(store: Store) -> list[tuple[str, int]]:
    with store.read() as connection:
        return [(row.status, row.attempts) for row in connection.execute(email_logs.select())]


def server(port: int) -> MailServer:
    return MailServer("127.0.0.1", port, "epack@vendor.vn", "none")


def test_a_mail_is_sent_once_with_its_licence(store: Store, inbox: Inbox) -> None:
    post = Mailer(MailRepository(store, BOX), lambda: server(inbox.port), ManualClock(NOW_MS))
    assert [post.send_due(StopSignal()) for _ in range(2)] == [1, 0]
    (mail,) = inbox.received
    assert (mail["To"], mail["Subject"]) == ("hoa@shop.vn", "ePACK: khóa")
    assert "Chào bạn" in mail.get_body().get_content()
    (attached,) = mail.iter_attachments()
    assert attached.get_filename() == "epack.licence"
    assert attached.get_content().split() == MAIL.attachment.split()
    assert states(store) == [("sent", 1)]


def test_a_mail_waits_for_its_server_with_growing_pauses(store: Store, inbox: Inbox) -> None:
    clock, there = ManualClock(NOW_MS), [1]
    post = Mailer(MailRepository(store, BOX), lambda: server(there[0]), clock)
    pauses = []
    for _ in range(4):
        post.send_due(StopSignal())
        began_ms = clock.now_ms()
        while not MailRepository(store, BOX).due(clock.now_ms()):
            clock.advance(30)
        pauses.append((clock.now_ms() - began_ms) // 60_000)
    assert pauses == [1, 2, 4, 8]
    there[0] = inbox.port
    assert post.send_due(StopSignal()) == 1
    assert len(inbox.received) == 1


def test_a_mail_nobody_takes_is_given_up(store: Store, inbox: Inbox) -> None:
    inbox.refuse = True
    Mailer(MailRepository(store, BOX), lambda: server(inbox.port), ManualClock(NOW_MS)).send_due(StopSignal())
    assert states(store) == [("failed", 1)]


def test_after_two_days_it_is_given_up(store: Store) -> None:
    clock = ManualClock(NOW_MS)
    post = Mailer(MailRepository(store, BOX), lambda: server(1), clock)
    for _ in range(mailer.TRIES):
        post.send_due(StopSignal())
        clock.advance(6 * 3600)
    assert states(store) == [("failed", mailer.TRIES)]


def test_without_a_mail_server_it_goes_on_waiting(store: Store) -> None:
    assert Mailer(MailRepository(store, BOX), lambda: None, ManualClock(NOW_MS)).send_due(StopSignal()) == 0
    assert states(store) == [("pending", 0)]


@pytest.mark.logs_errors  # the mail server of the test logs the refused handshake
def test_a_certificate_that_is_not_trusted_gets_neither_password_nor_mail(store: Store, tmp_path: Path) -> None:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(*self_signed(tmp_path)[:2])
    with smtp_server(context) as inbox:
        trusted = MailServer("127.0.0.1", inbox.port, "epack@vendor.vn", "starttls", "user", "password")
        Mailer(MailRepository(store, BOX), lambda: trusted, ManualClock(NOW_MS)).send_due(StopSignal())
    assert (states(store), inbox.received) == ([("pending", 1)], [])


@pytest.mark.parametrize("wrong", [{"host": ""}, {"sender": "nobody"}, {"port": 0}, {"user": "u", "security": "none"}])
def test_a_mail_server_that_makes_no_sense_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(InvalidInput):
        MailServer(**{"host": "mail.vendor.vn", "port": 587, "sender": "a@b.vn", **wrong})
