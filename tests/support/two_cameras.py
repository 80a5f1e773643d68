"""A shop with two cameras, each with footage, an event and a clip; some people may see only one of them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from flask.testing import FlaskClient

from backend.api.services import WebOptions
from backend.domain.account import Role
from tests.support.accounts import add_user
from tests.support.api_world import ApiWorld, api_world
from tests.support.footage import small_order_clip
from tests.support.seen import observations

HIDDEN_NAME, HIDDEN_CODE, HIDDEN_NOTE = "Bàn giấu", "HIDDEN7777777", "not for everybody"
SHOWN_NAME, SHOWN_CODE = "Bàn chung", "SHOWN88888888"
LOUD = (HIDDEN_NAME, HIDDEN_CODE, HIDDEN_NOTE)
"""What no answer to somebody limited to the other camera may hold."""
LIMITED = {Role.VIEWER: "viewer", Role.OPERATOR: "operator"}
"""Names of those who may see the shown camera only."""


@dataclass
class Side:
    """One camera with everything that belongs to it."""

    camera: int
    recording: int
    event: str
    clip: str
    batch: str


@dataclass
class Two:
    world: ApiWorld
    shown: Side
    hidden: Side
    viewer: FlaskClient
    operator: FlaskClient


@contextmanager
def two_cameras(folder: Path, *, web: WebOptions | None = None) -> Iterator[Two]:
    """Everything lies below `folder`, the store in memory. `viewer` and `operator` see the shown camera only."""
    with api_world(folder, web=web) as world:
        hidden, shown = _side(world, HIDDEN_NAME, HIDDEN_CODE), _side(world, SHOWN_NAME, SHOWN_CODE)
        world.json("PATCH", f"/api/events/{hidden.event}", {"note": HIDDEN_NOTE})
        world.json("PUT", "/api/searches", {"name": HIDDEN_NAME, "address": f"q={HIDDEN_CODE}&camera={hidden.camera}"})
        for role, name in LIMITED.items():
            add_user(world.services.accounts, name, role, cameras=frozenset({shown.camera}))
        world.clock.advance(3600)
        yield Two(world, shown, hidden, world.sign_in("viewer"), world.sign_in("operator"))


def _side(world: ApiWorld, name: str, code: str) -> Side:
    camera = world.camera(name)
    path = small_order_clip(world.input_dir / name).path
    with path.open("ab") as file:  # an empty box at the end: another file, the same video
        file.write((16).to_bytes(4) + b"free" + code[:8].encode())
    recording = world.recording(camera, path)
    world.done(recording, observations(text=code))
    event = world.event(camera, recording, path, codes=(code,))
    clip = world.clip(event)
    assert clip.batch_id is not None
    return Side(camera, recording, event, clip.public_id, clip.batch_id)
