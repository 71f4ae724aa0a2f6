"""Reviews, studies and findings."""

from .marks import N_

SENTENCES = {
    "study_there_already": N_("This study is in the review already."),
    "finding_needs_studies": N_(
        "Choose the studies of this review that say so: a finding rests on at least one."
    ),
    "reference_without_title": N_("This reference has no title. It was left out."),
    "no_references": N_(
        "No reference was found in this file. Export it as RIS from your reference manager or database."
    ),
}
