"""What was learnt."""

from cyfran.ui.messages.marks import N_

SENTENCES = {
    "learning_from_nothing": N_("Choose the outcomes or commitments it comes from."),
}
