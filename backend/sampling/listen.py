"""Listening: the sizes of the packets between keyframes tell a quiet table from a busy one, without decoding anything.

It may only ever save looks inside stretches that are plainly quiet; it never decides an event. Where quiet and busy do
not stand clearly apart (a camera with constant bit rate, a file that is busy throughout), it claims nothing.
"""

from __future__ import annotations

import numpy as np

from backend.sampling.groups import two_groups
from backend.sampling.packet_index import PacketIndex

_BIN_MS = 1000.0
# A quiet stretch is at least this long, and looks stay this far away from what is loud.
_LEAST_QUIET_MS = 60_000.0
_MARGIN_MS = 6_000.0
# The quietest tenth of a file must vary less than this share of itself, or its sizes mean nothing.
_MAX_QUIET_SPREAD = 0.12
# A second is loud from this factor over the typical quiet second around it, or from that many spreads.
_LOUD_FACTOR = 1.12
_LOUD_SPREADS = 6.0
_WINDOW_BINS = 900
_LEAST_BINS = 120
# Busy seconds lie at least this factor (natural logarithm) above quiet ones; the limit is drawn at this share of the
# way from quiet to busy.
_APART_LOG = 0.6
_QUIET_SIDE = 0.35


def quiet_stretches(index: PacketIndex) -> list[tuple[float, float]]:
    """Stretches (from_ms, to_ms) of at least a minute in which every second is as small as the quiet seconds around."""
    bins = _bytes_per_second(index)
    if len(bins) < _LEAST_BINS:
        return []
    loud = _loud(bins)
    if loud is None:
        return []
    return _stretches(loud)


def calm_stretches(index: PacketIndex) -> list[tuple[float, float]]:
    """Stretches (from_ms, to_ms) of calm seconds, however short. A gap between two looks that saw the same free table
    holds no packing when it is calm throughout; alone, a calm second says nothing (hands pause)."""
    bins = _bytes_per_second(index)
    loud = _told_apart(bins)
    if loud is None:
        loud = _loud(bins) if len(bins) >= _LEAST_BINS else None
    return [] if loud is None else _runs_of_quiet(loud)


def _told_apart(bins: np.ndarray) -> np.ndarray | None:
    """Which seconds are loud, when the logarithms of their sizes fall into two groups that stand clearly apart; None
    when they do not. The limit lies well on the quiet side of the middle."""
    if len(bins) < _LEAST_BINS // 4:
        return None
    logs = np.log(np.maximum(bins, 1.0))
    limit = two_groups(logs, least_apart=_APART_LOG, share=_QUIET_SIDE)
    return None if limit is None else logs > limit


def _bytes_per_second(index: PacketIndex) -> np.ndarray:
    between = ~index.key
    count = max(1, int(np.ceil(index.duration_ms / _BIN_MS)))
    which = np.minimum((index.at_ms[between] / _BIN_MS).astype(np.int64), count - 1)
    total = np.bincount(which, weights=index.size[between], minlength=count)
    frames = np.bincount(which, minlength=count)
    # Per frame, so that a second with a keyframe in it (one packet fewer) or at the end is not taken for a quiet one.
    return total / np.maximum(frames, 1)


def _loud(bins: np.ndarray) -> np.ndarray | None:
    """Which seconds are loud; None when quiet and busy cannot be told apart."""
    loud = np.zeros(len(bins), bool)
    for start in range(0, len(bins), _WINDOW_BINS):
        around = bins[max(0, start - _WINDOW_BINS // 2) : start + _WINDOW_BINS * 3 // 2]
        low = np.sort(around)[: max(30, len(around) // 3)]
        typical = float(np.median(low))
        if typical <= 0:
            return None
        spread = float(np.percentile(low, 84) - np.percentile(low, 16)) / 2
        if spread > _MAX_QUIET_SPREAD * typical:
            return None
        limit = max(typical * _LOUD_FACTOR, typical + _LOUD_SPREADS * spread)
        part = slice(start, start + _WINDOW_BINS)
        loud[part] = bins[part] > limit
    return loud


def _runs_of_quiet(loud: np.ndarray) -> list[tuple[float, float]]:
    edges = np.flatnonzero(np.diff(np.concatenate(([1], loud.astype(np.int8), [1]))))
    return [(float(a) * _BIN_MS, float(b) * _BIN_MS) for a, b in zip(edges[::2], edges[1::2], strict=True)]


def _stretches(loud: np.ndarray) -> list[tuple[float, float]]:
    inner = [(a + _MARGIN_MS, b - _MARGIN_MS) for a, b in _runs_of_quiet(loud)]
    return [(a, b) for a, b in inner if b - a >= _LEAST_QUIET_MS]
