"""The licence of this installation, and what it means for the queue."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

from backend.config.paths import PROJECT_DIR, Paths
from backend.config.secret_box import SecretBox
from backend.domain.errors import StoreError
from backend.licensing.keeper import LicenceKeeper
from backend.licensing.machine import machine_marks
from backend.licensing.token import read_public_key
from backend.runtime.clock import Clock
from backend.scheduling.claim_gate import Permit
from database.engine import Store
from database.repositories.cameras import CameraRepository
from database.repositories.licence_facts import LicenceFactsRepository

VENDOR_KEY = PROJECT_DIR / "resources" / "vendor.pem"


def licence_keeper(store: Store, box: SecretBox, paths: Paths, clock: Clock) -> LicenceKeeper:
    """Raises StoreError when the vendor's key is there and cannot be used."""
    facts = LicenceFactsRepository(store, box)
    return LicenceKeeper(facts, box, paths.data_dir / "licence.seal", vendor_public_key(), machine_marks, clock)


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
