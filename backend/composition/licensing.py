"""The licence of this installation, and what it means for the queue."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any, TypedDict

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

from backend.config.paths import PROJECT_DIR, Paths
from backend.config.secret_box import SecretBox
from backend.config.settings import Settings
from backend.domain.errors import StoreError
from backend.domain.licence import Licence
from backend.licensing.buying import Buying
from backend.licensing.keeper import LicenceKeeper
from backend.licensing.keys import new_licence_key
from backend.licensing.machine import machine_marks
from backend.licensing.server import LicenceServer
from backend.licensing.token import licence_text, read_public_key
from backend.licensing.vendor_keys import load_private_key
from backend.mail.post import Post
from backend.payments.selling import Selling, Sign
from backend.runtime.clock import Clock
from backend.scheduling.claim_gate import Permit
from database.engine import Store
from database.repositories.cameras import CameraRepository
from database.repositories.licence_facts import LicenceFactsRepository
from database.repositories.mails import MailRepository
from database.repositories.stored_secrets import SecretRepository

VENDOR_KEY = PROJECT_DIR / "resources" / "vendor.pem"


def licence_keeper(store: Store, box: SecretBox, paths: Paths, clock: Clock) -> LicenceKeeper:
    """Raises StoreError when the vendor's key is there and cannot be used."""
    facts = LicenceFactsRepository(store, box)
    return LicenceKeeper(facts, box, paths.licence_seal, vendor_public_key(), machine_marks, clock)


def vendor_public_key(path: Path = VENDOR_KEY) -> RSAPublicKey | None:
    """The key that licences are verified with; None: this copy knows no vendor, and nothing is limited."""
    try:
        pem = path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise StoreError(f"The vendor's key {path} cannot be read: {error.strerror}.", code="vendor_key") from error
    try:
        return read_public_key(pem)
    except ValueError as error:
        raise StoreError(
            f"The vendor's key {path} is damaged: {error}. Get the program anew.", code="vendor_key"
        ) from error


def licence_permit(keeper: LicenceKeeper, cameras: CameraRepository) -> Callable[[], Permit]:
    """What workers may take: nothing once the licence is over, and of too many cameras the first ones only."""

    def permit() -> Permit:
        standing = keeper.standing()
        if standing.cameras is None:
            return Permit(standing.may_analyse)
        enabled = sorted(one.camera.id for one in cameras.all_stored() if one.enabled)
        return Permit(standing.may_analyse, frozenset(enabled[standing.cameras :]))

    return permit


class LicenceParts(TypedDict):
    """Named as the services are."""

    licence: LicenceKeeper
    selling: Selling
    buying: Buying
    post: Post


def licence_parts(
    store: Store,
    box: SecretBox,
    keeper: LicenceKeeper,
    settings: Callable[[], Settings],
    version: str,
    on_licence: Callable[[], None],
    clock: Clock,
) -> LicenceParts:
    facts = LicenceFactsRepository(store, box)
    selling = Selling(store, facts, box, _signer, new_licence_key, clock)
    server = LicenceServer(lambda: settings().licence_server, keeper, version)
    post = Post(MailRepository(store, box), SecretRepository(store), box, settings, selling.mail_server, clock)
    return LicenceParts(
        post=post,
        licence=keeper,
        selling=selling,
        buying=Buying(keeper, _OwnDesk(selling), server, facts, on_licence, clock),
    )


def _signer(private_key: str, passphrase: str) -> Sign:
    key = load_private_key(private_key.encode(), passphrase.encode())

    def sign(licence: Licence) -> str:
        return licence_text(licence, key)

    return sign


class _OwnDesk:
    """The vendor's desk of this installation in the words of the licence server."""

    def __init__(self, selling: Selling) -> None:
        self._selling = selling

    @property
    def is_open(self) -> bool:
        return self._selling.is_open

    def packages(self) -> list[dict[str, Any]]:
        return [asdict(one) for one in self._selling.desk.packages()]

    def order(
        self, package: str, customer: str, email: str, machine: tuple[str, ...], return_to: str
    ) -> dict[str, Any]:
        opened = self._selling.desk.open(package, customer, email, machine, return_to)
        return {**asdict(opened.order), "token": opened.token}

    def standing(self, order_code: int, token: str) -> dict[str, Any]:
        order = self._selling.desk.standing(order_code, token)
        return {"status": order.status.value, "licence": self._selling.desk.licence_of(order)}

    def cancel(self, order_code: int, token: str) -> None:
        self._selling.desk.cancel(order_code, token)

    def activate(self, key: str, machine: tuple[str, ...]) -> str:
        return self._selling.desk.activate(key, machine, {})

    def release(self, licence_id: str, machine: tuple[str, ...]) -> None:
        self._selling.desk.deactivate(licence_id, machine)
