"""Reviews, studies and findings."""

from .marks import N_

SENTENCES = {
    "study_there_already": N_("This study is in the review already."),
    "finding_needs_studies": N_(
        "Choose the studies of this review that say so: a finding rests on at least one."
    ),
    "protocol_change_needs_reason": N_(
        "Records were read already. Say what you change and why: it is shown beside the new version."
    ),
    "search_being_read": N_("The file of this search is still being read. Wait until it is done."),
    "search_undone_already": N_("The records of this search were taken out already."),
    "search_read_already": N_(
        "The records of this search cannot be taken out any more, because someone has read one of them."
    ),
    "screening_stopped": N_("Reading was stopped. Let it go on before you say something of a record."),
    "record_is_a_copy": N_("This record is a copy of another. Say it of that one."),
    "record_decided_already": N_(
        "Others have decided on this record in the meantime. Read on with the next."
    ),
    "reason_only_to_exclude": N_(
        "A reason belongs to a record that is left out. Choose no reason, or leave it out."
    ),
    "nothing_left_to_read": N_("Every record was read: there is nothing to draw from."),
    "nothing_to_change": N_("Someone else has done this in the meantime. Nothing was changed."),
    "settle_before_stopping": N_(
        "Some records are disagreed on. Settle these first; then reading can be stopped."
    ),
    "record_not_included": N_("Only a record that was included can become a study of the review."),
    "reference_without_title": N_("This reference has no title. It was left out."),
    "reference_not_readable": N_(
        "This reference cannot be read. It was left out. Mend it in the file, or add it by hand."
    ),
    "no_references": N_(
        "No reference was found in this file. Export it as RIS, or as a table with a column “title”, from your reference manager or database."
    ),
    "xml_breaks_off": N_(
        "The file cannot be read any further after reference %(number)s: it is no XML from EndNote, or only a part of one. Export it again."
    ),
    "json_breaks_off": N_(
        "The file cannot be read any further after work %(number)s: it is no JSON from OpenAlex, or only a part of it. Fetch it again."
    ),
}
