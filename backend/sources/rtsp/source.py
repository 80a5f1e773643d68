"""RTSP cameras as a source: what to record, and whether it can be."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

from backend.domain.errors import NotFound
from backend.domain.source import Check, RemoteCamera, SourceKind, SourceTrouble, Trouble
from backend.runtime.stop import StopSignal
from backend.sources.addresses import AddressGuard, parse_address
from backend.sources.live.handshake import SCHEMES, SignIn
from backend.sources.live.look import LOOK_S, as_check, first_picture, look_at, reach
from backend.sources.protocol import LiveStreams, SourceLogin, SourceType
from backend.sources.rtsp.config import SECRETS, RtspCamera, cameras_of, check_config, password_of

_BEFORE_SIGN_IN = frozenset(
    {Trouble.ADDRESS_REFUSED, Trouble.UNREACHABLE, Trouble.TIMEOUT, Trouble.REDIRECTED, Trouble.ANSWER}
)


WATCH_S = 60.0
"""A person waits: with many cameras the streams of the first ones are watched, of the others only asked for."""


class RtspSource:
    """Holds no connection between calls."""

    def __init__(self, login: SourceLogin, guard: AddressGuard, *, look_s: float = LOOK_S) -> None:
        self._cameras = cameras_of(login.config)
        self._secrets = login.secrets
        self._guard = guard
        self._look_s = look_s
        self._watch_until_s = 0.0

    def check(self, stop: StopSignal) -> Iterator[Check]:
        self._watch_until_s = time.monotonic() + WATCH_S
        for camera in self._cameras:
            for role, text in (("main", camera.main), ("sub", camera.sub)):
                if text is None:
                    continue
                ok = True
                for check in self._try(camera, role, text, stop):
                    ok = check.ok
                    yield check
                if not ok:
                    return

    def cameras(self, stop: StopSignal) -> list[RemoteCamera]:
        return [
            RemoteCamera(one.key, one.name, {"main": one.main, "sub": one.sub, "transport": one.transport})
            for one in self._cameras
        ]

    def streams(self, camera: RemoteCamera, stop: StopSignal) -> LiveStreams:
        """Raises NotFound when the camera was taken out of the source."""
        one = next((one for one in self._cameras if one.key == camera.key), None)
        if one is None:
            raise NotFound(f"The source has no camera {camera.name} any more.")
        return LiveStreams(one.main, one.sub, one.user, password_of(one.key, self._secrets), one.transport)

    def snapshot(self, camera: RemoteCamera, stop: StopSignal) -> bytes:
        """The first whole picture that comes, of the small stream if there is one. Raises NotFound, SourceTrouble."""
        found = self.streams(camera, stop)
        address = parse_address(found.sub or found.main, SCHEMES)
        place = reach(address, self._guard, SignIn(found.user, found.password), found.transport)
        return first_picture(place, found.password, stop, look_s=self._look_s)

    def close(self) -> None:
        """Nothing is open."""

    def _try(self, camera: RtspCamera, role: str, text: str, stop: StopSignal) -> Iterator[Check]:
        address, password = parse_address(text, SCHEMES), password_of(camera.key, self._secrets)
        details = {"camera": camera.name, "role": role, "host": address.host}
        try:
            place = reach(address, self._guard, SignIn(camera.user, password), camera.transport)
        except SourceTrouble as trouble:
            step = "address" if trouble.trouble in _BEFORE_SIGN_IN else "sign_in"
            if step == "sign_in":
                yield Check("address", True, details=details)
            if trouble.trouble in (Trouble.NOT_FOUND, Trouble.UNSUPPORTED):
                yield Check("sign_in", True, details=details)
                step = "stream"
            yield Check(step, False, trouble.trouble, trouble.message, {**details, **trouble.details})
            return
        yield Check("address", True, details=details)
        yield Check("sign_in", True, details=details)
        if time.monotonic() > self._watch_until_s:
            return
        try:
            facts = look_at(place, password, stop, look_s=self._look_s)
        except SourceTrouble as trouble:
            yield Check("stream", False, trouble.trouble, trouble.message, {**details, **trouble.details})
            return
        yield as_check(facts, camera.name, role, look_s=self._look_s)


def rtsp_type(guard: Callable[[], AddressGuard]) -> SourceType:
    return SourceType(
        SourceKind.RTSP,
        pulls=False,
        records=True,
        check_config=check_config,
        secret_names=SECRETS,
        connect=lambda login: RtspSource(login, guard()),
    )
