"""Owners of accounts are told by mail what changed, over real SMTP."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyotp
import pytest
from flask.testing import FlaskClient

from backend.domain.account import Role
from backend.runtime.stop import StopSignal
from database.tables import email_logs
from tests.support.accounts import PASSWORD, add_user, browser
from tests.support.api_world import ApiWorld, api_world
from tests.support.smtp_server import Inbox, smtp_server

NEW = "một mật khẩu khác hẳn"
PHONE = "Mozilla/5.0 (Phone)"


@pytest.fixture
def inbox() -> Iterator[Inbox]:
    with smtp_server() as inbox:
        yield inbox


@pytest.fixture
def world(tmp_path: Path, inbox: Inbox) -> Iterator[ApiWorld]:
    with api_world(tmp_path) as world:
        mail = {
            "mail_host": "127.0.0.1",
            "mail_port": inbox.port,
            "mail_sender": "epack@shop.vn",
            "mail_security": "none",
        }
        world.services.settings.change(mail)
        add_user(world.services.accounts, "lan", Role.VIEWER, email="lan@shop.vn")
        yield world


def enter(world: ApiWorld, language: str, client: FlaskClient | None = None, password: str = PASSWORD) -> FlaskClient:
    client = client or browser(world.app)
    said = {"Accept-Language": language, "User-Agent": PHONE}
    reply = client.post("/api/session", json={"name": "lan", "password": password}, headers=said)
    assert reply.status_code == 200, reply.text
    return client


def subjects(world: ApiWorld, inbox: Inbox) -> list[str]:
    """Of what arrived since the last time."""
    world.services.post._mailer.send_due(StopSignal())
    found = [str(mail["Subject"]) for mail in inbox.received]
    assert {str(mail["To"]) for mail in inbox.received} <= {"lan@shop.vn"}
    inbox.received.clear()
    return found


def test_each_change_is_told_in_the_accounts_language(world: ApiWorld, inbox: Inbox) -> None:
    lan = enter(world, "vi-VN,vi;q=0.9,en;q=0.5")
    world.services.post._mailer.send_due(StopSignal())
    text = inbox.received[0].get_body().get_content()  # type: ignore[union-attr]
    assert "thiết bị chưa từng dùng: Mozilla/5.0 (Phone)" in text
    assert "Địa chỉ mạng: 127.0.0.1" in text
    assert subjects(world, inbox) == ["ePACK: đăng nhập trên thiết bị mới"]
    enter(world, "en", lan)
    assert subjects(world, inbox) == []
    assert lan.put("/api/account/password", json={"present": PASSWORD, "password": NEW}).status_code == 200
    assert subjects(world, inbox) == ["ePACK: your password was changed"]
    lan.post("/api/account/keys", json={"name": "report\nmàu", "scopes": ["read"]})
    world.services.post._mailer.send_due(StopSignal())
    assert "“report màu”" in inbox.received[0].get_body().get_content()  # type: ignore[union-attr]
    assert subjects(world, inbox) == ["ePACK: a new API key"]
    secret = lan.post("/api/account/factor", json={"password": NEW}).json["secret"]
    assert subjects(world, inbox) == []
    code = pyotp.TOTP(secret).at(world.clock.now_ms() // 1000)
    assert lan.put("/api/account/factor", json={"code": code}).status_code == 200
    assert subjects(world, inbox) == ["ePACK: the second factor was switched on"]
    assert lan.delete("/api/account/factor", json={"password": NEW}).status_code == 200
    assert subjects(world, inbox) == ["ePACK: the second factor was switched off"]
    user = world.services.accounts.users.by_name("lan")
    assert user is not None
    address = world.json("POST", f"/api/users/{user.id}/address", {}, status=201)["address"]
    token = address.partition("#")[2]
    browser(world.app).post("/api/one-time-address/accept", json={"token": token, "password": PASSWORD})
    assert subjects(world, inbox) == ["ePACK: your password was set anew"]
    enter(world, "en")
    assert subjects(world, inbox) == ["ePACK: signed in on a new device"]


def test_what_an_administrator_switches_off_is_told_in_the_language_known(world: ApiWorld, inbox: Inbox) -> None:
    lan = enter(world, "vi")
    secret = lan.post("/api/account/factor", json={"password": PASSWORD}).json["secret"]
    lan.put("/api/account/factor", json={"code": pyotp.TOTP(secret).at(world.clock.now_ms() // 1000)})
    subjects(world, inbox)
    user = world.services.accounts.users.by_name("lan")
    assert user is not None
    world.json("DELETE", f"/api/users/{user.id}/factor", status=204)
    assert subjects(world, inbox) == ["ePACK: đã tắt xác thực hai bước"]


def test_without_a_language_both_are_written(world: ApiWorld, inbox: Inbox) -> None:
    enter(world, "fr")
    world.services.post._mailer.send_due(StopSignal())
    text = inbox.received[0].get_body().get_content()  # type: ignore[union-attr]
    assert "Không phải bạn?" in text
    assert "Was it not you?" in text


def test_a_device_token_that_a_browser_was_given_by_somebody_else_is_not_taken_over(world: ApiWorld) -> None:
    planted = browser(world.app)
    planted.set_cookie("epack_device", "planted by another page")
    enter(world, "en", planted)
    kept = planted.get_cookie("epack_device")
    assert kept is not None
    assert kept.value != "planted by another page"


def test_nothing_waits_where_no_mail_is_set_up(world: ApiWorld, inbox: Inbox) -> None:
    world.services.settings.change({"mail_host": ""})
    enter(world, "en")
    with world.services.store.read() as connection:
        assert connection.execute(email_logs.select()).all() == []


def test_an_administrator_tries_the_mail_server(world: ApiWorld, inbox: Inbox) -> None:
    assert world.json("POST", "/api/mail/trial", {}, status=409)["error"]["code"] == "no_own_email"
    owner = world.services.accounts.users.by_name("owner")
    assert owner is not None
    world.json("PATCH", f"/api/users/{owner.id}", {"email": "owner@shop.vn"})
    world.json("POST", "/api/mail/trial", {}, status=204)
    assert [str(mail["To"]) for mail in inbox.received] == ["owner@shop.vn"]
    inbox.refuse = True
    told = world.json("POST", "/api/mail/trial", {}, status=424)["error"]
    assert told["code"] == "mail_refused"
    assert "No such user" in told["details"]["reason"]
    assert world.json("PUT", "/api/mail", {"password": "secret of the server"}) == {"ready": True, "has_password": True}
    world.services.settings.change({"mail_user": "epack"})
    assert world.json("GET", "/api/mail") == {"ready": False, "has_password": True}
    assert world.json("POST", "/api/mail/trial", {}, status=400)["error"]["code"] == "mail_not_set_up"
    assert world.json("PUT", "/api/mail", {"password": ""})["has_password"] is False
