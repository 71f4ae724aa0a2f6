"""Differences between shares."""

from .marks import N_

SENTENCES = {
    "lengths_differ": N_("Counts, totals and weights must have the same length. Check the three lists."),
    "counts_not_possible": N_(
        "A count is below 0, above its total, or nobody was asked. Check the numbers of each sample."
    ),
}
