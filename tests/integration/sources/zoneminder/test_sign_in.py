"""Signing in at ZoneMinder, the connection test and the settings, against recorded answers of a real one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from backend.domain.errors import InvalidInput
from backend.domain.source import Trouble
from backend.runtime.clock import ManualClock
from backend.runtime.stop import StopSignal
from backend.sources.addresses import AddressGuard
from backend.sources.protocol import SourceLogin
from backend.sources.zoneminder.kind import check_config, zoneminder_type
from backend.sources.zoneminder.source import ZoneMinderSource
from tests.support.certificates import self_signed
from tests.support.zoneminder.recorded import PASSWORD, USER, VIDEO, RecordedZoneMinder
from tests.support.zoneminder.world import NOW_MS, connect, failed, listed, trouble_of


def test_all_steps_of_a_connection_test(there: RecordedZoneMinder, source: ZoneMinderSource, stop: StopSignal) -> None:
    there.add(1, "2026-01-05 14:00:00")
    checks = list(source.check(stop))
    assert [(one.step, one.ok) for one in checks] == [
        (step, True) for step in ("address", "sign_in", "cameras", "clock", "recordings")
    ]
    assert checks[1].details == {"version": "1.36.33"}
    assert checks[2].details["without_video"] == ["Kho / bàn 2"], "pictures only: told with what to do"
    assert "Camera Passthrough" in checks[2].message
    assert checks[3].details["time_zone"] == "Asia/Ho_Chi_Minh"
    assert there.sign_ins == 1


@pytest.mark.parametrize("given", ["", "/", "/zm", "/zm/", "/zm/index.php?view=console", "/zm/api/", "/elsewhere"])
@pytest.mark.parametrize("prefix", ["/zm", "", "/nvr/zm"])
def test_it_is_found_below_its_path(given: str, prefix: str, stop: StopSignal) -> None:
    there = RecordedZoneMinder(prefix=prefix)
    with there.running() as server:
        source = connect(server.url + (given if prefix != "/nvr/zm" else prefix + given.removeprefix("/zm")))
        if prefix == "/nvr/zm" and given == "/elsewhere":
            assert failed(source, stop)[:2] == ("address", Trouble.NOT_FOUND)
        else:
            assert [camera.name for camera in source.cameras(stop)] == ["Packing table 1", "Kho / bàn 2"]
        source.close()


def test_what_answers_is_no_zoneminder(stop: StopSignal) -> None:
    there = RecordedZoneMinder(prefix="/cameras")
    with there.running() as server:
        source = connect(server.url)
        step, trouble, message = failed(source, stop)
        assert (step, trouble) == ("address", Trouble.NOT_FOUND)
        assert "/zm" in message
        assert not any(PASSWORD.encode() in asked.body for asked in server.asked), "the password goes to nobody else"
        source.close()


@pytest.mark.parametrize(
    ("answer", "trouble", "said"),
    [
        ("login_denied", Trouble.CREDENTIALS, "password"),
        ("login_nobody", Trouble.CREDENTIALS, "password"),
        ("user_disabled_login", Trouble.CREDENTIALS, "password"),
        ("login_user_without_api", Trouble.NOT_ALLOWED, "API Enabled"),
        ("api_off_login", Trouble.NOT_ALLOWED, "OPT_USE_API"),
    ],
)
def test_a_refused_sign_in_says_what_to_do(
    there: RecordedZoneMinder, source: ZoneMinderSource, stop: StopSignal, answer: str, trouble: Trouble, said: str
) -> None:
    there.login_says = answer
    step, found, message = failed(source, stop)
    assert (step, found) == ("sign_in", trouble)
    assert said in message


@pytest.mark.parametrize("answer", ["no_rights_monitors", "no_rights_events"])
def test_a_user_without_rights(
    there: RecordedZoneMinder, source: ZoneMinderSource, stop: StopSignal, answer: str
) -> None:
    assert source.cameras(stop)
    there.api_says = answer
    step, trouble, message = failed(source, stop)
    assert (step, trouble) == ("cameras", Trouble.NOT_ALLOWED)
    assert "View for Events" in message


def test_without_users_nobody_signs_in(there: RecordedZoneMinder, stop: StopSignal) -> None:
    there.users = {}
    with there.running() as server:
        for user in ("", "somebody"):
            source = connect(server.url, user=user)
            assert len(source.cameras(stop)) == 2
            source.close()


def test_a_user_is_needed(source: ZoneMinderSource, stop: StopSignal, there: RecordedZoneMinder) -> None:
    with there.running() as server:
        nobody = connect(server.url, user="", password="")
        assert failed(nobody, stop)[:2] == ("sign_in", Trouble.CREDENTIALS)
        nobody.close()


def test_a_token_that_ends_is_renewed_in_the_middle(
    there: RecordedZoneMinder, source: ZoneMinderSource, stop: StopSignal
) -> None:
    for number in range(1, 251):
        there.add(number, f"2026-01-05 {number // 60:02}:{number % 60:02}:00", 59.0)
    found = source.recordings(["1"], 0, None, stop)
    first = [next(found) for _ in range(50)]
    there.tokens_good = False
    rest = list(found)
    assert len(first) + len(rest) == 251
    assert (there.sign_ins, there.renewals) == (1, 1)
    there.tokens_good, there.refresh_good = False, False
    assert source.cameras(stop), "and signed in again where the refresh token is no good either"
    assert (there.sign_ins, there.renewals) == (2, 1)


def test_a_token_is_renewed_before_it_ends(there: RecordedZoneMinder, stop: StopSignal) -> None:
    clock = ManualClock(NOW_MS)
    with there.running() as server:
        kind = zoneminder_type(lambda: AddressGuard(["127.0.0.0/8"]), clock)
        source = kind.connect(SourceLogin(0, {"address": server.url, "user": USER}, {"password": PASSWORD}))
        source.cameras(stop)
        clock.advance(7000)
        source.cameras(stop)
        assert there.renewals == 0
        clock.advance(190)
        source.cameras(stop)
        assert there.renewals == 1
        source.close()


def test_a_password_changed_meanwhile_needs_a_person(
    there: RecordedZoneMinder, source: ZoneMinderSource, stop: StopSignal
) -> None:
    source.cameras(stop)
    there.tokens_good, there.refresh_good, there.users = False, False, {USER: "another"}
    assert trouble_of(lambda: source.cameras(stop)).trouble is Trouble.CREDENTIALS


@pytest.mark.parametrize("old", ["hash", "form"])
def test_versions_before_tokens(old: str, stop: StopSignal) -> None:
    there = RecordedZoneMinder(old=old)
    there.add(1, "2026-01-05 14:00:00")
    with there.running() as server:
        source = connect(server.url)
        found, _ = listed(source, stop, since_ms=1)
        assert b"".join(source.fetch(found[0], 0, stop)) == VIDEO
        assert any("StartTime" in asked.target for asked in server.asked), "as the times were called then"
        source.close()
        wrong = connect(server.url, password="wrong")
        assert failed(wrong, stop)[:2] == ("sign_in", Trouble.CREDENTIALS)
        wrong.close()


def test_a_certificate_of_its_own_is_trusted_by_fingerprint(
    there: RecordedZoneMinder, stop: StopSignal, tmp_path: Path
) -> None:
    certificate, key, fingerprint = self_signed(tmp_path)
    with there.running((certificate, key)) as server:
        strict = connect(server.url)
        *_, last = strict.check(stop)
        assert (last.step, last.trouble, last.details) == ("address", Trouble.TLS, {"fingerprint": fingerprint})
        strict.close()
        spelt = ":".join(fingerprint[n : n + 2] for n in range(0, 64, 2)).upper()
        trusting = connect(server.url, fingerprint=spelt)
        assert len(trusting.cameras(stop)) == 2
        trusting.close()
        assert failed(connect(server.url, fingerprint="0" * 64), stop)[1] is Trouble.TLS


def test_settings_get_their_defaults() -> None:
    found = check_config({"address": "zm.lan"})
    assert {name: found[name] for name in ("address", "user", "fingerprint", "time_zone")} == {
        "address": "http://zm.lan:80",
        "user": "",
        "fingerprint": None,
        "time_zone": "",
    }
    assert check_config(found) == found
    assert check_config({"address": "zm.lan", "since_days": 2})["since_days"] == 2
    assert check_config({"address": "https://zm.lan/zm/index.php?view=console"})["address"] == "https://zm.lan:443/zm"


@pytest.mark.parametrize(
    ("config", "field"),
    [
        ({}, "address"),
        ({"address": "ftp://zm.lan"}, "address"),
        ({"address": "http://u:p@zm.lan"}, "address"),
        ({"address": "zm.lan", "fingerprint": "abc"}, "fingerprint"),
        ({"address": "zm.lan", "time_zone": "Mars"}, "time_zone"),
        ({"address": "zm.lan", "user": 3}, "user"),
        ({"address": "zm.lan", "colour": "red"}, "colour"),
    ],
)
def test_bad_settings_name_the_field(config: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        check_config(config)
    assert caught.value.details["field"] == field
