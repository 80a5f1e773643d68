"""ONVIF against a simulated device that checks who asks and answers by ONVIF's schemas."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest

from backend.domain.source import Check, SourceTrouble, Trouble
from backend.runtime.stop import StopSignal
from backend.sources import device_clock as clock
from backend.sources.addresses import AddressGuard
from backend.sources.onvif.source import OnvifSource, onvif_type
from backend.sources.protocol import SourceLogin
from tests.support.certificates import self_signed
from tests.support.device_server import Asked, Reply
from tests.support.digest_check import DigestCheck
from tests.support.onvif_device import PICTURE, SimulatedOnvif
from tests.support.onvif_media import Channel

LOOPBACK = AddressGuard(["127.0.0.0/8"])
STOP = StopSignal()


@pytest.fixture(autouse=True)
def quick_clock(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the test about clocks spreads its looks over a second."""
    if "ahead_ms" not in request.fixturenames:
        monkeypatch.setattr(clock, "_PAUSE_S", 0.0)


def connect(device: SimulatedOnvif, password: str | None = None, **config: Any) -> OnvifSource:
    given = {"address": device.server.url, "user": device.user, **config}
    secrets = {"password": device.password if password is None else password}
    made = onvif_type(lambda: LOOPBACK).connect(SourceLogin(0, given, secrets))
    assert isinstance(made, OnvifSource)
    return made


def checks_of(source: OnvifSource) -> dict[str, Check]:
    try:
        return {one.step: one for one in source.check(STOP)}
    finally:
        source.close()


@pytest.mark.parametrize("dialect", ["token", "digest"])
def test_a_device_of_either_dialect_is_signed_in_to_and_understood(dialect: str) -> None:
    device = SimulatedOnvif(dialect=dialect, services=("trt",))
    with device.running():
        checks = checks_of(connect(device))
        source = connect(device)
        cameras = source.cameras(STOP)
        streams = source.streams(cameras[0], STOP)
        picture = source.snapshot(cameras[0], STOP)
        source.close()
    assert list(checks) == ["address", "sign_in", "clock", "cameras", "stream"]
    assert all(one.ok for one in checks.values())
    assert checks["sign_in"].details["model"] == "Table Cam 5"
    assert [(one.key, one.name) for one in cameras] == [("VideoSource_1", "Acme Table Cam 5")]
    assert cameras[0].details["main"]["width"] == 1920
    own = f"rtsp://127.0.0.1:{device.streams.port}"
    assert streams.main == f"{own}/Main-VideoSource_1?unicast=true&proto=Onvif"
    assert streams.sub == f"{own}/Sub-VideoSource_1?unicast=true&proto=Onvif"
    assert (streams.user, streams.password) == (device.user, device.password)
    assert picture == PICTURE
    assert device.token.wrong == device.digest.wrong == 0


@pytest.mark.parametrize("ahead_ms", [-3 * 3_600_000, -1_400, 700, 86_400_000 * 400])
def test_a_wrong_clock_is_measured_and_does_not_keep_anybody_out(ahead_ms: int) -> None:
    device = SimulatedOnvif(clock_ahead_ms=ahead_ms)
    with device.running():
        told = checks_of(connect(device))["clock"]
        source = connect(device)
        streams = source.streams(source.cameras(STOP)[0], STOP)
        source.close()
    assert abs(told.details["offset_ms"] + ahead_ms) <= told.details["sure_ms"] + 20
    assert told.details["sure_ms"] <= 300
    assert bool(told.message) == (abs(ahead_ms) > 2_000)
    assert abs(streams.clock_offset_ms + ahead_ms) < 600


def test_a_device_that_tells_no_time_is_asked_by_ours() -> None:
    with SimulatedOnvif(tells_time=False).running() as device:
        checks = checks_of(connect(device))
    assert all(one.ok for one in checks.values())
    assert "time" in checks["clock"].message


def test_a_device_that_tells_no_time_and_finds_us_too_old_is_a_matter_of_clocks() -> None:
    with SimulatedOnvif(tells_time=False, clock_ahead_ms=90_000).running() as device:
        assert checks_of(connect(device))["sign_in"].trouble is Trouble.CLOCK


