"""Uses a secret of every kind at a running server, rightly and wrongly, and tells what they were."""

from __future__ import annotations

import json
import re
import time
from pathlib import Path
from typing import Any

import pyotp
import requests
from cryptography.hazmat.primitives import serialization

from backend.config.paths import Paths
from backend.config.secret_box import open_secret_box
from database.engine import open_store
from database.repositories.source_secrets import SourceSecrets
from database.repositories.sources import SourceRepository
from tests.support.payos_server import API_KEY, CHECKSUM_KEY, PayosServer
from tests.support.shop import Server, Shop, free_port
from tests.support.smtp_server import Inbox
from tests.support.vendor import vendor_key
from tests.support.visitor import call

PASSWORD = "Đóng-hàng&mỗi ngày/2026"
WRONG = "almost+the right one?"
NEW_PASSWORD = "another <long> pass phrase"
CLIENT_SECRET = "GOCSPX-client/secret+value"
CAMERA_PASSWORDS = {
    kind: f"{kind} pass/word+1=ü"
    for kind in ("onvif", "rtsp", "rtsp address", "rtsp camera", "hikvision", "dahua", "zoneminder")
}
CONSENT = {"access": "ya29.access/token+of-a-drive", "refresh": "1//refresh-token_of-a-drive"}
WRONG_PAYOS = {"api_key": "payos api key/9+7", "checksum_key": "payos checksum/5+3"}
MAIL_PASSWORD = "mail pass/word+é"
PASSPHRASE = "pass phrase of the signing/key+2026"
MISTYPED_KEY = "EPACK-WXYZ-7788-QQQQ-0001"
KEY_FILES = {"secret.key", "local.key", "tls.pem"}
SITE_MAIL_PASSWORD = "site mail/word+ß"
MAILING = {"host": "127.0.0.1", "sender": "desk@shop.vn", "security": "none"}
PATIENCE_S = 60.0


class Browser:
    """A browser with a page of ours open."""

    def __init__(self, server: Server) -> None:
        self._address = f"http://127.0.0.1:{server.port}"
        self.session = requests.Session()
        self.session.trust_env = False
        self.session.headers["X-Epack"] = "1"

    def ask(self, method: str, path: str, body: Any = None, **more: Any) -> requests.Response:
        return self.session.request(method, self._address + path, json=body, timeout=60, **more)

    def json(self, method: str, path: str, body: Any = None) -> Any:
        reply = self.ask(method, path, body)
        assert reply.status_code < 300, f"{method} {path}: {reply.status_code} {reply.text}"
        return reply.json() if reply.content else None


def keep_consent(shop: Shop) -> dict[str, str]:
    """A Drive that somebody signed in to before this start."""
    config = {"auth": "oauth", "client_id": "shop.apps.googleusercontent.com"}
    token = {**CONSENT, "expires_ms": 1, "account": "owner@shop.vn"}
    with open_store(Paths(shop.data_dir).db) as store:
        source = SourceRepository(store).add("Drive", "drive", now_ms=1, kind="drive", config=config)
        box = open_secret_box(Paths(shop.data_dir).key_file)
        SourceSecrets(store, box).put(source, {"client_secret": CLIENT_SECRET, "token": token}, now_ms=1)
    return {f"{name} token of a Drive": value for name, value in CONSENT.items()}


def of_accounts(server: Server) -> tuple[Browser, dict[str, str]]:
    """The owner's browser, and what signs in."""
    address = f"http://127.0.0.1:{server.port}"
    secrets = {"password": PASSWORD, "wrong password": WRONG, "new password": NEW_PASSWORD}
    issued = call(address, server.data_dir, "POST", "/api/users", {"name": "owner", "role": "admin"})
    secrets["one-time address"] = issued["address"].partition("#")[2]
    owner = Browser(server)
    owner.json("POST", "/api/one-time-address", {"token": secrets["one-time address"]})
    owner.json("POST", "/api/one-time-address/accept", {"token": secrets["one-time address"], "password": PASSWORD})
    assert owner.ask("POST", "/api/session", {"name": "owner", "password": WRONG}).status_code == 401
    # Typed into the wrong field, as happens.
    assert owner.ask("POST", "/api/session", {"name": PASSWORD, "password": "x"}).status_code == 401
    assert owner.ask("POST", "/api/session", {"password": PASSWORD}).status_code == 400
    owner.json("PUT", "/api/account/password", {"present": PASSWORD, "password": NEW_PASSWORD})
    begun = owner.json("POST", "/api/account/factor", {"password": NEW_PASSWORD})
    secrets["second factor"] = begun["secret"]
    codes = owner.json("PUT", "/api/account/factor", {"code": pyotp.TOTP(begun["secret"]).now()})["codes"]
    secrets["recovery code"], secrets["used recovery code"] = codes[0], codes[1]
    other = Browser(server)
    other.json("POST", "/api/session", {"name": "owner", "password": NEW_PASSWORD})
    other.json("POST", "/api/session/code", {"code": codes[1]})
    made = owner.json("POST", "/api/account/keys", {"name": "report", "scopes": ["read"]})
    secrets["API key"] = made["secret"]
    bearer = {"Authorization": f"Bearer {made['secret']}"}
    assert Browser(server).ask("GET", "/api/cameras", headers=bearer).status_code == 200
    wrong_key = {"Authorization": f"Bearer {made['secret'][:-4]}zzzz"}
    assert Browser(server).ask("GET", "/api/cameras", headers=wrong_key).status_code == 401
    secrets["client secret"] = CLIENT_SECRET
    owner.json("PUT", "/api/google-sign-in", {"client_secret": CLIENT_SECRET})
    for number, browser in enumerate((owner, other)):
        for cookie in browser.session.cookies:
            secrets[f"{cookie.name.rpartition('_')[0]} {number}"] = str(cookie.value)
    return owner, secrets


