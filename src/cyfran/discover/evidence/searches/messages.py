"""Searches and duplicates."""

from cyfran.ui.messages.marks import N_

SENTENCES = {
    "search_being_read": N_("The file of this search is still being read. Wait until it is done."),
    "search_withdrawn_already": N_("The records of this search have already been removed."),
    "search_read_already": N_(
        "The records of this search can no longer be removed, because one of them has been screened."
    ),
    "record_is_a_duplicate": N_("This record is a duplicate of another. Screen that one instead."),
    "both_are_studies": N_("Both are already studies of the review, so they cannot be merged as duplicates."),
}
