"""A shop buys at a vendor's desk: two servers, a real connection between them, a real PayOS protocol behind."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from werkzeug.serving import make_server

from backend.licensing.keeper import LicenceKeeper
from backend.runtime.stop import StopSignal
from database.tables import licence_facts
from tests.support.api_world import ApiWorld, api_world
from tests.support.payos_server import API_KEY, CHECKSUM_KEY, PayosServer, payos_server
from tests.support.vendor import DESK, MARKS, PASSPHRASE, desk_config, licence, vendor_key


def sold(world: ApiWorld) -> ApiWorld:
    """The same world as a copy of the program that asks for licences."""
    keeper: LicenceKeeper = world.services.licence
    keeper._vendor_key = vendor_key().public_key()
    keeper._marks = lambda: MARKS
    keeper._forget()
    return world


@dataclass
class Market:
    payos: PayosServer
    vendor: ApiWorld
    shop: ApiWorld

    def pay(self, order_code: int) -> None:
        self.payos.pay(order_code)
        reply = self.vendor.client.post("/webhook/payos", json=self.payos.hook(order_code))
        assert (reply.status_code, reply.json) == (200, {"success": True})


@pytest.fixture
def market(tmp_path: Path) -> Iterator[Market]:
    with payos_server() as payos, api_world(tmp_path / "vendor") as vendor, api_world(tmp_path / "shop") as shop:
        vendor.json("PUT", "/api/desk/config", {"config": desk_config(payos.url)})
        http = make_server("127.0.0.1", 0, vendor.app, threaded=True)
        thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        shop.services.settings.change({"licence_server": f"http://127.0.0.1:{http.server_port}"})
        try:
            yield Market(payos, vendor, sold(shop))
        finally:
            http.shutdown()
            thread.join()
            http.server_close()


def test_a_shop_buys_pays_and_has_its_licence(market: Market) -> None:
    shop = market.shop
    assert shop.json("GET", "/api/plan")["state"] == "trial"
    packages = shop.json("GET", "/api/plan/packages")
    assert (packages["seller"], [one["id"] for one in packages["items"]]) == ("server", ["year-4"])
    buyer = {"package": "year-4", "customer": "Cửa hàng Hoa", "email": "hoa@shop.vn"}
    order = shop.json("POST", "/api/plan/order", buyer, status=201)
    assert (order["status"], order["amount"], order["currency"]) == ("pending", 1_200_000, "VND")
    assert order["checkout_url"].startswith(market.payos.url)
    assert market.payos.orders[order["order_code"]]["returnUrl"].endswith(f"/plan/?order={order['order_code']}")
    market.pay(order["order_code"])
    settled = shop.json("POST", "/api/plan/order/refresh")
    assert (settled["status"], settled["installed"]) == ("paid", True)
    plan = shop.json("GET", "/api/plan")
    assert (plan["state"], plan["cameras"], plan["licence"]["customer"]) == ("valid", 4, "Cửa hàng Hoa")
    assert [one["status"] for one in market.vendor.json("GET", "/api/desk/orders")["items"]] == ["paid"]


def test_a_refund_reaches_the_shop_with_its_next_sign_of_life(market: Market) -> None:
    shop = market.shop
    buyer = {"package": "year-4", "customer": "Hoa", "email": "hoa@shop.vn"}
    order = shop.json("POST", "/api/plan/order", buyer, status=201)
    market.pay(order["order_code"])
    shop.json("POST", "/api/plan/order/refresh")
    market.vendor.json("POST", f"/api/desk/orders/{order['order_code']}/refund")
    market.vendor.json("POST", f"/api/desk/orders/{order['order_code']}/refund", status=409)
    shop.services.buying._server.beat()
    plan = shop.json("GET", "/api/plan")
    assert (plan["state"], plan["may_analyse"]) == ("revoked", False)
    assert shop.json("POST", "/api/plan/order/refresh")["status"] == "refunded"


def test_a_wrong_entry_is_told_as_one_whoever_sells(market: Market) -> None:
    buyer = {"package": "year-4", "customer": "Hoa", "email": "not an address"}
    for seller in (market.shop, market.vendor):
        told = seller.json("POST", "/api/plan/order", buyer, status=400)
        assert told["error"]["code"] == "bad_email"


def sold_key(market: Market) -> str:
    """A key that is paid for, for one machine, and not used yet."""
    selling = market.vendor.services.selling
    opened = selling.desk.open("year-4", "Hoa", "hoa@shop.vn", (), "http://localhost/plan/")
    market.pay(opened.order.order_code)
    return selling.licences.get(selling.orders.get(opened.order.order_code).license_id or "")[0].key


def test_a_key_moves_from_one_machine_to_another(market: Market) -> None:
    key = sold_key(market)
    assert market.shop.json("POST", "/api/plan/activation", {"key": f" {key.lower()} "})["state"] == "valid"
    other = {"key": key, "machine": ["machine:4444444444444444"]}
    refused = market.vendor.json("POST", "/api/desk/activations", other, status=409)
    assert refused["error"]["code"] == "licence_in_use"
    assert market.shop.json("DELETE", "/api/plan/licence")["state"] == "trial"
    market.vendor.json("POST", "/api/desk/activations", other)
    told = market.shop.json("POST", "/api/plan/activation", {"key": key}, status=409)
    assert told["error"]["code"] == "licence_in_use"


def test_a_licence_server_that_is_away_is_said_and_the_text_works_all_the_same(market: Market) -> None:
    shop = market.shop
    shop.services.settings.change({"licence_server": "http://127.0.0.1:1"})
    for method, path, body in (
        ("GET", "/api/plan/packages", None),
        ("POST", "/api/plan/activation", {"key": "EPACK-AAAA-AAAA-AAAA-AAAA"}),
    ):
        assert shop.json(method, path, body, status=424)["error"]["code"] == "licence_server"
    assert shop.json("POST", "/api/plan/licence", {"text": licence()})["state"] == "valid"
    shop.services.buying._server.beat()
    assert shop.json("GET", "/api/plan")["state"] == "valid"


def test_a_licence_is_taken_off_without_a_network_and_the_server_hears_of_it_later(market: Market) -> None:
    shop, key = market.shop, sold_key(market)
    address = shop.services.settings.current().licence_server
    shop.json("POST", "/api/plan/activation", {"key": key})
    other = {"key": key, "machine": ["machine:4444444444444444"]}
    shop.services.settings.change({"licence_server": "http://127.0.0.1:1"})
    plan = shop.json("DELETE", "/api/plan/licence")
    assert (plan["state"], plan["licence"], plan["releases_waiting"]) == ("trial", None, 1)
    market.vendor.json("POST", "/api/desk/activations", other, status=409)
    shop.services.settings.change({"licence_server": address})
    shop.clock.advance(600)
    stop = StopSignal()
    stop.set()
    shop.services.buying.run(stop)
    assert shop.json("GET", "/api/plan")["releases_waiting"] == 0
    market.vendor.json("POST", "/api/desk/activations", other)


def test_a_licence_taken_off_and_put_back_before_the_server_answers_stays_in_use(market: Market) -> None:
    shop, key = market.shop, sold_key(market)
    address = shop.services.settings.current().licence_server
    shop.json("POST", "/api/plan/activation", {"key": key})
    installed = market.vendor.services.selling.licences.get(key)[0]
    shop.services.settings.change({"licence_server": "http://127.0.0.1:1"})
    shop.json("DELETE", "/api/plan/licence")
    text = licence(id=installed.id, key=key, machine=MARKS)
    plan = shop.json("POST", "/api/plan/licence", {"text": text})
    assert (plan["state"], plan["releases_waiting"]) == ("valid", 0)
    shop.services.settings.change({"licence_server": address})
    shop.services.buying._releases.tell()
    other = {"key": key, "machine": ["machine:4444444444444444"]}
    assert market.vendor.json("POST", "/api/desk/activations", other, status=409)["error"]["code"] == "licence_in_use"


def test_what_is_stored_and_cannot_be_opened_is_said_and_mended_on_the_page(market: Market) -> None:
    """Edited rows, or a key file that is not the one of before."""
    shop = market.shop
    shop.json("POST", "/api/plan/licence", {"text": licence(machine=MARKS)})
    with shop.services.store.write() as connection:
        connection.execute(licence_facts.update().values(sealed=b"x"))
    shop.services.licence._forget()
    plan = shop.json("GET", "/api/plan")
    assert (plan["state"], plan["licence"], plan["may_analyse"]) == ("damaged", None, False)
    shop.json("POST", "/api/plan/order/refresh", {}, status=404)
    assert shop.json("POST", "/api/plan/licence", {"text": licence(machine=MARKS)})["state"] == "valid"
    with shop.services.store.write() as connection:
        connection.execute(licence_facts.update().values(sealed=b"x"))
    assert shop.json("DELETE", "/api/plan/licence")["licence"] is None


def test_the_paid_licence_arrives_without_any_page_open(market: Market) -> None:
    buyer = {"package": "year-4", "customer": "Hoa", "email": "hoa@shop.vn"}
    order = market.shop.json("POST", "/api/plan/order", buyer, status=201)
    market.pay(order["order_code"])
    stop = StopSignal()
    stop.set()
    market.shop.services.buying.run(stop)
    assert market.shop.json("GET", "/api/plan")["state"] == "valid"


def test_the_desk_shows_no_secret_and_refuses_a_wrong_set_up(market: Market) -> None:
    vendor = market.vendor
    shown = vendor.client.get("/api/desk/config").text
    assert not [one for one in (API_KEY, CHECKSUM_KEY, PASSPHRASE, "PRIVATE KEY") if one in shown]
    for wrong, field in (
        ({"passphrase": "something else"}, "private_key"),
        ({"packages": []}, "packages"),
        ({"packages": [{"id": "a", "name": "A", "amount": -5, "days": 1}]}, "packages"),
        ({"mail": {"host": "mail.vn"}}, "mail"),
        ({"payos_url": "http://example.com"}, "payos_url"),
        ({"unknown": 1}, "unknown"),
    ):
        told = vendor.json("PUT", "/api/desk/config", {"config": wrong}, status=400)["error"]
        assert (told["code"], told["details"]["field"]) == ("desk_config", field)
    renamed = [{**DESK["packages"][0], "name": "Một năm"}]
    assert vendor.json("PUT", "/api/desk/config", {"config": {"packages": renamed}})["packages"][0]["name"] == "Một năm"


def test_payos_is_told_where_its_webhooks_go(market: Market) -> None:
    vendor, address = market.vendor, "https://licences.example/"
    vendor.json("POST", "/api/desk/webhook", {"address": address}, status=204)
    assert market.payos.hook_url == "https://licences.example/webhook/payos"
    assert vendor.json("GET", "/api/audit")["items"][0]["details"] == {"address": address}
    for wrong in ("http://licences.example", "licences.example", "https://a@b", "https://x/?a=1"):
        vendor.json("POST", "/api/desk/webhook", {"address": wrong}, status=400)
    market.payos.failures = [500] * 5
    vendor.json("POST", "/api/desk/webhook", {"address": address}, status=424)


def test_a_shop_without_a_desk_sells_nothing(market: Market) -> None:
    for method, path, body in (
        ("GET", "/api/desk/packages", None),
        ("POST", "/webhook/payos", {"data": {}, "signature": "x"}),
        ("POST", "/api/desk/activations", {"key": "EPACK", "machine": []}),
    ):
        assert market.shop.json(method, path, body, status=404)["error"]["code"] == "no_desk"
    market.vendor.json("DELETE", "/api/desk/config", status=204)
    market.vendor.json("GET", "/api/desk/packages", status=404)


@pytest.mark.parametrize(
    "body", [{}, [], "x", {"data": {"orderCode": "x"}, "signature": "y"}, {"signature": {}, "data": {}}]
)
def test_webhooks_that_are_none_are_refused(market: Market, body: Any) -> None:
    assert market.vendor.client.post("/webhook/payos", json=body).status_code in (400, 403)
