"""`epack keys rotate`: nothing sealed is left under an old key, and a kill between any two steps loses nothing."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import LargeBinary, select

from backend.__main__ import main
from backend.composition.accounts import accounts
from backend.config.paths import Paths
from backend.config.secret_box import SecretBox, open_secret_box, read_keys
from backend.config.settings import Settings
from backend.domain.errors import StoreError
from backend.domain.mail import Mail
from backend.runtime.clock import SystemClock
from database.engine import Store, open_store
from database.repositories.licence_facts import LicenceFactsRepository
from database.repositories.licences import LicenceRepository
from database.repositories.mails import MailRepository
from database.repositories.source_secrets import SourceSecrets
from database.repositories.stored_secrets import SecretRepository
from database.tables import metadata
from tests.support.accounts import first_administrator
from tests.support.shop import Shop, environment, open_shop, serving
from tests.support.store import NOW_MS
from tests.support.vendor import LICENCE

SEALED_MARK = b"gAAAA"
"""What every Fernet token starts with."""
STEPS = ("new key", "passwords of sources", "second factors", "seal of the licence", "old keys")
KILLED_AFTER = """
import os, signal, sys
from pathlib import Path
from backend.composition.rotation import rotate_keys
from backend.config.paths import Paths
from backend.runtime.clock import SystemClock
from database.engine import open_store
paths = Paths(Path(sys.argv[1]))
def step(name):
    if name == sys.argv[2]:
        os.kill(os.getpid(), signal.SIGKILL)
with open_store(paths.db) as store:
    rotate_keys(store, paths, SystemClock(), step)
"""


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    """With a secret of every kind."""
    made = open_shop(tmp_path / "shop", {"Table 1": {}})
    paths = Paths(made.data_dir)
    box = open_secret_box(paths.key_file)
    with open_store(paths.db) as store:
        SourceSecrets(store, box).put(1, {"password": "camera password"}, now_ms=NOW_MS)
        LicenceFactsRepository(store, box).put("clock", {"latest_ms": NOW_MS}, now_ms=NOW_MS)
        SecretRepository(store).put("google", box.seal({"secret": "client secret"}), now_ms=NOW_MS)
        LicenceRepository(store, box).add(LICENCE)
        MailRepository(store, box).queue(Mail("hoa@shop.vn", "license_delivery", "ePACK", "a key"), now_ms=NOW_MS)
        desk = accounts(store, Settings, box, SystemClock(), local_key=paths.local_key)
        owner = first_administrator(desk)
        desk.users.set_factor(owner.id, box.seal({"secret": "JBSWY3DPEHPK3PXP"}), confirmed=True, now_ms=NOW_MS)
    paths.licence_seal.write_bytes(box.seal({"latest_ms": NOW_MS}))
    return made


def sealed_values(store: Store) -> Iterator[bytes]:
    """Everything sealed in any table, found by its look: also what a later table keeps."""
    with store.read() as connection:
        for table in metadata.sorted_tables:
            for column in (one for one in table.columns if isinstance(one.type, LargeBinary)):
                for value in connection.execute(select(column)).scalars():
                    if value is not None and value.startswith(SEALED_MARK):
                        yield value


def check_whole(shop: Shop) -> None:
    """Everything opens with the keys that are there."""
    paths = Paths(shop.data_dir)
    box = SecretBox(read_keys(paths.key_file))
    with open_store(paths.db) as store:
        assert len([box.open(value) for value in sealed_values(store)]) >= 4
        assert SourceSecrets(store, box).get(1) == {"password": "camera password"}
    assert box.open(paths.licence_seal.read_bytes()) == {"latest_ms": NOW_MS}


def rotate(shop: Shop) -> int:
    return main(["keys", "rotate", "--data-dir", str(shop.data_dir)])


def test_everything_is_sealed_anew(shop: Shop, capsys: pytest.CaptureFixture[str]) -> None:
    before = read_keys(Paths(shop.data_dir).key_file)
    assert rotate(shop) == 0
    told = capsys.readouterr().out
    for kind in (
        "passwords of sources: 1",
        "keys of sold licences: 1",
        "mails: 1",
        "second factors: 1",
        "other secrets: 1",
        "seal of the licence: 1",
    ):
        assert kind in told
    after = read_keys(Paths(shop.data_dir).key_file)
    assert len(after) == 1
    assert not set(before) & set(after)
    assert os.stat(Paths(shop.data_dir).key_file).st_mode & 0o777 == 0o600
    check_whole(shop)
    old = SecretBox(before)
    with open_store(shop.data_dir / "epack.db") as store:
        for value in sealed_values(store):
            with pytest.raises(StoreError):
                old.open(value)


@pytest.mark.parametrize("step", STEPS)
def test_a_kill_between_two_steps_loses_nothing(shop: Shop, step: str) -> None:
    killed = subprocess.run(
        [sys.executable, "-c", KILLED_AFTER, str(shop.data_dir), step],
        env=environment(), timeout=120, check=False, capture_output=True,
    )  # fmt: skip
    assert killed.returncode == -9, killed.stderr
    check_whole(shop)
    assert rotate(shop) == 0
    check_whole(shop)
    assert len(read_keys(Paths(shop.data_dir).key_file)) == 1


def test_old_keys_stay_while_something_cannot_be_opened(shop: Shop, capsys: pytest.CaptureFixture[str]) -> None:
    before = read_keys(Paths(shop.data_dir).key_file)
    with open_store(shop.data_dir / "epack.db") as store:
        SecretRepository(store).put("foreign", b"gAAAAnothing of ours", now_ms=NOW_MS)
    assert rotate(shop) == 1
    assert "cannot be opened" in capsys.readouterr().err
    assert set(before) < set(read_keys(Paths(shop.data_dir).key_file))


def test_not_while_the_server_runs(shop: Shop, capsys: pytest.CaptureFixture[str]) -> None:
    before = read_keys(Paths(shop.data_dir).key_file)
    with serving(shop):
        assert rotate(shop) == 1
    assert "in use" in capsys.readouterr().err
    assert read_keys(Paths(shop.data_dir).key_file) == before
