"""Ten guessers for a minute at a real server, and its owner. Slow: run it with `pytest -m slow` and this file."""

from __future__ import annotations

import http.client
import json
import time
from pathlib import Path

import psutil
import pytest

from backend.accounts.pauses import ACCOUNT
from backend.runtime.pool import Pool
from tests.support.accounts import PASSWORD
from tests.support.shop import open_shop, serving
from tests.support.visitor import sign_in_owner

GUESSERS, SECONDS = 10, 60


def attempt(port: int, password: str, cookie: str = "") -> tuple[int, str]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        body = json.dumps({"name": "owner", "password": password})
        connection.request(
            "POST", "/api/session", body, {"Content-Type": "application/json", "Cookie": cookie, "X-Epack": "1"}
        )
        reply = connection.getresponse()
        said = json.loads(reply.read())
        return reply.status, said.get("error", {}).get("code", "")
    finally:
        connection.close()


@pytest.mark.slow
def test_ten_guessers_gain_no_more_than_the_limit_and_the_owner_comes_in(tmp_path: Path) -> None:
    with serving(open_shop(tmp_path / "shop", {"Table 1": {}})) as server:
        kept = sign_in_owner(f"http://127.0.0.1:{server.port}", server.data_dir)
        device = next(f"{one['name']}={one['value']}" for one in kept if "device" in one["name"])
        until, own_s = time.monotonic() + SECONDS, []

        def guess(_: None, number: int) -> list[str]:
            codes = []
            while time.monotonic() < until:
                codes.append(attempt(server.port, f"guess {number} {len(codes)}")[1])
                time.sleep(0.02)
            return codes

        def come_in(_: None, __: int) -> list[str]:
            while time.monotonic() < until - 5:
                time.sleep(5)
                begun = time.monotonic()
                assert attempt(server.port, PASSWORD, device)[0] == 200
                own_s.append(time.monotonic() - begun)
            return []

        with Pool("guess", GUESSERS + 1, lambda: None) as pool:
            told = pool.map(lambda own, n: come_in(own, n) if n == 0 else guess(own, n), range(GUESSERS + 1))
        codes = [code for one in told for code in one]
        memory = psutil.Process(server.process.pid).memory_info().rss // 2**20
        looked_at = codes.count("sign_in_refused")
        limit = ACCOUNT.attempts_within(SECONDS * 1000)
        print(
            f"{len(codes)} attempts in {SECONDS} s, {looked_at} looked at (limit {limit}); "
            f"owner in {len(own_s)} times, slowest {max(own_s):.2f} s; server {memory} MiB"
        )
        assert set(codes) <= {"sign_in_refused", "sign_in_paused", "too_many"}
        assert 5 <= looked_at <= limit
        assert len(own_s) >= 5
