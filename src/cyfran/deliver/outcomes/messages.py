"""Outcomes and what was counted."""

from cyfran.ui.messages.marks import N_

SENTENCES = {
    "group_of_another_outcome": N_("This group belongs to another outcome. Load the page again."),
    "more_than_were_asked": N_(
        "The number cannot be larger than the number asked, and people are counted in whole numbers. Check both numbers."
    ),
    "observed_in_the_future": N_(
        "This date is in the future. Enter what was counted once it has been counted."
    ),
    "nothing_to_correct": N_("This is what stands already. Change what was wrong, or go back."),
    "observed_already": N_(
        "There is already a number for this date and these people. Enter another date, or correct that observation."
    ),
}
