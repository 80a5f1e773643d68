"""The plan in the browser: a copy that asks for licences, a vendor's desk on another server, PayOS and mail behind it.

Both servers are processes of their own; the shop's runs a copy of the program with the vendor's public key in it.
"""

from __future__ import annotations

import json
import re
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from backend.config.paths import Paths
from backend.config.secret_box import open_secret_box
from backend.domain.licence import DAY_MS
from backend.licensing.machine import machine_marks
from database.engine import open_store
from database.repositories.licence_facts import LicenceFactsRepository
from tests.e2e.axe import serious
from tests.e2e.server import Server, running_server
from tests.support.payos_server import PayosServer, payos_server
from tests.support.smtp_server import Inbox, smtp_server
from tests.support.sold_copy import sold_copy
from tests.support.vendor import desk_config, licence
from tests.support.visitor import call

pytestmark = pytest.mark.leaves_threads("the browser driver keeps its own thread for the session")

PACKAGE = "Năm, 4 camera"


@dataclass
class Market:
    payos: PayosServer
    inbox: Inbox
    vendor: Server
    shop: Server

    def hook(self, order_code: int) -> int:
        """PayOS tells the vendor of a payment; returns the status of the answer."""
        body = json.dumps(self.payos.hook(order_code)).encode()
        request = urllib.request.Request(
            f"{self.vendor.url}/webhook/payos", body, {"Content-Type": "application/json"}, method="POST"
        )
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=30) as reply:
            return int(reply.status)

    def sold(self) -> list[Any]:
        return list(call(self.vendor.url, self.vendor.data_dir, "GET", "/api/desk/orders")["items"])


@pytest.fixture(scope="module")
def market(dashboard: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Market]:
    folder = tmp_path_factory.mktemp("market")
    with (
        payos_server() as payos,
        smtp_server() as inbox,
        running_server(folder / "vendor") as vendor,
        running_server(folder / "shop", root=sold_copy(folder)) as shop,
    ):
        mail = {"host": "127.0.0.1", "port": inbox.port, "sender": "licences@vendor.vn", "security": "none"}
        config = {"config": desk_config(payos.url, mail=mail)}
        call(vendor.url, vendor.data_dir, "PUT", "/api/desk/config", config)
        call(shop.url, shop.data_dir, "PATCH", "/api/settings", {"licence_server": vendor.url})
        yield Market(payos, inbox, vendor, shop)


@pytest.fixture(scope="module")
def server(market: Market) -> Server:
    """The one that pages of this module are opened at."""
    return market.shop


@pytest.fixture
def plan(page: Page, market: Market) -> Page:
    """The Plan page of a shop in its trial, without order and licence."""
    facts = page.request.get("/api/plan").json()
    if facts["licence"] is not None:
        assert page.request.delete("/api/plan/licence").ok
    page.request.delete("/api/plan/order")
    page.goto("/plan/")
    expect(page.get_by_role("heading", name="Trial", exact=True)).to_be_visible()
    return page


def order_at_payos(plan: Page, market: Market) -> int:
    """Choose the package and go on to the page of PayOS; returns the number of the order."""
    plan.get_by_role("button", name=f"Buy {PACKAGE}").click()
    dialog = plan.get_by_role("dialog", name=f"Buy {PACKAGE}")
    dialog.get_by_label("Name of your shop").fill("Cửa hàng Hoa")
    dialog.get_by_label("E-mail address").fill("hoa@shop.vn")
    assert serious(plan) == []
    dialog.get_by_role("button", name="Pay ₫1,200,000").click()
    expect(plan.get_by_role("heading", name="1200000 VND")).to_be_visible()
    return int(plan.url.rpartition("/pl")[2])


def test_the_trial_tells_how_long_it_lasts(plan: Page) -> None:
    expect(plan.get_by_text("14 days")).to_be_visible()
    expect(plan.get_by_text("New recordings are analysed")).to_be_visible()
    assert serious(plan) == []
    plan.goto("/trace/")
    expect(plan.get_by_role("heading", level=1)).to_be_visible()
    expect(plan.get_by_role("status", name="Plan")).to_have_count(0)


