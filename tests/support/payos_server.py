"""Speaks PayOS over real HTTP on this machine, as its documents describe it; what goes wrong is turned on by tests."""

from __future__ import annotations

import hashlib
import hmac
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

CLIENT_ID, API_KEY, CHECKSUM_KEY = "client-1", "api-key-1", "checksum-key-1"


def signature(data: dict[str, Any], key: str = CHECKSUM_KEY) -> str:
    """Over the sorted fields, as PayOS documents it for answers and webhooks."""

    def text(value: Any) -> str:
        if value in (None, "null", "undefined"):
            return ""
        if isinstance(value, bool):
            return "true" if value else "false"
        if isinstance(value, list):
            items = [dict(sorted(one.items())) if isinstance(one, dict) else one for one in value]
            return json.dumps(items, separators=(",", ":"), ensure_ascii=False)
        return str(value)

    line = "&".join(f"{name}={text(data[name])}" for name in sorted(data))
    return hmac.new(key.encode(), line.encode(), hashlib.sha256).hexdigest()


@dataclass
class PayosServer:
    url: str = ""
    orders: dict[int, dict[str, Any]] = field(default_factory=dict)
    ways_back: dict[int, tuple[str, str]] = field(default_factory=dict)
    """Where the page of an order sends the buyer: after paying, after cancelling."""
    requests: list[tuple[str, str]] = field(default_factory=list)
    failures: list[int] = field(default_factory=list)
    """Statuses that the next requests are answered with."""
    more: dict[str, Any] = field(default_factory=dict)
    """Fields added to every answer: PayOS adds some now and then."""
    hook_url: str | None = None
    """Where it was told to send webhooks."""
    wrong_signature: bool = False
    lose_answer: bool = False
    """The next order is made, and its answer gets lost."""

    def pay(self, order_code: int, amount: int | None = None, reference: str = "FT1") -> None:
        order = self.orders[order_code]
        amount = order["amount"] if amount is None else amount
        order["amountPaid"] += amount
        order["amountRemaining"] = order["amount"] - order["amountPaid"]
        order["status"] = "PAID" if order["amountRemaining"] <= 0 else "UNDERPAID"
        order["transactions"].append({"reference": reference, "amount": amount, "accountNumber": "1",
                                      "description": "x", "transactionDateTime": "2026-01-01 08:00:00"})  # fmt: skip

    def hook(self, order_code: int, **fields: Any) -> dict[str, Any]:
        """The webhook that PayOS sends for a paid order; `fields` go into its data."""
        amount = self.orders[order_code]["amount"] if order_code in self.orders else 3000
        data = {
            "orderCode": order_code, "amount": amount, "description": "ePACK", "accountNumber": "1", "reference": "FT1",
            "transactionDateTime": "2026-01-01 08:00:00", "currency": "VND", "paymentLinkId": f"pl{order_code}",
            "code": "00", "desc": "success", **fields,
        }  # fmt: skip
        return {"code": "00", "desc": "success", "success": True, "data": data, "signature": signature(data)}

    def answer(self, method: str, path: str, key: str, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        if self.failures:
            return self.failures.pop(0), {"code": "500", "desc": "Lỗi hệ thống"}
        if key != API_KEY:
            return 401, {"code": "401", "desc": "Unauthorized"}
        parts = path.strip("/").split("/")
        if method == "POST" and parts == ["confirm-webhook"]:
            self.hook_url = body["webhookUrl"]
            return 200, {"code": "00", "desc": "success", "data": {"webhookUrl": self.hook_url}}
        if method == "POST" and parts == ["v2", "payment-requests"]:
            return 200, self._create(body)
        order = self.orders.get(int(parts[2])) if len(parts) > 2 and parts[2].isdecimal() else None
        if order is None:
            return 200, {"code": "101", "desc": "Mã thanh toán không tồn tại"}
        if parts[-1] == "cancel" and method == "POST":
            if order["status"] == "PAID":
                return 200, {"code": "14", "desc": "Đơn hàng đã thanh toán"}
            order["status"], order["cancellationReason"] = "CANCELLED", body.get("cancellationReason")
        return 200, self._signed({k: v for k, v in order.items() if k != "checkoutUrl"})

    def _create(self, body: dict[str, Any]) -> dict[str, Any]:
        signed = {name: body[name] for name in ("amount", "cancelUrl", "description", "orderCode", "returnUrl")}
        if body.get("signature") != signature(signed):
            return {"code": "201", "desc": "Mã kiểm tra(signature) không hợp lệ"}
        code = body["orderCode"]
        if code in self.orders:
            return {"code": "231", "desc": "Đơn thanh toán đã tồn tại"}
        self.ways_back[code] = (body["returnUrl"], body["cancelUrl"])
        self.orders[code] = {
            "id": f"pl{code}", "orderCode": code, "amount": body["amount"], "amountPaid": 0,
            "amountRemaining": body["amount"], "status": "PENDING", "createdAt": "2026-01-01T08:00:00+07:00",
            "transactions": [], "cancellationReason": None, "canceledAt": None, "returnUrl": body["returnUrl"],
        }  # fmt: skip
        return self._signed({
            "bin": "970422", "accountNumber": "1", "accountName": "EPACK", "amount": body["amount"],
            "description": body["description"], "orderCode": code, "currency": "VND", "paymentLinkId": f"pl{code}",
            "status": "PENDING", "checkoutUrl": f"{self.url}/web/pl{code}", "qrCode": "0002",
        })  # fmt: skip

    def _signed(self, data: dict[str, Any]) -> dict[str, Any]:
        data = {**data, **self.more}
        return {"code": "00", "desc": "success", "data": data,
                "signature": "0" * 64 if self.wrong_signature else signature(data)}  # fmt: skip

    def browse(self, path: str) -> tuple[str, str]:
        """The page on which an order is paid: its HTML, or the address that the buyer is sent to."""
        name, _, choice = path.removeprefix("/web/pl").partition("/")
        order_code = int(name)
        paid, cancelled = self.ways_back[order_code]
        if choice == "pay":
            self.pay(order_code, reference=f"FT{order_code}")
            return "", f"{paid}&code=00&id=pl{order_code}&cancel=false&status=PAID&orderCode={order_code}"
        if choice == "cancel":
            self.orders[order_code]["status"] = "CANCELLED"
            return "", f"{cancelled}&code=00&id=pl{order_code}&cancel=true&status=CANCELLED&orderCode={order_code}"
        links = "".join(f"<p><a href='/web/pl{order_code}/{one}'>{one}</a>" for one in ("pay", "cancel"))
        return f"<!doctype html><title>payOS</title><h1>{self.orders[order_code]['amount']} VND</h1>{links}", ""


@contextmanager
def payos_server() -> Iterator[PayosServer]:
    server = PayosServer()

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_: Any) -> None:
            pass

        def _do(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers.get("Content-Length") or 0)) or b"{}")
            server.requests.append((self.command, self.path))
            status, reply = server.answer(self.command, self.path, self.headers.get("x-api-key") or "", body)
            if server.lose_answer:
                server.lose_answer = False
                self.close_connection = True
                return
            data = json.dumps(reply).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def do_GET(self) -> None:
            if not self.path.startswith("/web/"):
                return self._do()
            page, onward = server.browse(self.path)
            self.send_response(302 if onward else 200)
            if onward:
                self.send_header("Location", onward)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(page.encode())))
            self.end_headers()
            self.wfile.write(page.encode())
            return None

        do_POST = _do  # noqa: N815

    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.url = f"http://127.0.0.1:{http.server_port}"
    thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield server
    finally:
        http.shutdown()
        thread.join()
        http.server_close()
