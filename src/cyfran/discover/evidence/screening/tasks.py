"""Keeping the priority orders up to date."""

from django.utils import timezone

from cyfran.discover.evidence.screening.actions import renew_order
from cyfran.discover.evidence.screening.queries import reviews_with_new_decisions


def renew_screening_orders() -> None:
    """Train the priority order again of every review with new votes; the worker calls this regularly."""
    for review in reviews_with_new_decisions():
        renew_order(review=review, at=timezone.now())
