"""The licence of this installation: installed, looked at whenever work is to begin, taken off again.

What must not be lost or edited lies sealed in the store, and the start of the trial and the latest time seen once more
in a sealed file beside it, so that putting an old backup back neither begins a new trial nor turns the clock back.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Protocol

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

from backend.config.secret_box import SecretBox
from backend.domain.errors import EpackError, InvalidInput, StoreError
from backend.domain.licence import Licence, LicenceFacts, LicenceState, Standing, assess, fits
from backend.licensing.token import read_licence, verify
from backend.runtime.clock import Clock
from backend.runtime.guard import Guard

log = logging.getLogger(__name__)

PRODUCT = "epack"
FRESH_S = 30.0
"""A standing is worked out anew after this."""
CLOCK_STEP_MS = 10 * 60_000
"""The latest time seen is written down when it moved by this much."""


class Facts(Protocol):
    """What the keeper needs of the store (database.repositories.licence_facts)."""

    def get(self, name: str) -> dict[str, Any] | None: ...
    def readable(self, name: str) -> dict[str, Any] | None: ...
    def put(self, name: str, value: dict[str, Any], *, now_ms: int) -> None: ...
    def remove(self, name: str) -> None: ...


@dataclass(frozen=True, slots=True)
class Times:
    trial_started_ms: int
    latest_ms: int
    anchor_ms: int = 0
    """The latest issue of a licence that was ever installed here."""


class LicenceKeeper:
    """Safe to ask from any thread."""

    def __init__(
        self,
        facts: Facts,
        box: SecretBox,
        seal_file: Path,
        vendor_key: RSAPublicKey | None,
        marks: Callable[[], tuple[str, ...]],
        clock: Clock,
    ) -> None:
        self._facts = facts
        self._box = box
        self._seal_file = seal_file
        self._vendor_key = vendor_key
        self._marks = marks
        self._clock = clock
        self._guard = Guard()
        """Also around reading and writing the licence: what is noted of one must not put it in the place of another."""
        self._known: tuple[float, Standing] | None = None
        self._here: tuple[str, ...] | None = None

    def standing(self) -> Standing:
        """What is permitted now; worked out at most every half minute. A store that cannot be read just now keeps the
        last answer, and permits work when there is none."""
        with self._guard:
            at_s = self._clock.monotonic()
            if self._known is None or at_s - self._known[0] >= FRESH_S:
                try:
                    self._known = (at_s, self._assess())
                except StoreError as error:
                    log.warning("the licence cannot be looked at: %s", error.message)
                    standing = self._known[1] if self._known else Standing(LicenceState.UNLIMITED, may_analyse=True)
                    self._known = (at_s, standing)
            return self._known[1]

    def licence(self) -> Licence | None:
        """The licence installed here, as it was signed; None without one, or when it is damaged."""
        kept = self._facts.readable("licence")
        return self._read(kept["text"]) if kept else None

    def marks(self) -> tuple[str, ...]:
        """What this machine is known by; they do not change while it runs."""
        if self._here is None:
            self._here = self._marks()
        return self._here

    def install(self, text: str) -> Licence:
        """Take a licence, or the revocation of the one that is installed.

        Raises InvalidInput: not readable, not signed by the vendor, for another product or machine, over.
        """
        if self._vendor_key is None:
            raise InvalidInput(
                "This copy of the program was built without a vendor's key: it is not limited and takes no licence.",
                code="licence_not_needed",
            )
        if "REVOCATION" in text[:200]:
            return self._revoke(text, self._vendor_key)
        licence = read_licence(text, self._vendor_key)
        if licence.product != PRODUCT:
            raise InvalidInput(f"This is a licence for {licence.product}, not for ePACK.", code="licence_other_product")
        if not fits(licence.machine, self.marks()):
            raise InvalidInput(
                "This licence is made out for another machine. Send the request code of this one to the vendor; a "
                "moved licence is made out anew.",
                code="licence_other_machine",
            )
        self._check_time(licence)
        now_ms = self._clock.now_ms()
        with self._guard:
            self._facts.put("licence", {"text": text, "installed_ms": now_ms}, now_ms=now_ms)
        times = self._times_or_ended()
        if licence.issued_ms > times.anchor_ms:
            # A licence newer than any before shows what time it is: a clock that once ran far ahead is forgiven by it.
            self._write_times(Times(times.trial_started_ms, max(now_ms, licence.issued_ms), licence.issued_ms))
        self._forget()
        log.info("licence %s installed for %s", licence.id, licence.customer)
        return licence

    def remove(self) -> None:
        """Take the licence off this machine."""
        with self._guard:
            self._facts.remove("licence")
        self._forget()
        log.info("the licence was removed")

    def mark_revoked(self, licence_id: str) -> None:
        """The vendor took this licence back."""
        with self._guard:
            kept, licence = self._facts.readable("licence"), self.licence()
            if kept and licence is not None and licence.id == licence_id:
                now_ms = self._clock.now_ms()
                self._facts.put("licence", {**kept, "revoked": True}, now_ms=now_ms)
                self._forget()

    def tick(self) -> None:
        """Write down how late it is; called now and then."""
        now_ms, times = self._clock.now_ms(), self._times()
        if now_ms - times.latest_ms >= CLOCK_STEP_MS:
            self._write_times(replace(times, latest_ms=now_ms))
        self._forget()

    def _assess(self) -> Standing:
        if self._vendor_key is None:
            return Standing(LicenceState.UNLIMITED, may_analyse=True)
        now_ms = self._clock.now_ms()
        licence, damaged, revoked, moved_ms, at_home = None, False, False, None, True
        try:
            times, kept = self._times(), self._kept()
            if kept:
                licence = self._read(kept["text"])
                damaged, revoked = licence is None, bool(kept.get("revoked"))
            if licence is not None and kept is not None:
                at_home = fits(licence.machine, self.marks())
                moved_ms = self._moved(kept, at_home, now_ms)
        except StoreError as error:
            if error.code != "secret_unreadable":
                raise
            times, damaged = Times(now_ms, now_ms), True
        return assess(
            LicenceFacts(
                now_ms,
                times.latest_ms,
                times.trial_started_ms,
                licence=licence,
                damaged=damaged,
                revoked=revoked,
                fits_machine=at_home,
                moved_ms=moved_ms,
            )
        )

    def _moved(self, kept: dict[str, Any], at_home: bool, now_ms: int) -> int | None:
        """Since when the machine does not fit, remembered from the first time on."""
        moved_ms = kept.get("moved_ms")
        if at_home == (moved_ms is None):
            return moved_ms
        moved_ms = None if at_home else now_ms
        self._facts.put("licence", {**kept, "moved_ms": moved_ms}, now_ms=now_ms)
        return moved_ms

    def _check_time(self, licence: Licence) -> None:
        at = LicenceFacts(self._clock.now_ms(), 0, 0, licence=licence)
        if assess(at).state is LicenceState.ENDED:
            raise InvalidInput("This licence has ended. Ask the vendor for a new one.", code="licence_over")

    def _revoke(self, text: str, key: RSAPublicKey) -> Licence:
        content, licence = verify(text, key, "revocation"), self.licence()
        if licence is None or content.get("id") != licence.id:
            raise InvalidInput("This revocation is for another licence.", code="licence_other_machine")
        self.mark_revoked(licence.id)
        return licence

    def _read(self, text: str) -> Licence | None:
        if self._vendor_key is None:
            return None
        try:
            return read_licence(text, self._vendor_key)
        except EpackError as error:
            log.warning("the stored licence cannot be used: %s", error.message)
            return None

    def _kept(self) -> dict[str, Any] | None:
        return self._facts.get("licence")

    def _times(self) -> Times:
        """From the store and the file beside it: the earlier trial and the later time count. Begins them when neither
        has any. Raises StoreError when what is there cannot be opened."""
        stored, beside = self._facts.get("clock"), self._beside()
        found = [one for one in (stored, beside) if one is not None]
        if not found:
            times = Times(self._clock.now_ms(), self._clock.now_ms())
            self._write_times(times)
            return times
        times = Times(
            min(one["trial_started_ms"] for one in found),
            max(one["latest_ms"] for one in found),
            max(one["anchor_ms"] for one in found),
        )
        if stored is None or beside is None:
            self._write_times(times)
        return times

    def _times_or_ended(self) -> Times:
        """Where they cannot be opened any more, a licence begins them anew, and no other trial."""
        try:
            return self._times()
        except StoreError as error:
            if error.code != "secret_unreadable":
                raise
            return Times(trial_started_ms=0, latest_ms=0, anchor_ms=-1)

    def _beside(self) -> dict[str, Any] | None:
        try:
            sealed = self._seal_file.read_bytes()
        except OSError:
            return None
        return self._box.open(sealed)

    def _write_times(self, times: Times) -> None:
        self._facts.put("clock", asdict(times), now_ms=self._clock.now_ms())
        part = self._seal_file.with_name(self._seal_file.name + ".part")
        try:
            part.write_bytes(self._box.seal(asdict(times)))
            part.replace(self._seal_file)
        except OSError as error:
            log.warning("%s cannot be written: %s", self._seal_file, error.strerror)

    def _forget(self) -> None:
        with self._guard:
            self._known = None
