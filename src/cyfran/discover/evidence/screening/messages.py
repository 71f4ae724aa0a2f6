"""Screening by title and abstract."""

from cyfran.ui.messages.marks import N_

SENTENCES = {
    "screening_stopped": N_(
        "Screening was stopped and these records were set aside. Resume screening before you change anything here."
    ),
    "record_decided_already": N_(
        "Others have decided on this record in the meantime. Continue with the next one."
    ),
    "reason_only_to_exclude": N_(
        "Only an excluded record can have a reason. Choose no reason, or exclude the record."
    ),
    "nothing_left_to_read": N_("Every record has been screened: there are none left to sample."),
    "nothing_to_change": N_("Someone else has done this in the meantime. Nothing was changed."),
    "settle_before_stopping": N_(
        "Reviewers disagree on some records. Resolve the disagreements before you stop screening."
    ),
}
