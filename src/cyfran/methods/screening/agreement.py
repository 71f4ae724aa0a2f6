"""Agreement of two readers, beyond what chance would bring."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np

from cyfran.methods.errors import MethodError

Z = 1.959963984540054


@dataclass(frozen=True)
class Agreement:
    """Agreement of two readers on what both have read.

    Attributes
    ----------
    both
        Records that both have decided.
    share
        Share of these on which they decided the same.
    kappa, low, high
        Cohen's kappa and its 95 % interval; None where both decided one and the same about all.
    ac1
        Gwet's AC1, which does not fall when nearly all records are of one kind, as in screening; None as above.
    """

    both: int
    share: float
    kappa: float | None
    low: float | None
    high: float | None
    ac1: float | None


def agreement(first: Sequence[object], second: Sequence[object]) -> Agreement:
    """Compare two readers' decisions.

    Parameters
    ----------
    first, second
        One decision a record, of any kind, in the same order; None where a reader has not decided. Those are left out.

    Returns
    -------
    Agreement

    Raises
    ------
    MethodError
        ``nothing_read_by_both``.

    Notes
    -----
    O(n + c^2) for c kinds of decisions. The interval is the large-sample one, cut at -1 and 1; with few records it is rough.

    References
    ----------
    J. Cohen (1960), *Educational and Psychological Measurement* 20, 37-46. J. L. Fleiss, J. Cohen, B. S. Everitt (1969), Large
    sample standard errors of kappa and weighted kappa, *Psychological Bulletin* 72, 323-327, eq. 13. K. L. Gwet (2008),
    *British Journal of Mathematical and Statistical Psychology* 61, 29-48.

    Examples
    --------
    >>> readers = agreement("iieeeeiiee", "ieeeeeiiei")
    >>> readers.both, readers.share, round(readers.kappa, 3), round(readers.ac1, 3)
    (10, 0.8, 0.583, 0.615)
    """
    pairs = [pair for pair in zip(first, second, strict=True) if None not in pair]
    if not pairs:
        raise MethodError("nothing_read_by_both")
    kinds = sorted({kind for pair in pairs for kind in pair}, key=str)
    categories = {kind: i for i, kind in enumerate(kinds)}
    table = np.zeros((len(categories), len(categories)))
    for a, b in pairs:
        table[categories[a], categories[b]] += 1
    table /= len(pairs)
    share = float(np.trace(table))
    if len(categories) == 1:  # chance alone agrees on everything: kappa is 0/0
        return Agreement(len(pairs), share, None, None, None, None)
    rows, columns = table.sum(axis=1), table.sum(axis=0)
    # κ = (p_o − p_e)/(1 − p_e); Cohen: p_e = Σ p_i. p_.i from each reader's own shares
    chance = float(rows @ columns)
    kappa = (share - chance) / (1 - chance)
    half_width = Z * _kappa_standard_error(table, rows, columns, share, chance, len(pairs))
    # Gwet's AC1: p_e = Σ π_i(1 − π_i)/(q − 1) with π the mean share over both readers and q categories. It falls to 0
    # where nearly all are of one kind, where Cohen's p_e rises to 1 and kappa collapses.
    mean_shares = (rows + columns) / 2
    gwet_chance = float((mean_shares * (1 - mean_shares)).sum() / (len(categories) - 1))
    return Agreement(
        len(pairs),
        share,
        kappa,
        max(-1.0, kappa - half_width),
        min(1.0, kappa + half_width),
        (share - gwet_chance) / (1 - gwet_chance),
    )


def _kappa_standard_error(
    table: np.ndarray, rows: np.ndarray, columns: np.ndarray, share: float, chance: float, n: int
) -> float:
    """Large-sample standard error of kappa (Fleiss, Cohen and Everitt 1969)."""
    # Var = [Σ p_ii (1 − (p_i. + p_.i)(1 − κ))² + (1 − κ)² Σ_{i≠j} p_ij (p_.i + p_j.)² − (κ − p_e(1 − κ))²] / (n (1 − p_e)²)
    # Column i with row j in the middle term, not row i with column j: an easy slip that still looks plausible.
    kappa = (share - chance) / (1 - chance)
    diagonal = np.diag(table) @ (1 - (rows + columns) * (1 - kappa)) ** 2
    off_diagonal = table - np.diag(np.diag(table))
    off_diagonal_sum = (1 - kappa) ** 2 * (off_diagonal * (columns[:, None] + rows[None, :]) ** 2).sum()
    variance = diagonal + off_diagonal_sum - (kappa - chance * (1 - kappa)) ** 2
    return sqrt(max(0.0, float(variance)) / n) / (1 - chance)  # of perfect agreement it is 0, or −1e−17
