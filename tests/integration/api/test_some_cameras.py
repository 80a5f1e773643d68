"""Whoever may see some cameras sees nothing of the others, by whatever address, and changes nothing of them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from backend.api.permission import need_of
from backend.domain.account import Permission
from tests.integration.api.test_every_route import SAMPLES
from tests.support.accounts import add_user
from tests.support.api_world import NOW_MS
from tests.support.two_cameras import HIDDEN_CODE, HIDDEN_NAME, HIDDEN_NOTE, LOUD, Side, Two, two_cameras


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Two]:
    with two_cameras(tmp_path_factory.mktemp("world")) as made:
        yield made


def named(two: Two, rule: str, which: Side) -> str:
    own = {
        "camera_id": which.camera, "recording_id": which.recording, "event_id": which.event, "clip_id": which.clip,
        "batch_id": which.batch,
    }  # fmt: skip
    path = rule.replace("<any('swagger-ui.css', 'swagger-ui-bundle.js'):name>", "swagger-ui.css")
    for name, value in {**SAMPLES, **own}.items():
        path = path.replace(f"<int:{name}>", str(value)).replace(f"<{name}>", str(value))
    return path


QUERIES = {
    "/api/timeline": "day=2026-01-01",
    "/api/timeline/days": "month=2026-01",
    "/api/cameras/<int:camera_id>/moment": f"at_ms={NOW_MS + 5000}",
    "/api/cameras/<int:camera_id>/day-events": "day=2026-01-01",
    "/api/get-final-roi-frame": "camera_id={camera}",
}


def gets(two: Two) -> Iterator[tuple[str, Permission]]:
    for rule in two.world.app.url_map.iter_rules():
        need = need_of(two.world.app, rule.endpoint)
        if need is not None and "GET" in (rule.methods or ()) and rule.endpoint != "live.stream":
            yield rule.rule, need.permission


def test_what_belongs_to_another_camera_is_not_there(two: Two) -> None:
    """The same addresses answer for one's own camera, so that the check can fail."""
    own, missing = [], []
    for rule, _ in gets(two):
        if not any(f"{name}>" in rule for name in ("camera_id", "recording_id", "event_id", "clip_id")):
            continue
        query = f"?{QUERIES[rule]}" if rule in QUERIES else ""
        hidden = two.operator.get(named(two, rule, two.hidden) + query, buffered=True)
        if hidden.status_code != 404:
            missing.append(f"{rule}: {hidden.status_code}")
        shown = two.operator.get(named(two, rule, two.shown) + query, buffered=True)
        own.append(shown.status_code in (200, 202))
    assert missing == []
    assert sum(own) > 12


def test_no_list_no_sum_and_no_file_tells_of_another_camera(two: Two) -> None:
    for rule, _ in gets(two):
        for client in (two.viewer, two.operator):
            path = named(two, rule, two.shown)
            query = f"?{QUERIES[rule]}".format(camera=two.shown.camera) if rule in QUERIES else ""
            reply = client.get(path + query, buffered=True)
            if reply.mimetype.startswith(("application/json", "text/")):
                told = [word for word in LOUD if word in reply.text]
                assert not told, f"{path}{query} tells {told}: {reply.text[:400]}"
    figures = two.viewer.get("/api/overview").json
    everything = two.world.json("GET", "/api/overview")
    assert str(figures) != str(everything)
    assert two.viewer.get("/api/events").json["total"] == 1
    assert two.world.json("GET", "/api/events")["total"] == 2


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/api/search", {"text": "HIDDEN7777777"}),
        ("/api/search", {"text": "777"}),
        ("/api/search", {"text": "HIDDEN777777"}),
        ("/api/search", {}),
        ("/api/search/export", {"from_ms": 0, "to_ms": NOW_MS * 2}),
        ("/api/query", {"search_string": "HIDDEN7777777", "default_days": 3650}),
        ("/query", {"search_string": "", "default_days": 3650}),
    ],
)
def test_no_search_finds_it(two: Two, path: str, body: dict[str, object]) -> None:
    found = two.world.client.post(path, json=body, buffered=True)
    assert HIDDEN_NAME in found.text or two.hidden.event in found.text
    mine = two.viewer.post(path, json=body, buffered=True)
    assert mine.status_code == 200
    assert HIDDEN_NAME not in mine.text
    assert two.hidden.event not in mine.text


def test_filters_by_a_hidden_camera_find_nothing(two: Two) -> None:
    hidden = two.hidden
    for path in (f"/api/events?camera_id={hidden.camera}", f"/api/recordings?camera_id={hidden.camera}"):
        assert two.viewer.get(path).json["items"] == []
    assert two.viewer.get(f"/api/clips?event_id={hidden.event}").json["items"] == []
    search = two.viewer.post("/api/search", json={"camera_ids": [hidden.camera]})
    assert HIDDEN_CODE not in search.text
    video = two.viewer.get(f"/api/events/{two.shown.event}/video?camera_id={hidden.camera}")
    assert video.status_code == 404
    views = two.viewer.get(f"/api/events/{two.shown.event}/views").json["items"]
    assert [one["camera_id"] for one in views] == [two.shown.camera]
    assert len(two.world.json("GET", f"/api/events/{two.shown.event}/views")["items"]) == 2


def test_a_zip_holds_own_clips_only(two: Two) -> None:
    ids = [two.hidden.event, two.shown.event]
    cut = two.world.json("POST", "/api/clips", {"event_ids": ids}, status=202)
    for one in cut["clips"]:
        assert two.world.services.clips.take(one["id"])
        two.world.services.cutter.cut(two.world.services.clips.get(one["id"]), two.world.services.stop)
    all_of_it = two.world.client.get(f"/api/clips/batch/{cut['batch_id']}.zip", buffered=True).data
    mine = two.viewer.get(f"/api/clips/batch/{cut['batch_id']}.zip", buffered=True).data
    assert 0 < len(mine) < len(all_of_it)
    assert HIDDEN_CODE.encode() in all_of_it
    assert HIDDEN_CODE.encode() not in mine
    assert HIDDEN_NAME.encode() not in mine


