"""Promises, and what people hear back."""

from .marks import N_

SENTENCES = {
    "promise_rests_on_nothing": N_(
        "Choose what the promise rests on: a proposal, a decision, or an insight."
    ),
    "owner_not_of_side": N_("An owner must be a member of the side they own it for. Choose someone else."),
    "due_in_the_past": N_("The date it is due is past. Choose a day from today on."),
    "not_the_owner": N_("Only an owner of this promise can accept it, each for their own side."),
    "accepted_already": N_("Your side has accepted this promise already."),
    "not_accepted_yet": N_("Its owners have not all accepted this promise yet. It can be judged after that."),
    "withdrawn_already": N_("Your side has withdrawn this promise already."),
    "undecided_needs_a_date": N_("Say by when it will be decided."),
}
