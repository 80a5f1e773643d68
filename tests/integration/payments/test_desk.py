"""Orders from opening to licence, over real HTTP with the real SDK, whatever goes wrong on the way."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from cryptography.fernet import Fernet

from backend.config.secret_box import SecretBox
from backend.domain.errors import Conflict, Forbidden, InvalidInput, NotFound
from backend.domain.licence import DAY_MS
from backend.domain.payment import OrderStatus, Package
from backend.licensing.token import licence_text, read_licence
from backend.payments.desk import OpenedOrder, PaymentDesk, Signer
from backend.payments.gateway import PaymentTrouble, PayosGateway
from backend.runtime.clock import ManualClock
from backend.runtime.stop import StopSignal
from database.engine import Store, memory_store
from database.repositories.licences import LicenceRepository
from database.repositories.mails import MailRepository
from database.repositories.orders import OrderRepository
from tests.support.payos_server import API_KEY, CHECKSUM_KEY, CLIENT_ID, PayosServer, payos_server
from tests.support.vendor import MARKS, NOW_MS, vendor_key

BOX = SecretBox([Fernet.generate_key()])
YEAR = Package("year-4", "Năm, 4 camera", 1_200_000, 365, 4)
RETURN = "http://localhost:8080/plan/"


@dataclass
class Vendor:
    store: Store
    payos: PayosServer
    desk: PaymentDesk
    clock: ManualClock
    packages: list[Package]

    def buy(self, machine: tuple[str, ...] = MARKS) -> OpenedOrder:
        return self.desk.open("year-4", "Cửa hàng Hoa", "hoa@shop.vn", machine, RETURN)

    @property
    def mails(self) -> list[str]:
        return [one.mail.recipient for one in MailRepository(self.store, BOX).due(self.clock.now_ms())]


@pytest.fixture
def vendor() -> Iterator[Vendor]:
    with payos_server() as payos, memory_store() as store:
        clock, packages = ManualClock(NOW_MS), [YEAR]
        keys = iter(f"EPACK-AAAA-AAAA-AAAA-{number:04}" for number in range(1000))
        signer = Signer(lambda: next(keys), lambda licence: licence_text(licence, vendor_key()))
        gateway = PayosGateway(CLIENT_ID, API_KEY, CHECKSUM_KEY, base_url=payos.url)
        desk = PaymentDesk(
            OrderRepository(store, BOX), LicenceRepository(store, BOX), lambda: gateway, lambda: packages, signer, clock
        )
        yield Vendor(store, payos, desk, clock, packages)
        gateway.close()


def test_a_paid_order_has_its_licence_and_its_mail_once(vendor: Vendor) -> None:
    opened = vendor.buy()
    code = opened.order.order_code
    assert opened.order.checkout_url == f"{vendor.payos.url}/web/pl{code}"
    assert vendor.payos.orders[code]["returnUrl"] == f"{RETURN}?order={code}"
    vendor.payos.pay(code)
    vendor.clock.advance(100)
    for _ in range(3):
        vendor.desk.hook(vendor.payos.hook(code))
    order = vendor.desk.standing(code, opened.token)
    assert (order.status, order.reference, order.paid_amount) == (OrderStatus.PAID, "FT1", 1_200_000)
    text = vendor.desk.licence_of(order)
    assert text is not None
    licence = read_licence(text, vendor_key().public_key())
    assert (licence.machine, licence.cameras, licence.customer) == (MARKS, 4, "Cửa hàng Hoa")
    assert licence.expires_ms == vendor.clock.now_ms() + 365 * DAY_MS
    assert vendor.mails == ["hoa@shop.vn"]


def test_a_payment_whose_webhook_never_comes_is_found(vendor: Vendor) -> None:
    opened = vendor.buy()
    vendor.payos.pay(opened.order.order_code)
    vendor.clock.advance(20)
    vendor.desk.watch(StopSignal())
    assert vendor.desk.standing(opened.order.order_code, opened.token).status is OrderStatus.PAID


def test_orders_that_are_long_open_do_not_keep_a_new_one_from_being_asked_about(vendor: Vendor) -> None:
    for _ in range(25):
        vendor.buy()
    vendor.clock.advance(40 * 60)
    for _ in range(2):
        vendor.desk.watch(StopSignal())  # all of them; they are due again in four minutes
    code = vendor.buy().order.order_code
    vendor.desk.watch(StopSignal())
    vendor.payos.pay(code)
    vendor.clock.advance(20)
    vendor.desk.watch(StopSignal())
    assert OrderRepository(vendor.store, BOX).get(code).status is OrderStatus.PAID


def test_a_webhook_alone_is_not_believed(vendor: Vendor) -> None:
    opened = vendor.buy()
    vendor.desk.hook(vendor.payos.hook(opened.order.order_code))
    assert vendor.desk.standing(opened.order.order_code, opened.token).status is OrderStatus.PENDING
    assert vendor.mails == []


def test_wrong_signatures_are_refused_and_other_fields_are_not(vendor: Vendor) -> None:
    opened = vendor.buy()
    code = opened.order.order_code
    forged = vendor.payos.hook(code)
    forged["data"]["amount"] = 1
    with pytest.raises(Forbidden):
        vendor.desk.hook(forged)
    for nonsense in ({}, [], None, {"data": {}, "signature": 5}, {"data": "x", "signature": "y"}):
        with pytest.raises(InvalidInput):
            vendor.desk.hook(nonsense)
    vendor.payos.pay(code)
    vendor.desk.hook(vendor.payos.hook(code, newField="x", counterAccountName=None))
    assert vendor.desk.standing(code, opened.token).status is OrderStatus.PAID


def test_the_webhook_that_payos_tests_an_address_with_is_taken(vendor: Vendor) -> None:
    vendor.desk.hook(vendor.payos.hook(123))


def test_too_little_money_is_no_payment_until_the_rest_comes(vendor: Vendor) -> None:
    opened = vendor.buy()
    code = opened.order.order_code
    vendor.payos.pay(code, 1_000_000)
    assert vendor.desk.look(code).status is OrderStatus.UNDERPAID
    assert vendor.mails == []
    vendor.payos.pay(code, 200_000, "FT2")
    assert vendor.desk.look(code).status is OrderStatus.PAID


def test_late_repeated_and_reordered_messages_end_alike(vendor: Vendor) -> None:
    opened = vendor.buy()
    code = opened.order.order_code
    assert vendor.desk.cancel(code, opened.token).status is OrderStatus.CANCELLED
    vendor.payos.orders[code]["status"] = "PENDING"
    assert vendor.desk.look(code).status is OrderStatus.CANCELLED
    vendor.payos.pay(code)
    assert vendor.desk.look(code).status is OrderStatus.PAID
    vendor.payos.orders[code].update(status="CANCELLED", amountPaid=0)
    assert vendor.desk.look(code).status is OrderStatus.PAID
    assert len(vendor.mails) == 1


def test_a_refund_takes_the_licence_back(vendor: Vendor) -> None:
    opened = vendor.buy()
    code = opened.order.order_code
    vendor.payos.pay(code)
    order = vendor.desk.look(code)
    assert order.license_id is not None
    assert vendor.desk.beat(order.license_id, MARKS) is True
    assert vendor.desk.refund(code) is True
    assert vendor.desk.refund(code) is False
    assert vendor.desk.beat(order.license_id, MARKS) is False
    assert vendor.desk.look(code).status is OrderStatus.REFUNDED
    assert vendor.desk.licence_of(vendor.desk.look(code)) is None


def test_an_order_nobody_pays_ends(vendor: Vendor) -> None:
    opened = vendor.buy()
    vendor.clock.advance(26 * 3600)
    vendor.desk.watch(StopSignal())
    assert vendor.desk.standing(opened.order.order_code, opened.token).status is OrderStatus.EXPIRED


def test_a_changed_price_does_not_change_an_open_order(vendor: Vendor) -> None:
    opened = vendor.buy()
    vendor.packages.clear()
    vendor.payos.pay(opened.order.order_code)
    assert vendor.desk.look(opened.order.order_code).status is OrderStatus.PAID


def test_payos_adding_fields_breaks_nothing(vendor: Vendor) -> None:
    vendor.payos.more = {"newField": "x", "another": {"a": 1}}
    vendor.payos.more.pop("another")
    opened = vendor.buy()
    vendor.payos.pay(opened.order.order_code)
    assert vendor.desk.look(opened.order.order_code).status is OrderStatus.PAID


def test_short_failures_are_tried_again_and_long_ones_are_told(vendor: Vendor) -> None:
    vendor.payos.failures = [503]
    opened = vendor.buy()
    vendor.payos.failures = [503, 503, 503]
    with pytest.raises(PaymentTrouble, match="Try again"):
        vendor.desk.look(opened.order.order_code)
    assert vendor.desk.standing(opened.order.order_code, opened.token).status is OrderStatus.PENDING


def test_an_answer_that_got_lost_leaves_no_double_order(vendor: Vendor) -> None:
    vendor.payos.lose_answer = True
    with pytest.raises(PaymentTrouble):
        vendor.buy()
    assert vendor.buy().order.status is OrderStatus.PENDING
    assert [one.status for one in OrderRepository(vendor.store, BOX).latest()].count(OrderStatus.PENDING) == 1


def test_an_answer_with_a_wrong_signature_is_not_believed(vendor: Vendor) -> None:
    opened = vendor.buy()
    vendor.payos.pay(opened.order.order_code)
    vendor.payos.wrong_signature = True
    with pytest.raises(PaymentTrouble):
        vendor.desk.look(opened.order.order_code)
    assert vendor.mails == []


def test_wrong_keys_are_named(vendor: Vendor) -> None:
    gateway = PayosGateway(CLIENT_ID, "another", CHECKSUM_KEY, base_url=vendor.payos.url)
    with pytest.raises(PaymentTrouble, match="keys"):
        gateway.look(1)
    gateway.close()


@pytest.mark.parametrize(
    ("email", "customer", "package"),
    [
        ("nobody", "X", "year-4"),
        ("a@b.vn\r\nBcc: x@y.vn", "X", "year-4"),
        ("a@b.vn", " ", "year-4"),
        ("a@b.vn", "X", "gone"),
    ],
)
def test_orders_that_make_no_sense_are_not_opened(vendor: Vendor, email: str, customer: str, package: str) -> None:
    with pytest.raises(InvalidInput):
        vendor.desk.open(package, customer, email, MARKS, RETURN)
    assert vendor.payos.requests == []


def test_orders_are_told_to_their_buyer_only(vendor: Vendor) -> None:
    opened = vendor.buy()
    for token in ("", "wrong", opened.token[:-1]):
        with pytest.raises(NotFound):
            vendor.desk.standing(opened.order.order_code, token)


def test_a_key_is_activated_on_as_many_machines_as_it_may(vendor: Vendor) -> None:
    opened = vendor.buy(machine=())
    vendor.payos.pay(opened.order.order_code)
    order = vendor.desk.look(opened.order.order_code)
    assert vendor.desk.licence_of(order) is None
    assert order.license_id is not None
    key = LicenceRepository(vendor.store, BOX).get(order.license_id)[0].key
    text = vendor.desk.activate(key.lower(), MARKS, {"os": "Linux"})
    assert read_licence(text, vendor_key().public_key()).machine == MARKS
    vendor.desk.activate(key, MARKS, {})
    other = ("machine:3333333333333333",)
    with pytest.raises(Conflict, match="as many machines"):
        vendor.desk.activate(key, other, {})
    assert vendor.desk.deactivate(order.license_id, MARKS)
    assert "LICENCE" in vendor.desk.activate(key, other, {})
    with pytest.raises(NotFound):
        vendor.desk.activate("EPACK-NONE", other, {})
