"""How guessing is slowed down: a few free attempts, then pauses that double up to a cap. Pure."""

from __future__ import annotations

from dataclasses import dataclass

DAY_MS = 24 * 3600 * 1000
_SECOND_MS = 1000


@dataclass(frozen=True, slots=True)
class PauseRule:
    """What counts against one kind of key."""

    free: int
    """So many failures cost nothing: people mistype."""
    cap_ms: int
    """No pause is longer: whoever knows the password can sign in after it, whatever others do meanwhile."""
    forget_ms: int = DAY_MS
    """Without a further failure for so long the count begins anew."""

    def pause_ms(self, failures: int) -> int:
        """How long to wait after so many failures in a row."""
        if failures < self.free:
            return 0
        return min(self.cap_ms, _SECOND_MS << min(failures - self.free, 40))

    def after(self, failures: int, last_ms: int, now_ms: int) -> tuple[int, int]:
        """(failures, until_ms) after one more failure now."""
        kept = failures if 0 <= now_ms - last_ms < self.forget_ms else 0
        return kept + 1, now_ms + self.pause_ms(kept + 1)

    def left_ms(self, until_ms: int, now_ms: int) -> int:
        """What is left of a pause. One longer than any can be comes from a clock that was put back: it is over."""
        left = until_ms - now_ms
        return left if 0 < left <= self.cap_ms else 0

    def attempts_within(self, window_ms: int) -> int:
        """The most attempts that can be made in a window, however many try at once: what tests hold us to."""
        spent, attempts = 0, 0
        while spent <= window_ms:
            attempts += 1
            spent += self.pause_ms(attempts)
        return attempts


ACCOUNT = PauseRule(free=5, cap_ms=5 * 60 * _SECOND_MS)
"""For a name, from browsers that never signed in under it."""
DEVICE = PauseRule(free=5, cap_ms=5 * 60 * _SECOND_MS)
"""For a name, from one browser that did: what others do elsewhere does not count against it."""
ADDRESS = PauseRule(free=20, cap_ms=60 * 60 * _SECOND_MS)
"""For a network address, whatever the names: longer than an account's, so that a guesser misses the account's turns."""
FACTOR = PauseRule(free=5, cap_ms=60 * 60 * _SECOND_MS)
"""For the second factor of an account."""
