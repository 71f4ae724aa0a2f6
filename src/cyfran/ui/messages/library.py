"""What was learnt."""

from .marks import N_

SENTENCES = {
    "learning_from_nothing": N_("Choose the outcomes or commitments it comes from."),
}
