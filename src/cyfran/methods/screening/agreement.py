"""How far two readers agree, beyond what chance would bring."""

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
        Share of these on which they say the same.
    kappa, low, high
        Cohen's kappa and its 95 % range; None where both said one and the same thing about all.
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
    O(n + c^2) for c kinds of decisions. The range is the large-sample one, cut at -1 and 1; with few records it is rough.

    References
    ----------
    J. Cohen (1960), *Educational and Psychological Measurement* 20, 37-46. J. L. Fleiss, J. Cohen, B. S. Everitt (1969), Large
    sample standard errors of kappa and weighted kappa, *Psychological Bulletin* 72, 323-327, eq. 13. K. L. Gwet (2008),
    *British Journal of Mathematical and Statistical Psychology* 61, 29-48.

    Examples
    --------
    >>> found = agreement("iieeeeiiee", "ieeeeeiiei")
    >>> found.both, found.share, round(found.kappa, 3), round(found.ac1, 3)
    (10, 0.8, 0.583, 0.615)
    """
    pairs = [pair for pair in zip(first, second, strict=True) if None not in pair]
    if not pairs:
        raise MethodError("nothing_read_by_both")
    kinds = {kind: i for i, kind in enumerate(sorted({kind for pair in pairs for kind in pair}, key=str))}
    table = np.zeros((len(kinds), len(kinds)))
    for a, b in pairs:
        table[kinds[a], kinds[b]] += 1
    table /= len(pairs)
    share = float(np.trace(table))
    if len(kinds) == 1:
        return Agreement(len(pairs), share, None, None, None, None)
    rows, columns = table.sum(axis=1), table.sum(axis=0)
    chance = float(rows @ columns)
    kappa = (share - chance) / (1 - chance)
    spread = Z * _error(table, rows, columns, share, chance, len(pairs))
    mean = (rows + columns) / 2
    odds = float((mean * (1 - mean)).sum() / (len(kinds) - 1))
    return Agreement(
        len(pairs),
        share,
        kappa,
        max(-1.0, kappa - spread),
        min(1.0, kappa + spread),
        (share - odds) / (1 - odds),
    )


def _error(
    table: np.ndarray, rows: np.ndarray, columns: np.ndarray, share: float, chance: float, number: int
) -> float:
    """Fleiss, Cohen and Everitt's standard error of kappa."""
    kappa = (share - chance) / (1 - chance)
    same = np.diag(table) @ (1 - (rows + columns) * (1 - kappa)) ** 2
    apart = table - np.diag(np.diag(table))
    cross = (1 - kappa) ** 2 * (apart * (columns[:, None] + rows[None, :]) ** 2).sum()
    inside = same + cross - (kappa - chance * (1 - kappa)) ** 2
    return sqrt(max(0.0, float(inside)) / number) / (1 - chance)
