"""Rotating the key file: everything sealed is sealed anew, and then the old keys are dropped.

At every moment the key file opens everything that is stored: the new key is put in front first, and the old ones go
only when nothing is sealed with them any more. A break between any two steps leaves a whole installation, and rotating
again finishes it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from cryptography.fernet import Fernet

from backend.config.paths import Paths
from backend.config.secret_box import SecretBox, open_secret_box, read_keys, write_keys
from backend.domain.errors import StoreError
from backend.runtime.clock import Clock
from database.engine import Store
from database.repositories.audit import AuditRepository
from database.repositories.licence_facts import LicenceFactsRepository
from database.repositories.licences import LicenceRepository
from database.repositories.mails import MailRepository
from database.repositories.source_secrets import SourceSecrets
from database.repositories.stored_secrets import SecretRepository
from database.repositories.users import UserRepository

Step = Callable[[str], None]


def rotate_keys(store: Store, paths: Paths, clock: Clock, step: Step = lambda _name: None) -> dict[str, int]:
    """What was sealed anew, by kind. `store` must be ours alone. `step` is told what has just been done.

    Raises StoreError, with the old keys still in their place, when something stored cannot be opened or written.
    """
    if not paths.key_file.exists():
        open_secret_box(paths.key_file)
    keys = [Fernet.generate_key(), *read_keys(paths.key_file)]
    _put(paths.key_file, keys)
    step("new key")
    counts = {}
    for kind, reseal in _sealed(store, SecretBox(keys), paths, clock):
        counts[kind] = reseal()
        step(kind)
    _put(paths.key_file, keys[:1])
    step("old keys")
    return counts


def _sealed(store: Store, box: SecretBox, paths: Paths, clock: Clock) -> Iterator[tuple[str, Callable[[], int]]]:
    """Every place where something sealed lies: whoever seals somewhere else adds it here."""
    yield "passwords of sources", SourceSecrets(store, box).reseal_all
    yield "facts about the licence", LicenceFactsRepository(store, box).reseal_all
    yield "keys of sold licences", LicenceRepository(store, box).reseal_all
    yield "mails", MailRepository(store, box).reseal_all
    yield "ends of the record", AuditRepository(store, box).reseal_all
    yield "second factors", lambda: _second_factors(UserRepository(store), box, clock)
    yield "other secrets", lambda: _others(SecretRepository(store), box, clock)
    yield "seal of the licence", lambda: _file(paths.licence_seal, box)


def _second_factors(users: UserRepository, box: SecretBox, clock: Clock) -> int:
    sealed = users.sealed_factors()
    for user_id, secret in sealed.items():
        _, confirmed = users.factor(user_id)
        users.set_factor(user_id, box.reseal(secret), confirmed=confirmed, now_ms=clock.now_ms())
    return len(sealed)


def _others(secrets: SecretRepository, box: SecretBox, clock: Clock) -> int:
    stored = secrets.all()
    for name, secret in stored.items():
        secrets.put(name, box.reseal(secret), now_ms=clock.now_ms())
    return len(stored)


def _file(path: Path, box: SecretBox) -> int:
    try:
        sealed = path.read_bytes()
    except FileNotFoundError:
        return 0
    except OSError as error:
        raise StoreError(f"{path} cannot be read: {error.strerror}.", code="key_file_unusable") from error
    part = path.with_name(path.name + ".part")
    try:
        part.write_bytes(box.reseal(sealed))
        part.replace(path)
    except OSError as error:
        raise StoreError(f"{path} cannot be written: {error.strerror}.", code="key_file_unusable") from error
    return 1


def _put(path: Path, keys: list[bytes]) -> None:
    try:
        write_keys(path, keys)
    except OSError as error:
        raise StoreError(
            f"The key file {path} cannot be written: {error.strerror}.", code="key_file_unusable"
        ) from error