def of_sources(owner: Browser) -> dict[str, str]:
    """Cameras and recorders of every kind, none of which answers; and a service account of a Drive."""
    nowhere = f"127.0.0.1:{free_port()}"
    camera = {"name": "Table 9", "main": f"rtsp://{nowhere}/main", "key": "one"}
    drafts: dict[str, dict[str, Any]] = {
        kind: {"config": {"address": nowhere, "user": "admin"}, "secrets": {"password": CAMERA_PASSWORDS[kind]}}
        for kind in ("onvif", "hikvision", "dahua")
    }
    drafts["zoneminder"] = {
        "config": {"address": f"http://{nowhere}/zm", "user": "admin"},
        "secrets": {"password": CAMERA_PASSWORDS["zoneminder"]},
    }
    drafts["rtsp"] = {
        "config": {"user": "admin", "cameras": [camera]},
        "secrets": {"password": CAMERA_PASSWORDS["rtsp"], "passwords": {"one": CAMERA_PASSWORDS["rtsp camera"]}},
    }
    account = service_account()
    drafts["drive"] = {"config": {"auth": "service_account"}, "secrets": {"service_account": json.dumps(account)}}
    for kind, draft in drafts.items():
        body = {"kind": kind, **draft}
        assert owner.ask("POST", "/api/sources/test", body).status_code < 500
        cameras = [{"key": "one", "name": "Table 9"}] if kind == "rtsp" else []
        owner.json("POST", "/api/sources/remote", {**body, "name": f"Kept {kind}", "cameras": cameras})
        # Without what is needed: the refusal must not repeat the rest.
        refused = {**body, "config": {"nothing": "of the kind"}}
        assert owner.ask("POST", "/api/sources/test", refused).status_code == 400
    # As people paste addresses.
    pasted = f"rtsp://admin:{CAMERA_PASSWORDS['rtsp address'].replace('/', '%2F')}@{nowhere}/main"
    owner.ask("POST", "/api/sources/test", {"kind": "rtsp", "config": {"cameras": [{**camera, "main": pasted}]}})
    lines = account["private_key"].splitlines()
    return {
        **{f"password of {kind}": word for kind, word in CAMERA_PASSWORDS.items()},
        "key of a service account": lines[3],
        "end of that key": lines[-3],
    }


def of_mail_server(owner: Browser) -> dict[str, str]:
    """The password of a mail server that does not answer."""
    me = owner.json("GET", "/api/session")["user"]["id"]
    owner.json("PATCH", f"/api/users/{me}", {"email": "owner@shop.vn"})
    settings = {"mail_host": "127.0.0.1", "mail_port": free_port(), "mail_sender": "epack@shop.vn"}
    owner.json("PATCH", "/api/settings", {**settings, "mail_user": "epack"})
    owner.json("PUT", "/api/mail", {"password": SITE_MAIL_PASSWORD})
    assert owner.ask("POST", "/api/mail/trial", {}).status_code == 424
    return {"password of the site's mail server": SITE_MAIL_PASSWORD}


def of_sold_licence(owner: Browser, inbox: Inbox) -> dict[str, str]:
    """A licence key reaches its buyer by mail, and is taken back."""

    def sold() -> list[str]:
        texts = [str(mail.get_body().get_content()) for mail in inbox.received]  # type: ignore[union-attr]
        return [found[0] for text in texts if (found := re.search(r"EPACK(-[A-Z2-9]{4}){4}", text))]

    until = time.monotonic() + PATIENCE_S
    while not sold():
        assert time.monotonic() < until
        time.sleep(0.1)
    owner.json("POST", f"/api/desk/licences/{sold()[0]}/revoke", {})
    return {"sold licence key": sold()[0]}


