"""PayOS, by its own SDK. Answers are taken as plain objects: the SDK's typed models refuse every field that PayOS adds,
also when the money has moved. Signing and checking signatures is the SDK's."""

from __future__ import annotations

import hmac
import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import httpx
from payos import APIError, PayOS, PayOSError

from backend.domain.errors import FailedElsewhere, Forbidden, InvalidInput
from backend.domain.payment import OrderStatus

TIMEOUT_S = 15.0
LONGEST_DESCRIPTION = 25
"""What banks carry over; PayOS cuts the rest."""
_EXISTS = "231"
_UNKNOWN = "101"
_STATUS = {
    "PENDING": OrderStatus.PENDING,
    "PROCESSING": OrderStatus.PENDING,
    "PAID": OrderStatus.PAID,
    "UNDERPAID": OrderStatus.UNDERPAID,
    "CANCELLED": OrderStatus.CANCELLED,
    "EXPIRED": OrderStatus.EXPIRED,
    "FAILED": OrderStatus.FAILED,
}


class PaymentTrouble(FailedElsewhere):
    """PayOS cannot be reached, refuses, or answers what cannot be right. Nothing was decided; it is asked again."""

    code = "payment_unavailable"


class OrderExists(PaymentTrouble):
    """The order code is taken."""


@dataclass(frozen=True, slots=True)
class Checkout:
    """Where the buyer pays."""

    link_id: str
    url: str
    qr_code: str


@dataclass(frozen=True, slots=True)
class SeenPayment:
    """What PayOS says of an order."""

    order_code: int
    status: OrderStatus
    amount: int
    paid: int
    reference: str
    """Of the newest bank transaction; empty without one."""


@dataclass(frozen=True, slots=True)
class Hook:
    """A webhook whose signature is right."""

    order_code: int
    reference: str
    amount: int
    currency: str
    succeeded: bool


