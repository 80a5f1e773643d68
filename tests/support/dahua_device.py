"""A simulated Dahua recorder: its HTTP API with digest sign-in, searched and downloaded as its document says."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import unquote

from tests.support.device_server import Asked, DeviceServer, Reply, device_server
from tests.support.digest_check import DigestCheck
from tests.support.simulated_recorder import PICTURE, Footage, RecorderClock


@dataclass
class SimulatedDahua:
    footage: Sequence[Footage] = ()
    clock: RecorderClock = field(default_factory=RecorderClock)
    channels: Sequence[str] = ("Bàn 1", "")
    zone_number: int | None = 12
    """Of its own list; 12 is UTC+7. None: it does not tell."""
    ranges: bool = True
    page: int = 3
    tries: int | None = None
    hostile: Callable[[Asked], Reply | None] = lambda asked: None
    digest: DigestCheck = field(init=False)
    server: DeviceServer = field(init=False)
    open: dict[str, list[Footage]] = field(default_factory=dict)
    """Searches that were begun and not ended; the device has room for few."""
    begun: int = 0

    def __post_init__(self) -> None:
        self.digest = DigestCheck("admin", "d4hua", realm="Login to 4K02", tries=self.tries)

    @contextmanager
    def running(self) -> Iterator[SimulatedDahua]:
        with device_server(self.answer) as self.server:
            yield self
        assert not self.open, "a search was left open on the device"

    def answer(self, asked: Asked) -> Reply:
        if (refusal := self.digest.refusal(asked)) is not None:
            body = (
                b"Error: the account is locked, remaining lock time 300" if self.digest.was_locked else b"Unauthorized"
            )
            return Reply(401, body, refusal.headers)
        if (replaced := self.hostile(asked)) is not None:
            return replaced
        if asked.path.startswith("/cgi-bin/RPC_Loadfile/"):
            return self._load(asked)
        if asked.path == "/cgi-bin/snapshot.cgi" and asked.query.get("channel") == "1":
            return Reply(body=PICTURE, content_type="image/jpeg")
        action = asked.query.get("action", "")
        known: dict[tuple[str, str], Callable[[Asked], Reply]] = {
            ("magicBox.cgi", "getDeviceType"): lambda _: _lines("type=NVR4208"),
            ("magicBox.cgi", "getSerialNo"): lambda _: _lines("sn=4K02ABC"),
            ("magicBox.cgi", "getSoftwareVersion"): lambda _: _lines("version=4.001, build:2023-05-01"),
            ("global.cgi", "getCurrentTime"): lambda _: _lines(f"result = {_written(self.clock.now())}"),
            ("configManager.cgi", "getConfig"): self._config,
            ("mediaFileFind.cgi", "factory.create"): self._create,
            ("mediaFileFind.cgi", "findFile"): self._find,
            ("mediaFileFind.cgi", "findNextFile"): self._next,
            ("mediaFileFind.cgi", "close"): lambda _: _lines("OK"),
            ("mediaFileFind.cgi", "destroy"): self._destroy,
        }
        handler = known.get((asked.path.removeprefix("/cgi-bin/"), action))
        return handler(asked) if handler else Reply(400, b"Error\r\nBad Request!\r\n")

    def _config(self, asked: Asked) -> Reply:
        if asked.query["name"] == "ChannelTitle":
            return _lines(*(f"table.ChannelTitle[{n}].Name={name}" for n, name in enumerate(self.channels)))
        if asked.query["name"] == "NTP" and self.zone_number is not None:
            return _lines("table.NTP.Enable=false", f"table.NTP.TimeZone={self.zone_number}")
        return Reply(400, b"Error\r\nBad Request!\r\n")

    def _create(self, _: Asked) -> Reply:
        if len(self.open) >= 2:
            return Reply(400, b"Error\r\nToo many finders\r\n")
        self.begun += 1
        self.open[str(80_000 + self.begun)] = []
        return _lines(f"result={80_000 + self.begun}")

    def _find(self, asked: Asked) -> Reply:
        query = asked.query
        start, end = (
            datetime.strptime(query[f"condition.{name}"], "%Y-%m-%d %H:%M:%S") for name in ("StartTime", "EndTime")
        )
        channel = int(query["condition.Channel"])
        found = [
            one for one in sorted(self.footage, key=lambda one: one.start_ms)
            if one.channel == channel and self.clock.wall(one.start_ms) < end and self.clock.wall(one.end_ms) > start
        ]  # fmt: skip
        self.open[query["object"]] = found
        return _lines("OK") if found else Reply(400, b"Error\r\nNo files\r\n")

    def _next(self, asked: Asked) -> Reply:
        left = self.open[asked.query["object"]]
        page = left[: min(self.page, int(asked.query["count"]))]
        self.open[asked.query["object"]] = left[len(page) :]
        lines = [f"found={len(page)}"]
        for number, one in enumerate(page):
            values = {
                "Channel": one.channel - 1,  # it counts from 0 here, and from 1 where it is asked
                "StartTime": _written(self.clock.wall(one.start_ms)),
                "EndTime": _written(self.clock.wall(one.end_ms)),
                "Type": "dav",
                "FilePath": _path(one),
                "Length": one.size,
            }
            lines += [f"items[{number}].{name}={value}" for name, value in values.items()]
        return _lines(*lines)

    def _destroy(self, asked: Asked) -> Reply:
        self.open.pop(asked.query["object"], None)
        return _lines("OK")

    def _load(self, asked: Asked) -> Reply:
        path = unquote(asked.path.removeprefix("/cgi-bin/RPC_Loadfile"))
        found = next((one for one in self.footage if _path(one) == path), None)
        if found is None:
            return Reply(404)
        wanted = asked.headers.get("Range")
        if wanted and self.ranges:
            begin = int(wanted.removeprefix("bytes=").rstrip("-"))
            return Reply(206, found.content[begin:], {"Content-Range": f"bytes {begin}-{found.size - 1}/{found.size}"})
        return Reply(body=found.content, content_type="application/octet-stream")


def _path(one: Footage) -> str:
    return f"/mnt/dvr/sda0/2026/1/5/{one.channel:03d}/dav/10/10.00.00-10.10.00[M][0@0][{one.start_ms}].dav"


def _written(moment: datetime) -> str:
    """Without leading zeros, as its clock does."""
    return f"{moment.year}-{moment.month}-{moment.day} {moment.hour}:{moment.minute:02d}:{moment.second:02d}"


def _lines(*lines: str) -> Reply:
    return Reply(body="\r\n".join((*lines, "")).encode())