def test_nothing_of_it_is_cut_or_changed(two: Two) -> None:
    hidden, operator = two.hidden, two.operator
    refused = operator.post("/api/clips", json={"event_ids": [hidden.event]})
    assert refused.status_code in (202, 404)
    if refused.status_code == 202:
        assert refused.json["clips"] == []
    answers = [
        operator.patch(f"/api/events/{hidden.event}", json={"note": "x"}),
        operator.post(f"/api/events/{hidden.event}/codes", json={"text": "X"}),
        operator.put(f"/api/events/{hidden.event}/codes", json={"wrong": HIDDEN_CODE, "right": None}),
        operator.delete(f"/api/events/{hidden.event}/codes", json={"text": HIDDEN_CODE}),
        operator.patch(f"/api/clips/{hidden.clip}", json={"locked": True}),
        operator.post(f"/api/clips/{hidden.clip}/cancel"),
        operator.post(f"/api/clips/{hidden.clip}/links", json={}),
        operator.patch(f"/api/cameras/{hidden.camera}", json={"name": "mine"}),
        operator.put(f"/api/cameras/{hidden.camera}/regions", json={}),
        operator.post(f"/api/cameras/{two.shown.camera}/regions/copy", json={"to": [hidden.camera]}),
        operator.post(f"/api/cameras/{hidden.camera}/region-suggestion"),
        operator.post(f"/api/camera-health/{hidden.camera}/baseline"),
        operator.post("/api/regions/preview-detect", json={"camera_id": hidden.camera}),
        operator.post("/api/recordings/again", json={"ids": [hidden.recording]}),
        operator.post("/api/recordings/retry", json={"ids": [hidden.recording]}),
        operator.post(f"/api/recordings/{hidden.recording}/rendition"),
    ]
    assert {(one.request.path, one.status_code) for one in answers} == {(one.request.path, 404) for one in answers}
    everything = operator.post("/api/recordings/retry", json={"all_failed": True})
    assert (everything.status_code, everything.json["error"]["code"]) == (403, "whole_site_only")
    after = two.world.json("GET", f"/api/events/{hidden.event}")
    assert (after["note"], [code["text"] for code in after["codes"]]) == (HIDDEN_NOTE, [HIDDEN_CODE])
    # What is one's own can be changed.
    assert operator.patch(f"/api/events/{two.shown.event}", json={"note": "x"}).status_code == 200


def test_live_messages_are_of_own_cameras(two: Two) -> None:
    reply = two.viewer.get("/api/stream")
    chunks = reply.iter_encoded()
    next(chunks)
    publish = two.world.services.broadcast.publish
    for which in (two.hidden, two.shown):
        publish("event", {"camera_id": which.camera, "mark": which.event})
        publish("clip", {"id": which.clip, "event_id": which.event, "mark": which.event})
        publish("recording", {"id": which.recording, "mark": which.event})
        publish("rendition", {"recording_id": which.recording, "mark": which.event})
    publish("something new", {"mark": two.hidden.event})
    publish("program", {"status": "running", "custom_path": HIDDEN_NAME, "problems": [HIDDEN_NAME]})
    told = []
    while not any("event: program" in one for one in told):
        told.append(next(chunks).decode())
    reply.close()
    text = "".join(told)
    assert two.hidden.event not in text
    assert HIDDEN_NAME not in text
    assert text.count(two.shown.event) == 5


def test_links_of_its_clips_are_not_listed(two: Two) -> None:
    """A link opens for whoever has its address; lists of links are for who may see the clip."""
    two.world.json("POST", f"/api/clips/{two.hidden.clip}/links", {"hours": 1}, status=201)
    assert two.viewer.get(f"/api/clips/{two.hidden.clip}/links").status_code == 404
    assert two.operator.get(f"/api/clips/{two.shown.clip}/links").json == {"items": [], "total": 0}


def test_saved_searches_of_the_shop_are_not_theirs(two: Two) -> None:
    """What others saved names codes and cameras; what they save themselves is for nobody else."""
    (shared,) = two.world.json("GET", "/api/searches")["items"]
    assert two.viewer.get("/api/searches").json["items"] == []
    assert two.viewer.delete(f"/api/searches/{shared['id']}").status_code == 404
    body = {"name": HIDDEN_NAME, "address": "q=mine"}
    own = two.viewer.put("/api/searches", json=body).json
    assert own["id"] != shared["id"]
    assert [one["address"] for one in two.viewer.get("/api/searches").json["items"]] == ["q=mine"]
    assert two.operator.get("/api/searches").json["items"] == []
    assert two.operator.delete(f"/api/searches/{own['id']}").status_code == 404
    assert two.world.json("GET", "/api/searches")["items"] == [shared]
    two.world.json("DELETE", f"/api/searches/{own['id']}", status=404)
    assert two.viewer.delete(f"/api/searches/{own['id']}").status_code == 204


def test_searches_of_somebody_go_with_the_account(two: Two) -> None:
    add_user(two.world.services.accounts, "passing", cameras=frozenset({two.shown.camera}))
    two.world.sign_in("passing").put("/api/searches", json={"name": "x", "address": "q=x"})
    user = two.world.services.accounts.users.by_name("passing")
    assert user is not None
    two.world.json("DELETE", f"/api/users/{user.id}", status=204)
    assert two.world.services.saved_searches.all(user.id) == []