def of_desk(owner: Browser, payos: PayosServer, inbox: Inbox) -> dict[str, str]:
    """A vendor's: PayOS refuses the first keys; with the right ones an order is paid, and its mail finds no server at
    first."""
    pem = vendor_key().private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.BestAvailableEncryption(PASSPHRASE.encode()),
    )
    config = {
        "client_id": "client-1",
        **WRONG_PAYOS,
        "private_key": pem.decode(),
        "passphrase": PASSPHRASE,
        "packages": [{"id": "year", "name": "Year", "amount": 3000, "days": 365}],
        "payos_url": payos.url,
        "mail": {
            "host": "127.0.0.1", "port": free_port(), "sender": "desk@shop.vn", "user": "desk@shop.vn",
            "password": MAIL_PASSWORD,
        },
    }  # fmt: skip
    wrong = {**config, "passphrase": f"{PASSPHRASE} not"}
    assert owner.ask("PUT", "/api/desk/config", {"config": wrong}).status_code == 400
    owner.json("PUT", "/api/desk/config", {"config": config})
    order = {
        "package": "year",
        "customer": "Hoa",
        "email": "hoa@shop.vn",
        "machine": [],
        "return_to": "http://localhost/",
    }
    assert owner.ask("POST", "/api/desk/orders", order).status_code == 424
    owner.json("PUT", "/api/desk/config", {"config": {**config, "api_key": API_KEY, "checksum_key": CHECKSUM_KEY}})
    opened = owner.json("POST", "/api/desk/orders", order)
    code = opened["order_code"]
    assert owner.ask("POST", f"/api/desk/orders/{code}", {"token": f"{opened['token'][:-3]}zzz"}).status_code == 404
    payos.pay(code)
    owner.json("POST", "/webhook/payos", payos.hook(code))
    assert owner.json("POST", f"/api/desk/orders/{code}", {"token": opened["token"]})["status"] == "paid"
    # Nobody was ever sold it.
    assert owner.ask("POST", "/api/plan/activation", {"key": MISTYPED_KEY}).status_code == 404
    # Another order waits with its mail; the key of this one goes out.
    owner.json("PUT", "/api/desk/config", {"config": {"mail": {**MAILING, "port": inbox.port}}})
    opened_too = owner.json("POST", "/api/desk/orders", order)
    payos.pay(opened_too["order_code"])
    owner.json("POST", "/webhook/payos", payos.hook(opened_too["order_code"]))
    lines = pem.decode().splitlines()
    return {
        **{f"{name} of PayOS": word for name, word in WRONG_PAYOS.items()},
        "right API key of PayOS": API_KEY,
        "right checksum key of PayOS": CHECKSUM_KEY,
        "signing key": lines[4],
        "passphrase": PASSPHRASE,
        "password of the mail server": MAIL_PASSWORD,
        "token of an order": opened["token"],
        "mistyped licence key": MISTYPED_KEY,
    }


def of_clips(owner: Browser) -> dict[str, str]:
    """A clip is cut and shared, looked at by its link, and asked for by one that was tampered with."""
    event = owner.json("GET", "/api/events")["items"][0]["id"]
    clip = owner.json("POST", "/api/clips", {"event_ids": [event]})["clips"][0]["id"]
    until = time.monotonic() + PATIENCE_S
    while owner.json("GET", f"/api/clips/{clip}")["status"] != "done":
        assert time.monotonic() < until
        time.sleep(0.1)
    token = owner.json("POST", f"/api/clips/{clip}/links", {"hours": 1})["address"].partition("#")[2]
    assert owner.ask("GET", f"/api/shared/{token}").status_code == 200
    assert owner.ask("GET", f"/api/shared/{token}/facts").status_code == 200
    assert owner.ask("GET", f"/api/shared/{token[:-4]}zzzz").status_code == 404
    return {"link to a clip": token}


def service_account() -> dict[str, str]:
    pem = vendor_key().private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return {
        "type": "service_account",
        "client_email": "reader@shop.iam.gserviceaccount.com",
        "private_key_id": "a1b2c3",
        "private_key": pem.decode(),
    }


def kept_files(folder: Path) -> list[Path]:
    """Not those that hold keys by their nature: they are for their owner's eyes only (other tests) and in no backup."""
    return [path for path in folder.rglob("*") if path.is_file() and path.name not in KEY_FILES]
