"""Confidence intervals of shares and of their differences."""

import numpy as np

Z_95 = 1.959963984540054


def wilson(counts: np.ndarray, totals: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return both ends of the 95% score interval of a share (Wilson 1927); a total of 0 gives 0 to 1."""
    # (p + z²/2n ± z √(p(1 − p)/n + z²/4n²)) / (1 + z²/n). Unlike p ± z √(p(1 − p)/n) it does not shrink to a point
    # where all or none agree; the clip only takes rounding errors off its ends.
    n = np.maximum(totals, 1)
    p = counts / n
    middle = (p + Z_95**2 / (2 * n)) / (1 + Z_95**2 / n)
    half = Z_95 / (1 + Z_95**2 / n) * np.sqrt(p * (1 - p) / n + Z_95**2 / (4 * n * n))
    empty = np.asarray(totals) == 0
    low = np.where(empty, 0.0, np.clip(middle - half, 0, 1))
    return low, np.where(empty, 1.0, np.clip(middle + half, 0, 1))


def difference_low(
    count_a: np.ndarray, total_a: np.ndarray, count_b: np.ndarray, total_b: np.ndarray
) -> np.ndarray:
    """Return the lower end of the 95% interval of share a minus share b (Newcombe 1998, method 10)."""
    # d − √((a − l_a)² + (u_b − b)²), with l and u the ends of the two Wilson intervals
    a, b = count_a / np.maximum(total_a, 1), count_b / np.maximum(total_b, 1)
    low_a, _ = wilson(count_a, total_a)
    _, high_b = wilson(count_b, total_b)
    return a - b - np.sqrt((a - low_a) ** 2 + (high_b - b) ** 2)