@pytest.mark.parametrize("dialect", ["token", "digest"])
def test_a_wrong_password_and_a_locked_device_are_told_apart(dialect: str) -> None:
    device = SimulatedOnvif(dialect=dialect, tries=1)
    with device.running():
        first = checks_of(connect(device, "wrong"))
        second = checks_of(connect(device))
    assert list(first) == ["address", "sign_in"]
    assert first["sign_in"].trouble is Trouble.CREDENTIALS
    assert second["sign_in"].trouble is Trouble.LOCKED_OUT
    assert device.token.wrong + device.digest.wrong == 1, "a wrong password is tried once only"


def test_a_user_without_the_right_is_no_wrong_password() -> None:
    with SimulatedOnvif(forbidden=frozenset({"GetProfiles"}), services=("trt",)).running() as device:
        checks = checks_of(connect(device))
    assert checks["sign_in"].ok
    assert checks["cameras"].trouble is Trouble.NOT_ALLOWED


def test_cameras_of_h265_are_seen_by_the_second_media_service() -> None:
    channel = Channel(main=("H265", 2560, 1440), sub=("H265", 640, 480))
    with SimulatedOnvif(channels=(channel,)).running() as device:
        source = connect(device)
        camera = source.cameras(STOP)[0]
        assert camera.details["main"]["codec"] == "H265"
        assert source.streams(camera, STOP).main.startswith(f"rtsp://127.0.0.1:{device.streams.port}/Main-")
        assert source.snapshot(camera, STOP) == PICTURE
        source.close()


def test_a_recorder_has_a_camera_for_each_channel() -> None:
    channels = tuple(Channel(f"ch{n}", sub=("H264", 704, 576) if n % 2 else None) for n in range(1, 17))
    with SimulatedOnvif(channels=channels).running() as device:
        source = connect(device)
        cameras = source.cameras(STOP)
        streams = [source.streams(one, STOP) for one in cameras[:2]]
        source.close()
    assert [one.name for one in cameras] == [f"Acme Table Cam 5 {n}" for n in range(1, 17)]
    assert [one.sub is not None for one in streams] == [True, False]


def test_addresses_of_another_network_are_led_to_the_address_that_was_entered() -> None:
    with SimulatedOnvif(other_host="192.168.1.64").running() as device:
        checks = checks_of(connect(device))
        source = connect(device)
        camera = source.cameras(STOP)[0]
        assert source.streams(camera, STOP).main.startswith(f"rtsp://127.0.0.1:{device.streams.port}/")
        led_through = connect(device, rtsp_port=9554).streams(camera, STOP)
        assert source.snapshot(camera, STOP) == PICTURE
        source.close()
    assert checks["stream"].ok
    assert checks["stream"].details["told_host"] == "192.168.1.64"
    assert "192.168.1.64" in checks["stream"].message
    assert led_through.main.startswith("rtsp://127.0.0.1:9554/")


def test_a_device_without_streams_says_so() -> None:
    with SimulatedOnvif(services=()).running() as device:
        assert checks_of(connect(device))["cameras"].trouble is Trouble.UNSUPPORTED
    with SimulatedOnvif(channels=(Channel(main=None, sub=None),)).running() as device:
        assert checks_of(connect(device))["cameras"].trouble is Trouble.UNSUPPORTED


def test_a_camera_that_sends_motion_jpeg_only_cannot_be_recorded() -> None:
    with SimulatedOnvif(channels=(Channel(main=("JPEG", 640, 480), sub=None),)).running() as device:
        checks = checks_of(connect(device))
    assert checks["stream"].trouble is Trouble.UNSUPPORTED
    assert "H.264" in checks["stream"].message


def test_a_stream_that_cannot_be_had_fails_the_last_step() -> None:
    with SimulatedOnvif().running() as device:
        device.streams.digest = DigestCheck("admin", "another password")
        assert checks_of(connect(device))["stream"].trouble is Trouble.CREDENTIALS
        assert checks_of(connect(device, rtsp_port=1))["stream"].trouble is Trouble.UNREACHABLE
        assert checks_of(connect(device, mode="recordings"))["recordings"].trouble is Trouble.UNSUPPORTED


def test_a_camera_that_is_gone_is_not_found() -> None:
    with SimulatedOnvif().running() as device:
        source = connect(device)
        camera = source.cameras(STOP)[0]
        device.media = type(device.media)((Channel("other"),), device.base, lambda: device.host, lambda: 1)
        with pytest.raises(SourceTrouble) as caught:
            source.streams(camera, STOP)
        source.close()
    assert caught.value.trouble is Trouble.NOT_FOUND


