"""Signing in with Google, over real HTTP against a local OpenID provider; each check holds by itself."""

from __future__ import annotations

import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pyotp
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from backend.domain.account import Role
from tests.support.accounts import PASSWORD, add_user, browser
from tests.support.api_world import ApiWorld, api_world
from tests.support.openid_server import CLIENT_ID, CLIENT_SECRET, Claims, Provider, openid_provider

CALLBACK = "/api/session/google/callback"


@pytest.fixture
def provider() -> Iterator[Provider]:
    with openid_provider() as running:
        yield running


@pytest.fixture
def world(tmp_path: Path, provider: Provider) -> Iterator[ApiWorld]:
    """Set up as an administrator does, and `lan@shop.vn` invited."""
    with api_world(tmp_path) as made:
        made.json("PATCH", "/api/settings", {"google_client_id": CLIENT_ID, "google_issuer": provider.address})
        made.json("PUT", "/api/google-sign-in", {"client_secret": CLIENT_SECRET})
        add_user(made.services.accounts, "lan", Role.OPERATOR, email="lan@shop.vn")
        yield made


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        return None


def at_provider(address: str) -> str:
    """The person agrees; the address the provider sends the browser back to."""
    try:
        urllib.request.build_opener(NoRedirect).open(address)
    except urllib.error.HTTPError as answer:
        with answer:
            return str(answer.headers["Location"])
    raise AssertionError("not sent back")


def sign_in(client: FlaskClient, next_page: str = "/trace/") -> TestResponse:
    begun = client.get(f"/api/session/google?next={next_page}")
    assert begun.status_code == 303, begun.text
    back = urlsplit(at_provider(begun.headers["Location"]))
    assert f"{back.scheme}://{back.netloc}{back.path}" == f"http://localhost{CALLBACK}"
    return client.get(f"{back.path}?{back.query}")


def refusal(reply: TestResponse) -> str:
    """The code that the sign-in page is given."""
    assert reply.status_code == 303
    parts = urlsplit(reply.headers["Location"])
    assert parts.path == "/sign-in/", reply.headers["Location"]
    return parse_qs(parts.query)["error"][0]


def test_an_invited_address_comes_in_and_goes_on_where_it_wanted_to(world: ApiWorld, provider: Provider) -> None:
    client = browser(world.app)
    assert client.get("/api/session").json["google"] is True
    reply = sign_in(client, "/settings/%3Fsection=server")
    assert reply.headers["Location"] == "/settings/?section=server"
    found = client.get("/api/session").json
    assert (found["user"]["name"], found["user"]["google"], found["user"]["role"]) == ("lan", True, "operator")
    assert client.get_cookie("epack_google") is None
    # From now on the account is known by its number, whatever its address becomes.
    provider.person["email"] = "lan.nguyen@shop.vn"
    assert sign_in(browser(world.app)).headers["Location"] == "/trace/"


def test_nobody_comes_in_who_was_not_invited(world: ApiWorld, provider: Provider) -> None:
    client = browser(world.app)
    provider.person |= {"sub": "2", "email": "somebody@gmail.com"}
    assert refusal(sign_in(client)) == "google_refused"
    assert client.get("/api/session").json["signed_in"] is False


def test_another_google_account_with_the_same_address_is_not_the_same(world: ApiWorld, provider: Provider) -> None:
    sign_in(browser(world.app))
    provider.person["sub"] = "9999"
    assert refusal(sign_in(browser(world.app))) == "google_refused"


def test_a_switched_off_account_stays_out(world: ApiWorld) -> None:
    lan = world.services.accounts.users.by_name("lan")
    assert lan is not None
    world.json("PATCH", f"/api/users/{lan.id}", {"enabled": False})
    assert refusal(sign_in(browser(world.app))) == "google_refused"


def test_only_the_allowed_domain(world: ApiWorld, provider: Provider) -> None:
    world.json("PATCH", "/api/settings", {"google_domain": "Shop.vn"})
    assert sign_in(browser(world.app)).headers["Location"] == "/trace/"
    for person in ({"email": "lan@shop.vn.evil.example"}, {"email": "lan@shop.vn", "hd": "other.vn"}):
        provider.person |= person
        assert refusal(sign_in(browser(world.app))) == "google_refused"


def changed(**claims: Any) -> Callable[[Claims], Claims]:
    return lambda said: {**said, **claims}


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (changed(iss="https://evil.example"), "provider_failed"),
        (changed(aud="another.apps"), "provider_failed"),
        (changed(nonce="another"), "provider_failed"),
        (changed(nonce=None), "provider_failed"),
        (changed(exp=int(time.time()) - 120), "provider_failed"),
        (changed(iat=int(time.time()) + 3600), "provider_failed"),
        (changed(sub=""), "provider_failed"),
        (changed(email_verified=False), "google_refused"),
        (changed(email=None), "google_refused"),
        (lambda said: {k: v for k, v in said.items() if k != "email_verified"}, "google_refused"),
        (lambda said: {k: v for k, v in said.items() if k != "exp"}, "provider_failed"),
    ],
)
def test_what_the_token_says_is_checked(
    world: ApiWorld, provider: Provider, spoil: Callable[[Claims], Claims], code: str
) -> None:
    provider.spoil = spoil
    assert refusal(sign_in(browser(world.app))) == code
    provider.spoil = lambda said: said
    assert sign_in(browser(world.app)).headers["Location"] == "/trace/"