def test_a_purchase_ends_with_the_licence_in_use(plan: Page, market: Market) -> None:
    before = len(market.inbox.received)
    number = order_at_payos(plan, market)
    plan.get_by_role("link", name="pay").click()
    # PayOS sends the buyer back before its webhook has come; the page says so and goes on by itself.
    expect(plan).to_have_url(re.compile(r"/plan/\?order="))
    assert market.hook(number) == 200
    expect(plan.get_by_text("Paid, and the licence is in use")).to_be_visible()
    expect(plan.get_by_role("heading", name="Licence in use")).to_be_visible()
    expect(plan.get_by_text("Cửa hàng Hoa")).to_be_visible()
    expect(plan.get_by_text("0 of 4 in use")).to_be_visible()
    assert serious(plan) == []
    # Once more, and late: the order stays as it is.
    assert market.hook(number) == 200
    assert [one["status"] for one in market.sold() if one["order_code"] == number] == ["paid"]
    await_mail(market, before + 1)
    assert market.inbox.received[-1]["To"] == "hoa@shop.vn"
    plan.get_by_role("button", name="Put away").click()
    expect(plan.get_by_text("Paid, and the licence is in use")).to_be_hidden()


def test_a_payment_whose_webhook_never_comes_is_found_all_the_same(plan: Page, market: Market) -> None:
    number = order_at_payos(plan, market)
    market.payos.pay(number, reference="FT2")
    # Closed on the page of PayOS, and the dashboard opened again later.
    plan.goto("/plan/")
    expect(plan.get_by_text("Paid, and the licence is in use")).to_be_visible()
    expect(plan.get_by_role("heading", name="Licence in use")).to_be_visible()


def test_a_cancelled_payment(plan: Page, market: Market) -> None:
    order_at_payos(plan, market)
    plan.get_by_role("link", name="cancel").click()
    expect(plan.get_by_text("The order was cancelled")).to_be_visible()
    expect(plan.get_by_role("button", name=f"Buy {PACKAGE}")).to_be_enabled()
    assert serious(plan) == []
    plan.get_by_role("button", name="Put away").click()
    expect(plan.get_by_text("The order was cancelled")).to_be_hidden()
    expect(plan).to_have_url(re.compile(r"/plan/$"))


def test_a_failed_payment_and_one_of_too_little(plan: Page, market: Market) -> None:
    number = order_at_payos(plan, market)
    market.payos.pay(number, amount=200_000)
    plan.goto("/plan/")
    expect(plan.get_by_text("Not the whole amount has arrived")).to_be_visible()
    plan.get_by_role("button", name="Give the order up").click()
    expect(plan.get_by_text("Not the whole amount has arrived")).to_be_hidden()
    number = order_at_payos(plan, market)
    market.payos.orders[number]["status"] = "FAILED"
    plan.goto("/plan/")
    expect(plan.get_by_text("The payment failed")).to_be_visible()
    expect(plan.get_by_role("button", name=f"Buy {PACKAGE}")).to_be_enabled()


def test_payos_that_does_not_answer_takes_no_order(plan: Page, market: Market) -> None:
    before = set(market.payos.orders)
    # More than the order tries: meanwhile the desk asks what became of earlier ones.
    market.payos.failures += [500] * 100
    plan.get_by_role("button", name=f"Buy {PACKAGE}").click()
    dialog = plan.get_by_role("dialog", name=f"Buy {PACKAGE}")
    dialog.get_by_label("Name of your shop").fill("Hoa")
    dialog.get_by_label("E-mail address").fill("hoa@shop.vn")
    dialog.get_by_role("button", name="Pay ₫1,200,000").click()
    expect(dialog.get_by_text("PayOS does not answer")).to_be_visible()
    market.payos.failures.clear()
    assert set(market.payos.orders) == before


