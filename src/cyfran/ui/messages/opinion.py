"""Votes that cannot be mapped."""

from .marks import N_

SENTENCES = {
    "no_votes": N_("There are no votes. Give at least one vote."),
    "answer_unknown": N_(
        "“%(value)s” (vote number %(entry)s) is not an answer: 1 is agree, -1 is disagree, 0 is pass."
    ),
    "groups_do_not_fit_participants": N_(
        "There are %(people)s participants, but groups for %(given)s. Give one group for each participant."
    ),
    "mode_unknown": N_("There is no mode “%(mode)s”. Use recommended or compatible."),
    "groups_not_possible": N_(
        "%(groups)s groups are not possible for %(people)s people. Choose from 2 to 20, and no more than there are people."
    ),
}
