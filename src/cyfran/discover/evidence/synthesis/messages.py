"""Findings."""

from cyfran.ui.messages.marks import N_

SENTENCES = {
    "finding_needs_studies": N_(
        "Choose the studies of this review that support it: a finding needs at least one."
    ),
    "certainty_needs_reason": N_("You rate the certainty as high but name reasons to lower it. Explain why."),
    "passage_of_another_study": N_(
        "A passage comes from a study you have not chosen. Choose that study as well."
    ),
}
