"""Do values fall into two groups that stand clearly apart, and where is the limit between them?"""

from __future__ import annotations

import numpy as np

# Two groups must explain this share of all variance.
_TOLD_APART = 0.6


def two_groups(values: np.ndarray, *, least_apart: float, share: float = 0.5) -> float | None:
    """The limit between a low and a high group of n values, by Otsu's threshold (N. Otsu, "A threshold selection method
    from gray-level histograms", 1979); None when they do not stand apart: the means must differ by `least_apart`.
    The limit lies at `share` of the way from the low mean to the high one."""
    ordered = np.sort(values)
    if len(ordered) < 8:
        return None
    sums = np.cumsum(ordered)
    low_n = np.arange(1, len(ordered))
    low_mean = sums[:-1] / low_n
    high_mean = (sums[-1] - sums[:-1]) / (len(ordered) - low_n)
    between = low_n * (len(ordered) - low_n) / len(ordered) ** 2 * (high_mean - low_mean) ** 2
    best = int(between.argmax())
    explained = float(between[best] / max(ordered.var(), 1e-9))
    if explained < _TOLD_APART or high_mean[best] - low_mean[best] < least_apart:
        return None
    return float(low_mean[best] + share * (high_mean[best] - low_mean[best]))
