"""Reading record by record: the model is trained after each decision, and proposes the record to read next."""

import numpy as np
from scipy import sparse

from cyfran.methods.screening.features import Features
from cyfran.methods.screening.ranking import solve_newton

MOST_KEPT = 6000  # decided records whose products are kept: 144 MB
SHORTLIST_SIZE, FULL_SCORING_EVERY = 512, 10


class ScreeningRanker:
    """The state of a reading in progress: decisions, model and shortlist.

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
        self.dual = np.zeros(0)
        self.products = np.zeros((64, 64), dtype=np.float32)
        self.dense_row = np.zeros(terms)
        self.starts = np.zeros(records + 1, dtype=np.int32)
        self.columns = np.zeros(1024, dtype=np.int32)
        self.values = np.zeros(1024)
        self.shortlist: np.ndarray | None = None
        self.since_full_scoring = 0

    def decide(self, record: int, relevant: bool) -> None:
        """Add the decision on a record."""
        number, matrix = len(self.order), self.features.matrix
        first, last = matrix.indptr[record : record + 2]
        self._keep_row(matrix.indices[first:last], matrix.data[first:last], number)
        self.order.append(record)
        self.relevant.append(relevant)
        self.unread[record] = False
        self.since_full_scoring += 1
        if relevant:
            self.shortlist = None
        if number < MOST_KEPT:
            self._keep_products(matrix.indices[first:last], matrix.data[first:last], record)

    def next(self) -> int:
        """Train the model and return the number of the record to read now."""
        weights = self._train()
        if (
            self.shortlist is None
            or self.since_full_scoring >= FULL_SCORING_EVERY
            or not self.unread[self.shortlist].any()
        ):
            scores = np.where(self.unread, self.features.matrix @ weights, -np.inf)
            size = min(SHORTLIST_SIZE, len(scores))
            # Sorted by number: argmax takes the first of equal scores, so that the earlier record comes first here as well
            # as in a full scoring
            self.shortlist = np.sort(np.argpartition(-scores, size - 1)[:size])
            self.since_full_scoring = 0
            return int(np.argmax(scores))
        shortlist = self.shortlist[self.unread[self.shortlist]]
        self.shortlist = shortlist
        return int(shortlist[np.argmax(self.features.matrix[shortlist] @ weights)])

    def _train(self) -> np.ndarray:
        """Fit the model from where the last fit ended; return its weights. The bias is the same for all and left out."""
        rows = self._decided_rows()
        dual = np.zeros(len(self.order))
        dual[: len(self.dual)] = self.dual
        # float32 halves memory and time; its rounding is far below the tolerance of the solver
        if len(dual) <= MOST_KEPT:
            products = self.products[: len(dual), : len(dual)]

            def kernel(b: np.ndarray) -> np.ndarray:
                return (products @ b.astype(np.float32)).astype(np.float64)
        else:
            alone, transposed = self.features.alone[self.order], rows.T

            def kernel(b: np.ndarray) -> np.ndarray:
                return rows @ (transposed @ b) + alone * b

        self.dual = solve_newton(kernel, 1.0, np.array(self.relevant), dual)
        return rows.T @ self.dual

    def _decided_rows(self) -> sparse.csr_array:
        number = len(self.order)
        end = self.starts[number]
        shape = (number, self.features.matrix.shape[1])
        return sparse.csr_array(
            (self.values[:end], self.columns[:end], self.starts[: number + 1]), shape=shape
        )

    def _keep_row(self, columns: np.ndarray, values: np.ndarray, number: int) -> None:
        start = self.starts[number]
        end = start + len(columns)
        while end > len(self.columns):
            self.columns = np.concatenate([self.columns, np.zeros_like(self.columns)])
            self.values = np.concatenate([self.values, np.zeros_like(self.values)])
        self.columns[start:end], self.values[start:end] = columns, values
        self.starts[number + 1] = end

    def _keep_products(self, columns: np.ndarray, values: np.ndarray, record: int) -> None:
        number = len(self.order)
        if number > len(self.products):
            larger = np.zeros((2 * len(self.products),) * 2, dtype=np.float32)
            larger[: number - 1, : number - 1] = self.products[: number - 1, : number - 1]
            self.products = larger
        # The new record scattered into a dense row: one sparse product gives its products with all decided ones
        self.dense_row[columns] = values
        products = self._decided_rows() @ self.dense_row
        self.dense_row[columns] = 0.0
        products[-1] += self.features.alone[record]
        self.products[number - 1, :number] = products
        self.products[:number, number - 1] = products
