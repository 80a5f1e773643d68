"""Secrets are opened with the key file they were sealed with, by nobody else, and survive a rotation of the keys."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from backend.config.secret_box import SecretBox, open_secret_box, read_keys, write_keys
from backend.domain.errors import StoreError

SECRET = {"user": "admin", "password": "mật khẩu"}


def test_a_secret_comes_back_after_a_restart(tmp_path: Path) -> None:
    sealed = open_secret_box(tmp_path / "data" / "secret.key").seal(SECRET)
    assert b"admin" not in sealed
    assert open_secret_box(tmp_path / "data" / "secret.key").open(sealed) == SECRET


def test_only_the_owner_may_read_the_key_file(tmp_path: Path) -> None:
    open_secret_box(tmp_path / "secret.key")
    assert stat.S_IMODE((tmp_path / "secret.key").stat().st_mode) == 0o600


def test_another_key_opens_nothing(tmp_path: Path) -> None:
    sealed = open_secret_box(tmp_path / "one.key").seal(SECRET)
    with pytest.raises(StoreError, match="enter the password again") as caught:
        open_secret_box(tmp_path / "two.key").open(sealed)
    assert caught.value.code == "secret_unreadable"


def test_a_rotated_file_opens_the_old_and_seals_with_the_new(tmp_path: Path) -> None:
    path = tmp_path / "secret.key"
    before = open_secret_box(path)
    sealed, signing = before.seal(SECRET), before.derive("links")
    write_keys(path, [Fernet.generate_key(), *read_keys(path)])
    after = open_secret_box(path)
    assert after.open(sealed) == SECRET
    anew = after.reseal(sealed)
    write_keys(path, read_keys(path)[:1])
    assert open_secret_box(path).open(anew) == SECRET
    with pytest.raises(StoreError):
        open_secret_box(path).open(sealed)
    assert after.derive("links") != signing


def test_keys_for_different_purposes_differ() -> None:
    box = SecretBox([Fernet.generate_key()])
    assert box.derive("links") != box.derive("sessions")
    assert len(box.derive("links")) == 32


@pytest.mark.parametrize("content", [b"", b"\n\n", b"not a key\n", b"\xff\xfe"])
def test_a_damaged_key_file_is_named(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "secret.key"
    path.write_bytes(content)
    with pytest.raises(StoreError, match=r"secret\.key") as caught:
        open_secret_box(path)
    assert caught.value.code == "key_file_unusable"
    assert path.read_bytes() == content
