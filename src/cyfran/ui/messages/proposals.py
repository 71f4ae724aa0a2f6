"""Proposals and decisions."""

from .marks import N_

SENTENCES = {
    "challenge_not_agreed": N_(
        "Both sides have not agreed to this challenge yet. Agree first, then propose."
    ),
    "decision_needs_options": N_("Choose the proposals that are to be decided on."),
    "rule_not_agreed": N_("Both sides have not agreed to the rule yet. Nothing is decided before."),
    "decided_already": N_("This was decided already. What was recorded stands."),
    "result_for_every_option": N_("Say for every option whether it was chosen, and why."),
}
