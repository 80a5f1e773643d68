"""All strings one wrong, missing or extra character away from a code. PURE.

Looking up every one of them costs the same whatever the stored codes are: about 1,000 probes of an index for a code of
17 characters. Narrowing by a common half instead costs as much as the codes that share it, which are all of them when
they begin with the same letters and count up.
"""

from __future__ import annotations

from backend.domain.code import folded

LONGEST = 64
"""Codes beyond this are texts (a link, an address) that nobody types; their variants would be too many to probe."""

_CODE_CHARACTERS = "".join(sorted(set(folded("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-"))))


def one_away(code: str) -> set[str]:
    """The folded forms one edit away from the folded form of `code`, itself left out."""
    if len(code) > LONGEST:
        return set()
    start = folded(code)
    alphabet = "".join(sorted(set(_CODE_CHARACTERS) | set(start)))
    found: set[str] = set()
    for i in range(len(start) + 1):
        head, tail = start[:i], start[i:]
        found.update(head + c + tail for c in alphabet)
        if tail:
            found.update(head + c + tail[1:] for c in alphabet)
            found.add(head + tail[1:])
    found.discard(start)
    found.discard("")
    return found