@pytest.mark.parametrize("seconds", [-50, 50])
def test_clocks_may_differ_a_little(world: ApiWorld, provider: Provider, seconds: int) -> None:
    now = int(time.time())
    provider.spoil = changed(iat=now + seconds, exp=now + 3600) if seconds > 0 else changed(exp=now + seconds)
    assert sign_in(browser(world.app)).headers["Location"] == "/trace/"


@pytest.mark.parametrize("header", [{"alg": "none"}, {"alg": "HS256"}, {"kid": "2"}])
def test_only_signatures_of_a_known_kind_and_key(world: ApiWorld, provider: Provider, header: Claims) -> None:
    provider.header = header
    assert refusal(sign_in(browser(world.app))) == "provider_failed"


def test_a_token_signed_by_somebody_else(world: ApiWorld, provider: Provider) -> None:
    provider.signing_key = rsa.generate_private_key(65537, 2048)
    assert refusal(sign_in(browser(world.app))) == "provider_failed"


def test_an_answer_fits_only_the_browser_that_asked(world: ApiWorld) -> None:
    client, other = browser(world.app), browser(world.app)
    back = urlsplit(at_provider(client.get("/api/session/google").headers["Location"]))
    other.get("/api/session/google")
    # Somebody else's answer laid before a victim's browser, and one with another state.
    assert refusal(other.get(f"{back.path}?{back.query}")) == "google_begin_again"
    assert refusal(browser(world.app).get(f"{back.path}?{back.query}")) == "google_begin_again"
    assert refusal(client.get(f"{back.path}?code=x&state=another")) == "google_begin_again"


def test_an_answer_fits_once_and_not_for_ever(world: ApiWorld) -> None:
    client = browser(world.app)
    back = urlsplit(at_provider(client.get("/api/session/google").headers["Location"]))
    kept = client.get_cookie("epack_google")
    assert kept is not None
    assert client.get(f"{back.path}?{back.query}").headers["Location"] == "/"
    client.set_cookie("epack_google", kept.value)
    assert refusal(client.get(f"{back.path}?{back.query}")) == "provider_failed"
    late = browser(world.app)
    back = urlsplit(at_provider(late.get("/api/session/google").headers["Location"]))
    world.clock.advance(601)
    assert refusal(late.get(f"{back.path}?{back.query}")) == "google_begin_again"


def test_who_changes_their_mind_is_told(world: ApiWorld) -> None:
    assert refusal(browser(world.app).get(f"{CALLBACK}?error=access_denied&state=x")) == "google_begin_again"


def test_a_provider_that_is_down_or_lies_is_no_crash(world: ApiWorld, provider: Provider) -> None:
    client = browser(world.app)
    provider.described = lambda found: {**found, "token_endpoint": "http://evil.example/token"}
    assert refusal(client.get("/api/session/google")) == "provider_failed"
    provider.described = lambda found: found
    provider.down = True
    assert refusal(client.get("/api/session/google")) == "provider_failed"


def test_nobody_is_sent_to_another_site_afterwards(world: ApiWorld) -> None:
    for page in ("https://evil.example/", "//evil.example", "/%5Cevil.example", "javascript:x"):
        assert sign_in(browser(world.app), page).headers["Location"] == "/"


def test_the_second_factor_is_asked_for_all_the_same(world: ApiWorld) -> None:

    own = world.sign_in("lan")
    begun = own.post("/api/account/factor", json={"password": PASSWORD}).json
    code = pyotp.TOTP(begun["secret"]).generate_otp(world.clock.now_ms() // 30_000)
    own.put("/api/account/factor", json={"code": code})
    client = browser(world.app)
    assert sign_in(client).headers["Location"] == "/sign-in/?next=%2Ftrace%2F"
    assert client.get("/api/session").json["factor_due"] is True
    assert client.get("/api/cameras").status_code == 401


def test_the_secret_is_kept_sealed_and_never_told(world: ApiWorld) -> None:
    told = world.json("GET", "/api/google-sign-in")
    assert told == {"ready": True, "has_secret": True, "redirect_uri": f"http://localhost{CALLBACK}"}
    assert CLIENT_SECRET not in world.client.get("/api/settings").text + world.client.get("/api/settings/export").text
    with world.services.store.read() as connection:
        assert (
            CLIENT_SECRET.encode() not in connection.exec_driver_sql("SELECT sealed FROM stored_secrets").scalar_one()
        )
    world.json("PUT", "/api/google-sign-in", {"client_secret": None})
    assert world.json("GET", "/api/session")["google"] is False
    assert refusal(browser(world.app).get("/api/session/google")) == "google_not_set_up"
