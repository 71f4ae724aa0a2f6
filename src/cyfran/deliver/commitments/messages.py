"""Promises, and what people hear back."""

from cyfran.ui.messages.marks import N_

SENTENCES = {
    "commitment_needs_basis": N_(
        "Choose what the commitment is based on: a proposal, a decision or an insight."
    ),
    "owner_not_of_side": N_("An owner must be a member of the side they represent. Choose someone else."),
    "due_in_the_past": N_("The due date is in the past. Choose today or a later day."),
    "new_due_is_not_later": N_(
        "The new due date is not later than the original one. Choose a later day, or leave it empty."
    ),
    "not_the_owner": N_("Only an owner of this commitment can accept it, each for their own side."),
    "accepted_already": N_("Your side has accepted this commitment already."),
    "not_accepted_yet": N_("Not all owners have accepted this commitment yet. It can be judged after that."),
    "withdrawn_already": N_("Your side has withdrawn this commitment already."),
    "undecided_needs_a_date": N_("Enter the date by which it will be decided."),
}