class PayosGateway:
    """Safe to use from several threads."""

    def __init__(self, client_id: str, api_key: str, checksum_key: str, *, base_url: str | None = None) -> None:
        """Raises InvalidInput when one of the keys is missing."""
        if not (client_id and api_key and checksum_key):
            raise InvalidInput(
                "PayOS needs the client id, the API key and the checksum key.", code="payment_not_set_up"
            )
        # The SDK writes whole requests, keys included, at debug level.
        logging.getLogger("payos").setLevel(logging.INFO)
        self._checksum_key = checksum_key
        self._client = PayOS(
            client_id,
            api_key,
            checksum_key,
            base_url=base_url.rstrip("/") + "/" if base_url else None,
            timeout=TIMEOUT_S,
            max_retries=2,
            http_client=httpx.Client(follow_redirects=False, trust_env=False),
        )

    def close(self) -> None:
        self._client._http_client.close()

    def create(
        self, order_code: int, amount: int, description: str, *, return_url: str, cancel_url: str, expires_s: int,
        email: str = "",
    ) -> Checkout:  # fmt: skip
        """A page to pay on. Raises PaymentTrouble; OrderExists when PayOS has an order of this code already, perhaps
        because an answer got lost: take another code."""
        body: dict[str, Any] = {
            "orderCode": order_code,
            "amount": amount,
            "description": description[:LONGEST_DESCRIPTION],
            "returnUrl": return_url,
            "cancelUrl": cancel_url,
            "expiredAt": expires_s,
        }
        if email:
            body["buyerEmail"] = email
        try:
            answer = self._post("v2/payment-requests", body, "create-payment-link")
        except APIError as error:
            if str(error.error_code) == _EXISTS:
                raise OrderExists("PayOS has an order of this number already.") from error
            raise _trouble(error) from error
        if int(answer.get("amount") or 0) != amount or int(answer.get("orderCode") or 0) != order_code:
            raise PaymentTrouble("PayOS answers for another order or amount; the order was not opened.")
        link_id = str(answer.get("paymentLinkId") or "")
        return Checkout(link_id, str(answer.get("checkoutUrl") or ""), str(answer.get("qrCode") or ""))

    def look(self, order_code: int) -> SeenPayment | None:
        """How an order stands; None when PayOS does not know it. Raises PaymentTrouble."""
        try:
            found = self._get(order_code)
        except APIError as error:
            if str(error.error_code) == _UNKNOWN or error.status_code == 404:
                return None
            raise _trouble(error) from error
        transactions = [one for one in found.get("transactions") or [] if isinstance(one, Mapping)]
        try:
            if int(found["orderCode"]) != order_code:
                raise PaymentTrouble("PayOS answers for another order.")
            return SeenPayment(
                order_code,
                _STATUS.get(str(found["status"]), OrderStatus.PENDING),
                int(found["amount"]),
                int(found["amountPaid"]),
                str(transactions[-1].get("reference") or "") if transactions else "",
            )
        except (KeyError, TypeError, ValueError) as error:
            raise PaymentTrouble("PayOS answers what cannot be understood.") from error

    def cancel(self, order_code: int, reason: str) -> None:
        """Raises PaymentTrouble."""
        try:
            self._post(f"v2/payment-requests/{order_code}/cancel", {"cancellationReason": reason}, "body")
        except APIError as error:
            raise _trouble(error) from error

    def hook(self, body: Any) -> Hook:
        """A webhook, checked. Raises Forbidden for a wrong signature, InvalidInput for anything that is none.

        The signature is over `data` as it was sent: absent fields stay absent, unknown ones count.
        """
        data = body.get("data") if isinstance(body, Mapping) else None
        signature = body.get("signature") if isinstance(body, Mapping) else None
        if not isinstance(data, dict) or not isinstance(signature, str):
            raise InvalidInput("This is not a webhook of PayOS.", code="payment_hook")
        wanted = self._client.crypto.create_signature_from_object(data, self._checksum_key) or ""
        if not hmac.compare_digest(wanted.encode(), signature.encode("utf-8", "replace")):
            raise Forbidden("The signature of this webhook is wrong.", code="payment_signature")
        try:
            return Hook(
                int(data["orderCode"]),
                str(data.get("reference") or ""),
                int(data["amount"]),
                str(data.get("currency") or ""),
                str(data.get("code")) == "00" and body.get("success") is not False,
            )
        except (KeyError, TypeError, ValueError) as error:
            raise InvalidInput("This is not a webhook of PayOS.", code="payment_hook") from error

    def confirm_hook(self, url: str) -> None:
        """Tell PayOS where webhooks go; it calls that address at once. Raises PaymentTrouble."""
        try:
            self._post("confirm-webhook", {"webhookUrl": url}, None)
        except APIError as error:
            raise _trouble(error) from error

    def _get(self, order_code: int) -> dict[str, Any]:
        with _known():
            return dict(self._client.get(f"v2/payment-requests/{order_code}", cast_to=dict, signature_response="body"))

    def _post(self, path: str, body: dict[str, Any], signed: Any) -> dict[str, Any]:
        more = {} if signed is None else {"signature_request": signed, "signature_response": "body"}
        with _known():
            return dict(self._client.post(path, body=body, cast_to=dict, **more))


@contextmanager
def _known() -> Iterator[None]:
    """Every failure but PayOS's own refusals becomes PaymentTrouble."""
    try:
        yield
    except APIError as error:
        if (error.status_code or 500) >= 500:
            raise _trouble(error) from error
        raise
    except (PayOSError, httpx.HTTPError, TypeError, ValueError) as error:
        raise _trouble(error) from error


def _trouble(error: Exception) -> PaymentTrouble:
    code = str(getattr(error, "error_code", None) or "")
    if isinstance(error, APIError) and error.status_code in (401, 403):
        return PaymentTrouble("PayOS refuses the keys of the payment desk. Check them.", details={"code": code})
    if not isinstance(error, APIError) or (error.status_code or 500) >= 500:
        return PaymentTrouble("PayOS does not answer. Try again in a moment.", details={"code": code})
    what = f" ({getattr(error, 'error_desc', None) or code})" if code else ""
    return PaymentTrouble(f"PayOS refused this{what}.", details={"code": code})
