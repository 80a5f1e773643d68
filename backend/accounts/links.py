"""Signed addresses that open one clip, and nothing else, for somebody without an account."""

from __future__ import annotations

import base64
import hashlib
import hmac
import logging

from backend.accounts.tokens import new_id
from backend.config.secret_box import SecretBox
from backend.domain.errors import InvalidInput, NotFound, StoreError
from backend.runtime.clock import Clock
from database.repositories.clip_links import ClipLink, ClipLinkRepository

log = logging.getLogger(__name__)

LONGEST_HOURS = 24 * 90
_HOUR_MS = 3600 * 1000
_NOTE_EVERY_MS = 10_000
"""A player asks for many ranges; they are one opening."""


class ClipLinks:
    def __init__(self, links: ClipLinkRepository, box: SecretBox, clock: Clock) -> None:
        self._links = links
        self._box = box
        self._clock = clock

    def make(self, clip_id: str, user_id: int, hours: int) -> ClipLink:
        """Raises NotFound for the clip, InvalidInput, Conflict when there are too many."""
        if not 1 <= hours <= LONGEST_HOURS:
            raise InvalidInput(f"A link holds for 1 to {LONGEST_HOURS} hours.")
        now_ms = self._clock.now_ms()
        return self._links.add(new_id(), clip_id, user_id, now_ms=now_ms, expires_ms=now_ms + hours * _HOUR_MS)

    def token(self, link: ClipLink) -> str:
        """The part of the address that opens it: number, end and signature."""
        signed = f"{link.public_id}.{link.expires_ms}.{link.clip_id}"
        # One key for each purpose; a rotation of the key file ends all links.
        made = hmac.new(self._box.derive("clip links"), signed.encode(), hashlib.sha256).digest()
        return f"{link.public_id}.{link.expires_ms}.{base64.urlsafe_b64encode(made).decode().rstrip('=')}"

    def find(self, token: str) -> ClipLink:
        """The link of this token. Raises NotFound (`link_over`) when it was altered, revoked or has ended."""
        now_ms = self._clock.now_ms()
        link = self._links.get(token.partition(".")[0], now_ms=now_ms) if token.isascii() else None
        if link is None or not hmac.compare_digest(self.token(link), token):
            raise NotFound(
                "This link has ended or was taken back. Ask whoever sent it for a new one.", code="link_over"
            )
        return link

    def open(self, token: str) -> ClipLink:
        """Likewise, and note that its clip was opened."""
        link, now_ms = self.find(token), self._clock.now_ms()
        if link.opened_ms is None or now_ms - link.opened_ms > _NOTE_EVERY_MS:
            try:
                self._links.note_opened(link.public_id, now_ms=now_ms)
            except StoreError as error:
                log.warning("could not note that a link was opened: %s", error.message)
        return link

    def of_clip(self, clip_id: str) -> list[ClipLink]:
        return self._links.of_clip(clip_id, now_ms=self._clock.now_ms())

    def revoke(self, clip_id: str, public_id: str) -> None:
        """Raises NotFound."""
        self._links.remove(clip_id, public_id)
