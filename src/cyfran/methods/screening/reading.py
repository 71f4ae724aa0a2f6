"""Reading record by record: the model is trained after each, from where it was, and only what may come next is looked at."""

import numpy as np
from scipy import sparse

from cyfran.methods.screening.features import Features
from cyfran.methods.screening.ranking import solve_newton

MOST_KEPT = 6000  # decided records whose products are kept: 144 MB
LOOKED_AT, ALL_EVERY = 512, 10


class ScreeningRanker:
    """A reading that goes on.

    Each decision adds a row to the kept products of the decided records, so that training is a few products with a small full
    matrix. All records are scored at first, after each relevant one, and after ten others; between, the 512 that scored highest.

    Parameters
    ----------
    features
        Of all records.
    """

    def __init__(self, features: Features) -> None:
        self.features = features
        records, terms = features.matrix.shape
        self.unread = np.ones(records, dtype=bool)
        self.order: list[int] = []
        self.relevant: list[bool] = []
        self.pull = np.zeros(0)
        self.products = np.zeros((64, 64), dtype=np.float32)
        self.spread = np.zeros(terms)
        self.starts = np.zeros(records + 1, dtype=np.int32)
        self.columns = np.zeros(1024, dtype=np.int32)
        self.values = np.zeros(1024)
        self.near: np.ndarray | None = None
        self.since = 0

    def decide(self, record: int, relevant: bool) -> None:
        """Say whether a record is relevant."""
        number, matrix = len(self.order), self.features.matrix
        first, last = matrix.indptr[record : record + 2]
        self._keep_row(matrix.indices[first:last], matrix.data[first:last], number)
        self.order.append(record)
        self.relevant.append(relevant)
        self.unread[record] = False
        self.since += 1
        if relevant:
            self.near = None
        if number < MOST_KEPT:
            self._keep_products(matrix.indices[first:last], matrix.data[first:last], record)

    def next(self) -> int:
        """Train the model; the number of the record to read now."""
        weights = self._trained()
        if self.near is None or self.since >= ALL_EVERY or not self.unread[self.near].any():
            score = np.where(self.unread, self.features.matrix @ weights, -np.inf)
            most = min(LOOKED_AT, len(score))
            self.near = np.sort(np.argpartition(-score, most - 1)[:most])
            self.since = 0
            return int(np.argmax(score))
        near = self.near[self.unread[self.near]]
        self.near = near
        return int(near[np.argmax(self.features.matrix[near] @ weights)])

    def _trained(self) -> np.ndarray:
        rows = self._rows()
        pull = np.zeros(len(self.order))
        pull[: len(self.pull)] = self.pull
        if len(pull) <= MOST_KEPT:
            products = self.products[: len(pull), : len(pull)]

            def kernel(b: np.ndarray) -> np.ndarray:
                return (products @ b.astype(np.float32)).astype(np.float64)
        else:
            alone, turned = self.features.alone[self.order], rows.T

            def kernel(b: np.ndarray) -> np.ndarray:
                return rows @ (turned @ b) + alone * b

        self.pull = solve_newton(kernel, 1.0, np.array(self.relevant), pull)
        return rows.T @ self.pull

    def _rows(self) -> sparse.csr_array:
        number = len(self.order)
        end = self.starts[number]
        shape = (number, self.features.matrix.shape[1])
        return sparse.csr_array(
            (self.values[:end], self.columns[:end], self.starts[: number + 1]), shape=shape
        )

    def _keep_row(self, columns: np.ndarray, values: np.ndarray, number: int) -> None:
        begin = self.starts[number]
        end = begin + len(columns)
        while end > len(self.columns):
            self.columns = np.concatenate([self.columns, np.zeros_like(self.columns)])
            self.values = np.concatenate([self.values, np.zeros_like(self.values)])
        self.columns[begin:end], self.values[begin:end] = columns, values
        self.starts[number + 1] = end

    def _keep_products(self, columns: np.ndarray, values: np.ndarray, record: int) -> None:
        number = len(self.order)
        if number > len(self.products):
            wider = np.zeros((2 * len(self.products),) * 2, dtype=np.float32)
            wider[: number - 1, : number - 1] = self.products[: number - 1, : number - 1]
            self.products = wider
        self.spread[columns] = values
        with_all = self._rows() @ self.spread
        self.spread[columns] = 0.0
        with_all[-1] += self.features.alone[record]
        self.products[number - 1, :number] = with_all
        self.products[:number, number - 1] = with_all
