"""Proposals and decisions."""

from cyfran.ui.messages.marks import N_

SENTENCES = {
    "challenge_not_agreed": N_(
        "Both sides have to agree to this challenge first. Agree, then make a proposal."
    ),
    "decision_needs_options": N_("Choose the proposals to decide on."),
    "rule_not_agreed": N_("Both sides have to agree to the decision rule before anything is decided."),
    "rule_agreed_by_both": N_("Both sides have agreed to the rule, so this decision cannot be withdrawn."),
    "decision_withdrawn": N_("This decision has been withdrawn. Set up another one."),
    "decided_already": N_("This has already been decided. The recorded result stands."),
    "result_for_every_option": N_("Say for every option whether it was chosen, and why."),
}
