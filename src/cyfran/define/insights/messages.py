"""Themes, insights, challenges and shared outcomes."""

from cyfran.ui.messages.marks import N_

SENTENCES = {
    "theme_there_already": N_("There is a theme “%(name)s” already."),
    "insight_needs_basis": N_("Choose what the insight is based on: a theme, statements or a finding."),
    "challenge_needs_insight": N_("Choose the insights that lead to this challenge."),
    "outcome_of_no_challenge": N_("Choose the challenge this outcome is for."),
    "agreed_already": N_("Your side has agreed to this already."),
    "agreed_by_a_side": N_(
        "A side has agreed to this, so it cannot be taken back alone. Propose another wording, to which both sides agree."
    ),
    "wording_unchanged": N_("This is the present wording. Change something, or go back."),
    "wording_replaced_already": N_(
        "This has been taken back, or another wording was proposed for it. Load the page again to see what stands."
    ),
    "challenges_enough": N_(
        "Both sides have already agreed to %(most)s challenges. Work on these, or return to an earlier phase."
    ),
}
