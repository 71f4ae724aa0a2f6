"""Outcomes and what was counted."""

from .marks import N_

SENTENCES = {
    "group_of_another_outcome": N_("This group belongs to another outcome. Load the page again."),
    "more_than_were_asked": N_(
        "There cannot be more than were asked, and people are counted in whole numbers. Check both numbers."
    ),
    "observed_in_the_future": N_("This day is still to come. Enter what was counted after it was counted."),
    "observed_already": N_(
        "There is a number for this day and these people already. It is not changed; enter another day."
    ),
}