def test_tls_by_fingerprint(tmp_path: Path) -> None:
    certificate, key, fingerprint = self_signed(tmp_path)
    with SimulatedOnvif().running((certificate, key)) as device:
        refused = checks_of(connect(device))["address"]
        assert refused.trouble is Trouble.TLS
        assert refused.details["fingerprint"] == fingerprint
        checks = checks_of(connect(device, fingerprint=fingerprint))
        assert all(one.ok for one in checks.values()), "TLS is kept though the device names addresses with http"


# Answers that mean harm, or nothing

BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "' + b"a" * 1000 + b'">'
    + b"".join(b'<!ENTITY b%d "%s">' % (n, b"&b%d;" % (n - 1) * 10 if n else b"&a;" * 10) for n in range(9))
    + b']><s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"><s:Body>&b8;</s:Body></s:Envelope>'
)  # fmt: skip
FILE = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY f SYSTEM "file:///etc/passwd">]><a>&f;</a>'


@pytest.mark.parametrize(
    ("body", "trouble"),
    [
        (BOMB, Trouble.ANSWER),
        (BOMB.decode().encode("utf-16"), Trouble.ANSWER),
        (FILE, Trouble.ANSWER),
        (b"", Trouble.ANSWER),
        (b"<html><body>Login</body></html>", Trouble.ANSWER),
        (b"\x00\xff not xml", Trouble.ANSWER),
        (b"<a>" * 200_000, Trouble.ANSWER),
        (b"<Envelope><Body><GetSystemDateAndTimeResponse/></Body></Envelope>", Trouble.ANSWER),
    ],
)
def test_an_answer_that_means_harm_or_nothing_is_refused(body: bytes, trouble: Trouble) -> None:
    def hostile(operation: str, _: Asked) -> Reply | None:
        return Reply(body=body, content_type="application/soap+xml") if operation == "GetProfiles" else None

    with SimulatedOnvif(hostile=hostile).running() as device:
        began = time.monotonic()
        checks = checks_of(connect(device))
    assert checks["cameras"].trouble is trouble
    assert time.monotonic() - began < 20


def test_an_endless_answer_is_cut_off() -> None:
    def hostile(operation: str, _: Asked) -> Reply | None:
        return Reply(body=device.server.hang(b"<a>" * 20_000, 0)) if operation == "GetDeviceInformation" else None

    device = SimulatedOnvif(hostile=hostile)
    with device.running():
        assert checks_of(connect(device))["sign_in"].trouble is Trouble.TOO_LARGE


def test_a_redirect_to_another_host_is_not_followed() -> None:
    def hostile(operation: str, _: Asked) -> Reply | None:
        elsewhere = {"Location": f"http://127.0.0.2:{device.server.port}/onvif/device_service"}
        return Reply(307, headers=elsewhere) if operation == "GetSystemDateAndTime" else None

    device = SimulatedOnvif(hostile=hostile)
    with device.running():
        assert checks_of(connect(device))["address"].trouble is Trouble.REDIRECTED
    assert device.operations == ["GetSystemDateAndTime"]


def test_something_that_is_no_onvif_device_is_told() -> None:
    with SimulatedOnvif(hostile=lambda *_: Reply(404, b"<html>not here</html>")).running() as device:
        failed = checks_of(connect(device))["address"]
    assert failed.trouble is Trouble.ANSWER
    assert "ONVIF" in failed.message


@pytest.mark.parametrize("uri", ["http://127.0.0.1/x", "rtsp://", "rtsp://a b/", "rtsp://x:99999/", "", "rtsp://[::1/"])
def test_a_stream_address_that_is_none_is_refused(uri: str) -> None:
    device = SimulatedOnvif(answers={"tr2:GetStreamUri": lambda _: f"<tr2:Uri>{uri}</tr2:Uri>"})
    with device.running():
        assert checks_of(connect(device))["stream"].trouble is Trouble.ANSWER


def test_a_login_within_a_stream_address_is_left_out() -> None:
    def answer(_: Any) -> str:
        return f"<tr2:Uri>rtsp://root:s3cret@127.0.0.1:{device.streams.port}/main</tr2:Uri>"

    device = SimulatedOnvif(answers={"tr2:GetStreamUri": answer})
    with device.running():
        checks = checks_of(connect(device))
    assert checks["stream"].details["url"] == f"rtsp://127.0.0.1:{device.streams.port}/main"
    assert "s3cret" not in str(checks)
