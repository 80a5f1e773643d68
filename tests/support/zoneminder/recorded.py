"""A ZoneMinder made from recorded answers.

`answers.json` holds what a real ZoneMinder 1.36.33 (Debian 12, set up by up.sh beside this file) answered on
127.0.0.1, word for word; tokens are replaced by TOKEN, pages are cut after 400 characters. Three things are made up
here: more events of the same form, tokens that can end, and (`old`) the ways of versions before 1.34, which could not
be recorded and follow ZoneMinder's documentation. The real one itself is asked in test_real.py.
"""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.utils import formatdate
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote

from tests.support.device_server import Asked, DeviceServer, Reply, device_server
from tests.support.simulated_recorder import PICTURE

ANSWERS: dict[str, Any] = json.loads((Path(__file__).parent / "answers.json").read_text(encoding="utf-8"))
USER, PASSWORD = "viewer", "only-looks"
VIDEO = bytes(range(256)) * 1200
"""What every video file here holds."""


@dataclass
class RecordedZoneMinder:
    prefix: str = "/zm"
    events: list[dict[str, Any]] = field(default_factory=list)
    users: dict[str, str] = field(default_factory=lambda: {USER: PASSWORD})
    """Empty: signing in is switched off."""
    login_says: str | None = None
    """Name of the recorded answer that every sign-in gets."""
    api_says: str | None = None
    """The same for everything else of the API."""
    video_says: str | None = None
    zone: str | None = "Asia/Ho_Chi_Minh"
    old: str | None = None
    """`hash`: sign-in gives no token but `auth=...`; `form`: there is no sign-in for programs at all."""
    now_ms: int = 1_767_600_000_000
    """UTC epoch ms: its clock, which stands."""
    tokens_good: bool = True
    """False: the tokens given so far are refused until somebody signs in again."""
    refresh_good: bool = True
    ignores_filters: bool = False
    cuts_video_at: int | None = None
    zms: str | None = "cgi-bin/nph-zms"
    """Where its streaming program lies: below its page, or, with a slash, below the host; None: nobody may stream."""
    tells_zms: bool = False
    sign_ins: int = 0
    renewals: int = 0
    _tokens: set[str] = field(default_factory=set)

    def add(self, event_id: int, start: str, length_s: float = 60.0, *, monitor: int = 1, **changed: Any) -> None:
        """An event as recorded, with other numbers and times; `end=None` for one that is being written."""
        event = copy.deepcopy(ANSWERS["events"]["json"]["events"][0]["Event"])
        ends = datetime.fromisoformat(start) + timedelta(seconds=length_s)
        end = changed.pop("end", f"{ends:%Y-%m-%d %H:%M:%S}")
        event |= {
            "Id": event_id, "MonitorId": monitor, "Name": f"Event-{event_id}",
            "StartDateTime": start, "StartTime": start,
            "EndDateTime": end, "EndTime": end, "Length": f"{length_s:.2f}", "DefaultVideo": f"{event_id}-video.mp4",
        }  # fmt: skip
        self.events.append(event | changed)

    @contextmanager
    def running(self, tls: tuple[Path, Path] | None = None) -> Iterator[DeviceServer]:
        with device_server(lambda asked: self.answer(asked), tls) as server:
            yield server

    def answer(self, asked: Asked) -> Reply:
        if self.zms is not None and asked.path == (self.zms if self.zms[0] == "/" else f"{self.prefix}/{self.zms}"):
            return self._stream(asked)
        if not asked.path.startswith(self.prefix + "/"):
            return self._plain(404, "<title>404 Not Found</title>")
        path = asked.path.removeprefix(self.prefix + "/")
        form = {name: values[-1] for name, values in parse_qs(asked.body.decode()).items()}
        if path == "index.php":
            return self._page(asked, form)
        if path == "api/host/login.json":
            return self._login(form)
        if not path.startswith("api/"):
            return self._plain(404, "<title>404 Not Found</title>")
        if self.api_says is not None:
            return self._recorded(self.api_says)
        if not self._knows(asked):
            return self._recorded("token_expired" if "token" in asked.query else "not_signed_in")
        return self._ask(path.removeprefix("api/"), asked)

    # Signing in

    def _login(self, form: dict[str, str]) -> Reply:
        if self.old == "form":
            return self._recorded("unknown_action")
        if self.login_says is not None:
            return self._recorded(self.login_says)
        if "token" in form:
            if not self.refresh_good or not form["token"].startswith("refresh-"):
                return self._recorded("token_expired")
            self.renewals += 1
            return self._signed_in("refresh")
        if not self.users:
            return self._recorded("auth_off_login")
        if self.users.get(form.get("user", "")) != form.get("pass"):
            return self._recorded("login_denied")
        self.sign_ins += 1
        return self._signed_in("login")

    def _signed_in(self, name: str) -> Reply:
        told = copy.deepcopy(ANSWERS[name]["json"])
        self.tokens_good = True
        number = self.sign_ins + self.renewals
        if self.old == "hash":
            self._tokens = {f"hash{number}"}
            old = {"credentials": f"auth=hash{number}", "append_password": 0, "version": "1.30.4", "apiversion": "1.0"}
            return self._json(old)
        told["access_token"] = f"access-{number}"
        self._tokens = {told["access_token"]}
        if "refresh_token" in told:
            told["refresh_token"] = f"refresh-{number}"
        return self._json(told)

    def _knows(self, asked: Asked) -> bool:
        if not self.users:
            return True
        if self.old == "form":
            return "ZMSESSID=good" in asked.headers.get("Cookie", "")
        shown = asked.query.get("auth" if self.old == "hash" else "token")
        return self.tokens_good and shown in self._tokens

    # What it has

    def _ask(self, path: str, asked: Asked) -> Reply:
        if path == "host/getVersion.json":
            return self._json({"version": "1.30.4", "apiversion": "1.0"}) if self.old else self._recorded("version")
        if path == "host/getTimeZone.json":
            return self._recorded("unknown_action") if self.zone is None else self._json({"tz": self.zone})
        if path == "monitors.json":
            return self._recorded("monitors")
        if path == "configs/viewByName/ZM_PATH_ZMS.json" and self.tells_zms:
            return self._json({"config": {"Id": 1, "Name": "ZM_PATH_ZMS", "Value": self.zms or ""}})
        if path.startswith("events/index"):
            return self._listed(path, asked)
        return self._recorded("unknown_action")

    def _listed(self, path: str, asked: Asked) -> Reply:
        wanted = sorted(self.events, key=lambda event: event["Id"], reverse=asked.query.get("direction") == "desc")
        for text in [] if self.ignores_filters else unquote(path).removesuffix(".json").split("/")[2:]:
            name, sign, value = re.fullmatch(r"(\w+) ?([<>=]*):(.+)", text).groups()  # type: ignore[union-attr]
            tests = {"": lambda a, b: a == b, ">": lambda a, b: a > b, ">=": lambda a, b: a >= b}
            kind = type(self.events[0][name]) if self.events else str
            wanted = [event for event in wanted if tests[sign](event[name], kind(value))]
        limit = min(100, int(asked.query.get("limit", 100)))
        told = copy.deepcopy(ANSWERS["events"]["json"])
        told["events"] = [{"Event": event} for event in wanted[:limit]]
        told["pagination"] |= {"current": len(told["events"]), "count": len(wanted), "nextPage": len(wanted) > limit}
        return self._json(told)

    def _stream(self, asked: Asked) -> Reply:
        """zms: one picture, made up; it refuses with a page and status 200."""
        if (
            not self._knows(asked)
            or asked.query.get("mode") != "single"
            or asked.query.get("monitor") not in ("1", "2")
        ):
            return self._plain(200, "Unable to authenticate user")
        return Reply(200, PICTURE, self._date(), "image/jpeg")

    def _page(self, asked: Asked, form: dict[str, str]) -> Reply:
        if form.get("action") == "login":
            good = self.users.get(form["username"]) == form["password"]
            self.sign_ins += good
            return self._recorded("form_login", {"Set-Cookie": f"ZMSESSID={'good' if good else 'bad'}; path=/"})
        if asked.query.get("view") == "image" and self._knows(asked):
            known = any(str(one["Id"]) == asked.query.get("eid") for one in self.events)
            return Reply(200, PICTURE, self._date(), "image/jpeg") if known else self._plain(404, "Not found")
        if asked.query.get("view") != "view_video":
            return self._recorded("form_login" if self._knows(asked) else "video_not_signed_in")
        if self.video_says is not None:
            return self._recorded(self.video_says)
        if not self._knows(asked):
            page = self._recorded("video_bad_token")
            if "Range" not in asked.headers or not isinstance(page.body, bytes):
                return page
            # As Apache does: the rest of the page.
            return Reply(206, page.body[100:], page.headers, page.content_type)
        event = next((one for one in self.events if one["Id"] == int(asked.query["eid"])), None)
        if event is None or not event["DefaultVideo"]:
            return self._recorded("video_gone" if event is None else "video_of_jpeg_event")
        begin = int(asked.headers["Range"].removeprefix("bytes=").rstrip("-")) if "Range" in asked.headers else 0
        headers = dict(ANSWERS["video_range" if begin else "video"]["headers"])
        headers["Content-Disposition"] = f'inline; filename="{event["DefaultVideo"]}"'
        headers.pop("Content-Length"), headers.pop("Content-Type"), headers.pop("Content-Range", None)
        if begin:
            headers["Content-Range"] = f"bytes {begin}-{len(VIDEO) - 1}/{len(VIDEO)}"
        body = VIDEO[begin : self.cuts_video_at]
        return Reply(206 if begin else 200, [body], headers, "video/mp4", len(VIDEO) - begin)

    # Forms of answers

    def _date(self) -> dict[str, str]:
        return {"Date": formatdate(self.now_ms / 1000, usegmt=True)}

    def _recorded(self, name: str, more: dict[str, str] | None = None) -> Reply:
        one = ANSWERS[name]
        headers = {key: value for key, value in one["headers"].items() if not key.startswith("Content-")}
        headers |= {key: value for key, value in one["headers"].items() if key == "Content-Disposition"}
        if "Location" in headers:
            headers["Location"] = headers["Location"].replace("/zm/", f"{self.prefix}/")
        body = json.dumps(one["json"]).encode() if "json" in one else one["text"].encode()
        announced = None
        if one.get("bytes") == 0 and int(one["headers"].get("Content-Length", 0)) > 0:
            announced = int(one["headers"]["Content-Length"])  # it announces a file that it cannot read
        kind = one["headers"].get("Content-Type", "text/html")
        return Reply(one["status"], body, headers | self._date() | (more or {}), kind, announced)

    def _json(self, told: dict[str, Any]) -> Reply:
        return Reply(200, json.dumps(told).encode(), self._date(), "application/json; charset=UTF-8")

    def _plain(self, status: int, text: str) -> Reply:
        return Reply(status, text.encode(), self._date(), "text/html; charset=iso-8859-1")
