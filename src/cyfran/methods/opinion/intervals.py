"""Ranges for shares: how far off a share may be by chance."""

import numpy as np

Z_95 = 1.959963984540054


def wilson(said: np.ndarray, seen: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """95% score interval of a share (Wilson 1927); nothing seen gives 0 to 1."""
    n = np.maximum(seen, 1)
    p = said / n
    middle = (p + Z_95**2 / (2 * n)) / (1 + Z_95**2 / n)
    half = Z_95 / (1 + Z_95**2 / n) * np.sqrt(p * (1 - p) / n + Z_95**2 / (4 * n * n))
    nothing = np.asarray(seen) == 0
    low = np.where(nothing, 0.0, np.clip(middle - half, 0, 1))
    return low, np.where(nothing, 1.0, np.clip(middle + half, 0, 1))


def difference_low(
    said_a: np.ndarray, seen_a: np.ndarray, said_b: np.ndarray, seen_b: np.ndarray
) -> np.ndarray:
    """Lower end of the 95% interval of share a minus share b, from their Wilson intervals (Newcombe 1998, method 10)."""
    a, b = said_a / np.maximum(seen_a, 1), said_b / np.maximum(seen_b, 1)
    low_a, _ = wilson(said_a, seen_a)
    _, high_b = wilson(said_b, seen_b)
    return a - b - np.sqrt((a - low_a) ** 2 + (high_b - b) ** 2)
