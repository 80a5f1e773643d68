"""The licence of an installation, on a real store, with real signatures, over months of a clock that tests turn."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from cryptography.hazmat.primitives.asymmetric import rsa

from backend.config.secret_box import SecretBox
from backend.domain.errors import InvalidInput
from backend.domain.licence import DAY_MS, LicenceState
from backend.licensing.keeper import LicenceKeeper
from backend.runtime.clock import ManualClock
from database.engine import Store, memory_store
from database.repositories.licence_facts import LicenceFactsRepository
from database.tables import licence_facts
from tests.support.vendor import LICENCE, MARKS, NOW_MS, licence, revocation, vendor_key


class Shop:
    """One installation; `restart` makes everything anew from what is stored."""

    def __init__(self, store: Store, folder: Path) -> None:
        self.store, self.folder = store, folder
        self.box = SecretBox([Fernet.generate_key()])
        self.clock = ManualClock(NOW_MS)
        self.marks = MARKS
        self.restart()

    def restart(self) -> None:
        facts = LicenceFactsRepository(self.store, self.box)
        key = vendor_key().public_key()
        self.keeper = LicenceKeeper(facts, self.box, self.folder / "licence.seal", key, lambda: self.marks, self.clock)

    def days(self, days: float) -> None:
        self.clock.advance(days * DAY_MS / 1000)
        self.keeper.tick()

    @property
    def state(self) -> LicenceState:
        return self.keeper.standing().state


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    with memory_store() as store:
        yield Shop(store, tmp_path)


def refused(shop: Shop, text: str) -> str:
    with pytest.raises(InvalidInput) as caught:
        shop.keeper.install(text)
    return caught.value.code


def test_a_trial_then_a_licence_then_its_end(shop: Shop) -> None:
    assert shop.state is LicenceState.TRIAL
    shop.days(20)
    assert shop.state is LicenceState.TRIAL_ENDED
    shop.keeper.install(licence())
    assert (shop.state, shop.keeper.standing().cameras) == (LicenceState.VALID, 4)
    assert shop.keeper.licence() == LICENCE
    shop.days(350)
    assert shop.state is LicenceState.GRACE
    shop.days(30)
    assert shop.state is LicenceState.ENDED
    shop.restart()
    assert shop.state is LicenceState.ENDED


def test_a_licence_survives_mail_programs(shop: Shop) -> None:
    mangled = "> " + licence().replace("\n", "\r\n  ")
    assert refused(shop, mangled) == "licence_unreadable"
    assert shop.keeper.install(licence().replace("\n", " \r\n\t")).id == "L-1"


@pytest.mark.parametrize("text", ["", "hello", "EPACK-AAAA-BBBB-CCCC-DDDD", "x" * 100_000, "aaaa.bbbb"])
def test_what_is_no_licence_is_said_so(shop: Shop, text: str) -> None:
    assert refused(shop, text) == "licence_unreadable"


def test_one_changed_letter_is_found(shop: Shop) -> None:
    text = licence()
    at = text.index("\n") + 30
    changed = text[:at] + ("A" if text[at] != "A" else "B") + text[at + 1 :]
    assert refused(shop, changed) == "licence_not_ours"
    assert shop.state is LicenceState.TRIAL


def test_a_licence_of_another_vendor_product_or_machine_is_refused(shop: Shop) -> None:
    from backend.licensing.token import licence_text

    stranger = rsa.generate_private_key(public_exponent=65537, key_size=3072)
    assert refused(shop, licence_text(LICENCE, stranger)) == "licence_not_ours"
    assert refused(shop, licence(product="other")) == "licence_other_product"
    assert refused(shop, licence(machine=("machine:1111111111111111",))) == "licence_other_machine"
    assert refused(shop, licence(expires_ms=NOW_MS - 31 * DAY_MS)) == "licence_over"


def test_setting_the_clock_back_gains_nothing(shop: Shop) -> None:
    shop.keeper.standing()
    shop.days(15)
    shop.clock.set_wall(NOW_MS)
    shop.restart()
    standing = shop.keeper.standing()
    assert (standing.state, standing.clock_set_back) == (LicenceState.TRIAL_ENDED, True)


def test_a_new_store_or_an_old_backup_begins_no_new_trial(shop: Shop) -> None:
    shop.keeper.standing()
    shop.days(15)
    with shop.store.write() as connection:
        connection.execute(licence_facts.delete())
    shop.restart()
    assert shop.state is LicenceState.TRIAL_ENDED
    (shop.folder / "licence.seal").unlink()
    shop.restart()
    assert shop.state is LicenceState.TRIAL_ENDED


def test_edited_rows_are_noticed(shop: Shop) -> None:
    shop.keeper.install(licence())
    with shop.store.write() as connection:
        connection.execute(licence_facts.update().values(sealed=b"gAAAAA"))
    shop.restart()
    assert (shop.state, shop.keeper.standing().may_analyse) == (LicenceState.DAMAGED, False)
    assert shop.keeper.licence() is None
    shop.keeper.install(licence())
    assert shop.state is LicenceState.VALID
    # Whoever spoils what is stored gains no other trial.
    shop.keeper.remove()
    assert shop.state is LicenceState.TRIAL_ENDED


def test_a_clock_that_once_ran_far_ahead_is_forgiven_by_a_new_licence_only(shop: Shop) -> None:
    shop.keeper.install(licence())
    shop.days(2_000)
    shop.clock.set_wall(NOW_MS + 3 * DAY_MS)
    shop.restart()
    assert shop.state is LicenceState.ENDED
    shop.keeper.install(licence())
    assert shop.state is LicenceState.ENDED
    shop.keeper.install(licence(id="L-2", issued_ms=NOW_MS + 3 * DAY_MS))
    assert (shop.state, shop.keeper.standing().clock_set_back) == (LicenceState.VALID, False)


def test_a_cloned_machine_has_time_and_the_first_one_stays_as_it_is(shop: Shop) -> None:
    shop.keeper.install(licence())
    shop.marks = ("machine:2222222222222222", "processor:00000000000000f1")
    shop.restart()
    assert (shop.state, shop.keeper.standing().days_left) == (LicenceState.OTHER_MACHINE, 30)
    shop.days(29)
    shop.restart()
    assert (shop.keeper.standing().may_analyse, shop.keeper.standing().days_left) == (True, 1)
    shop.days(2)
    assert not shop.keeper.standing().may_analyse
    shop.marks = MARKS
    shop.restart()
    assert shop.state is LicenceState.VALID


def test_a_revocation_stops_the_analysis_and_another_ones_does_not(shop: Shop) -> None:
    shop.keeper.install(licence())
    assert refused(shop, revocation("L-9")) == "licence_other_machine"
    shop.keeper.install(revocation())
    assert (shop.state, shop.keeper.standing().may_analyse) == (LicenceState.REVOKED, False)
    shop.keeper.install(licence(id="L-2"))
    assert shop.state is LicenceState.VALID


def test_without_a_vendor_nothing_is_limited_and_no_licence_is_taken(shop: Shop) -> None:
    facts = LicenceFactsRepository(shop.store, shop.box)
    free = LicenceKeeper(facts, shop.box, shop.folder / "licence.seal", None, lambda: MARKS, shop.clock)
    assert (free.standing().state, free.standing().may_analyse) == (LicenceState.UNLIMITED, True)
    with pytest.raises(InvalidInput) as caught:
        free.install(licence())
    assert caught.value.code == "licence_not_needed"
    assert not (shop.folder / "licence.seal").exists()
