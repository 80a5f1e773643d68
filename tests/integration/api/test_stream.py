"""The push stream: events as they come, pings, and never more streams than threads can bear."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from werkzeug.test import TestResponse

from backend.api.services import WebOptions
from backend.runtime.broadcast import CAPACITY
from tests.support.accounts import add_user
from tests.support.api_world import ApiWorld, api_world


@pytest.fixture
def world(tmp_path: Path) -> Iterator[ApiWorld]:
    with api_world(tmp_path, web=WebOptions(stream_limit=2, ping_s=0.02)) as made:
        yield made


def opened(world: ApiWorld, **headers: str) -> tuple[TestResponse, Iterator[bytes]]:
    reply = world.client.get("/api/stream", headers=headers)
    assert reply.status_code == 200
    return reply, reply.iter_encoded()


def next_event(chunks: Iterator[bytes]) -> str:
    """The next chunk that is no ping."""
    return next(chunk for chunk in (c.decode() for c in chunks) if not chunk.startswith(": ping"))


def test_the_first_words_say_when_to_come_back(world: ApiWorld) -> None:
    reply, chunks = opened(world)
    assert reply.mimetype == "text/event-stream"
    assert "no-store" in reply.headers["Cache-Control"]
    assert next(chunks).startswith(b"retry: 3000\n")
    reply.close()


def test_what_is_published_arrives_with_id_and_type(world: ApiWorld) -> None:
    reply, chunks = opened(world)
    next(chunks)
    world.services.broadcast.publish("clip", {"id": "a", "text": "two\nlines <b>"})
    assert next_event(chunks) == 'id: 1\nevent: clip\ndata: {"id": "a", "text": "two\\nlines <b>"}\n\n'
    reply.close()


def test_a_name_that_is_no_utf8_does_not_end_the_stream(world: ApiWorld) -> None:
    reply, chunks = opened(world)
    next(chunks)
    world.services.broadcast.publish("recording", {"path": "/in/gói-\udcff.mp4", "lines": ["\ud800"]})
    told = next_event(chunks)
    assert '"path": "/in/gói-\ufffd.mp4"' in told
    assert '["\ufffd"]' in told
    reply.close()


def test_silence_is_filled_with_pings(world: ApiWorld) -> None:
    reply, chunks = opened(world)
    next(chunks)
    assert next(chunks) == b": ping\n\n"
    reply.close()


def test_who_comes_back_is_told_to_read_the_state_again(world: ApiWorld) -> None:
    reply, chunks = opened(world, **{"Last-Event-ID": "7"})
    next(chunks)
    assert next_event(chunks).startswith("event: resync\n")
    reply.close()


def test_who_falls_behind_is_told_to_read_the_state_again(world: ApiWorld) -> None:
    reply, chunks = opened(world)
    next(chunks)
    for number in range(CAPACITY + 10):
        world.services.broadcast.publish("program", {"n": number})
    assert "event: resync\n" in next_event(chunks)
    assert "event: program\n" in next_event(chunks)
    reply.close()


def test_streams_are_bounded_and_given_back(world: ApiWorld) -> None:
    first, _ = opened(world)
    second, _ = opened(world)
    refused = world.client.get("/api/stream")
    assert (refused.status_code, refused.json["error"]["code"]) == (503, "too_many_streams")
    first.close()  # nothing was read from it: it is given back all the same
    third, _ = opened(world)
    for reply in (second, third):
        reply.close()
    assert world.services.broadcast.listeners == 0


def test_streams_end_when_the_server_goes_down(world: ApiWorld) -> None:
    reply, chunks = opened(world)
    next(chunks)
    world.services.broadcast.close()
    assert list(chunks) == []
    reply.close()


def test_it_ends_with_the_session_and_says_so(world: ApiWorld) -> None:
    add_user(world.services.accounts, "lan")
    client = world.sign_in("lan")
    reply = client.get("/api/stream")
    chunks = reply.iter_encoded()
    next(chunks)
    world.services.broadcast.publish("health", {"ok": True})
    assert next_event(chunks).startswith("id: ")
    lan = world.services.accounts.users.by_name("lan")
    assert lan is not None
    world.services.accounts.sessions.end_all(lan.id)
    world.clock.advance(2)
    world.services.broadcast.publish("health", {"secret": "after the end"})
    rest = [chunk.decode() for chunk in chunks]
    reply.close()
    assert rest[-1].startswith("event: signed_out\n")
    assert "after the end" not in "".join(rest)
    assert client.get("/api/stream").status_code == 401