def test_a_licence_moves_by_its_key(plan: Page, market: Market) -> None:
    number = order_at_payos(plan, market)
    plan.get_by_role("link", name="pay").click()
    assert market.hook(number) == 200
    expect(plan.get_by_role("heading", name="Licence in use")).to_be_visible()
    key = plan.get_by_text(re.compile(r"^EPACK-\w{4}-\w{4}-\w{4}-\w{4}$")).inner_text()
    plan.get_by_role("button", name="Take the licence off").click()
    plan.get_by_role("dialog").get_by_role("button", name="Take the licence off").click()
    expect(plan.get_by_text("Paid, and the licence is in use")).to_be_hidden()
    expect(plan.get_by_role("heading", name="Trial", exact=True)).to_be_visible()
    plan.get_by_label("Key", exact=True).fill("EPACK-AAAA-AAAA-AAAA-AAAA")
    plan.get_by_role("button", name="Activate").click()
    expect(plan.get_by_text("There is no licence with this key.")).to_be_visible()
    plan.get_by_label("Key", exact=True).fill(key.lower())
    plan.get_by_role("button", name="Activate").click()
    expect(plan.get_by_role("heading", name="Licence in use")).to_be_visible()


def test_a_licence_comes_as_a_file(plan: Page) -> None:
    now_ms = time.time_ns() // 1_000_000
    given = {"machine": machine_marks(), "issued_ms": now_ms, "email": "hoa@shop.vn"}

    def take(text: str) -> None:
        file = {"name": "epack.licence", "mimeType": "text/plain", "buffer": text.encode()}
        plan.get_by_label("Choose a file").set_input_files(file)  # type: ignore[arg-type]
        plan.get_by_role("button", name="Install").click()

    take(licence(**{**given, "machine": ("machine:4444444444444444",), "expires_ms": now_ms + DAY_MS}))
    expect(plan.get_by_text("made out for another machine").first).to_be_visible()
    take(licence(**given, expires_ms=now_ms + 5 * DAY_MS))
    expect(plan.get_by_role("heading", name="Licence in use")).to_be_visible()
    expect(plan.get_by_text("5 days", exact=True)).to_be_visible()
    plan.goto("/trace/")
    expect(plan.get_by_role("status", name="Plan")).to_contain_text("The licence ends in 5 days.")
    plan.goto("/plan/")
    take(licence(**given, expires_ms=now_ms - 10 * DAY_MS))
    expect(plan.get_by_role("heading", name="The licence has ended")).to_be_visible()
    expect(plan.get_by_text("The analysis goes on until")).to_be_visible()
    assert serious(plan) == []


def test_the_trial_warns_then_ends(plan: Page, market: Market) -> None:
    begin_trial(market.shop, days_ago=11)
    plan.goto("/trace/")
    banner = plan.get_by_role("status", name="Plan")
    expect(banner).to_contain_text("The trial ends in 3 days.")
    banner.get_by_role("button", name="Hide until tomorrow").click()
    expect(banner).to_be_hidden()
    plan.reload()
    expect(plan.get_by_role("heading", level=1)).to_be_visible()
    expect(banner).to_be_hidden()
    begin_trial(market.shop, days_ago=15)
    plan.reload()
    expect(banner).to_contain_text("The trial is over: new recordings are not analysed.")
    expect(banner.get_by_role("button")).to_have_count(0)
    banner.get_by_role("link", name="To the plan").click()
    expect(plan.get_by_role("heading", name="The trial is over")).to_be_visible()
    assert serious(plan) == []


def begin_trial(shop: Server, *, days_ago: int) -> None:
    """The shop as it would stand had its trial begun then."""
    shop.stop()
    paths, now_ms = Paths(shop.data_dir), time.time_ns() // 1_000_000
    with open_store(paths.db) as store:
        facts = LicenceFactsRepository(store, open_secret_box(paths.key_file))
        facts.put(
            "clock", {**(facts.get("clock") or {}), "trial_started_ms": now_ms - days_ago * DAY_MS}, now_ms=now_ms
        )
    shop.start()


def await_mail(market: Market, count: int) -> None:
    until_s = time.monotonic() + 30
    while len(market.inbox.received) < count:
        assert time.monotonic() < until_s, "no mail came"
        time.sleep(0.1)
