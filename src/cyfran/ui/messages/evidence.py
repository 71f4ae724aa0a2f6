"""Reviews, studies and findings."""

from .marks import N_

SENTENCES = {
    "study_there_already": N_("This study is in the review already."),
    "finding_needs_studies": N_(
        "Choose the studies of this review that say so: a finding rests on at least one."
    ),
    "certainty_needs_reason": N_(
        "You name what makes it less sure, and high certainty all the same. Say why."
    ),
    "passage_of_another_study": N_("A passage is of a study that is not chosen. Choose that study, too."),
    "protocol_change_needs_reason": N_(
        "Records were read already. Say what you change and why: it is shown beside the new version."
    ),
    "search_being_read": N_("The file of this search is still being read. Wait until it is done."),
    "search_withdrawn_already": N_("The records of this search were taken out already."),
    "search_read_already": N_(
        "The records of this search cannot be taken out any more, because someone has read one of them."
    ),
    "screening_stopped": N_(
        "Reading was stopped, and this was set aside. Let it be read, too, before you change anything of it."
    ),
    "record_is_a_duplicate": N_("This record is a copy of another. Say it of that one."),
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
    "record_not_included": N_(
        "Only a record that was included by its full text can become a study of the review."
    ),
    "record_not_included_yet": N_(
        "Full texts are read of records that were included by title and abstract. This one is not, or not yet."
    ),
    "full_text_not_there": N_("Say first that the full text is there, or add its file."),
    "full_text_needs_reason": N_("Choose why it is left out: the flow diagram shows the reasons."),
    "no_such_page": N_("The full text has no such page."),
    "passage_not_on_page": N_("These words are not on this page. Copy them as they stand there."),
    "form_does_not_fit": N_(
        "This form does not fit the study. Say first which kind of study it is; the doubts to ask about follow from it."
    ),
    "answer_first": N_(
        "Answer this form yourself first. Once two people have, you see both and settle what differs."
    ),
    "nothing_to_settle": N_("There is nothing to settle: two people have to differ first."),
    "effect_cannot_be": N_(
        "These numbers give no effect: no group may be smaller than what came about in it, no ratio 0 or less, no spread 0, no difference of shares above 1."
    ),
    "estimate_outside_range": N_("The estimate has to be between the ends of its range. Check all three."),
    "estimate_not_in_the_middle": N_(
        "The estimate is far from the middle of its range (of a ratio, from the middle of the logarithms). Check all three."
    ),
    "effect_settled": N_("This effect was settled. Take it back first, and add it again then."),
    "not_yours_to_take_back": N_("Only who added this can take it back, as long as nobody else has read it."),
    "both_are_studies": N_("Both are studies of the review already, so they cannot be joined as copies."),
    "effect_told_otherwise": N_("An effect on this outcome is not told in this way. Choose another."),
    "outcome_in_use": N_("An effect or a finding is of this outcome, so it stays."),
    "effect_of_elsewhere": N_("The outcome and the study are of different reviews."),
    "no_pdf": N_(
        "This file cannot be opened as a PDF. Nothing was kept. Save it as a PDF again, or fetch it again."
    ),
    "pdf_locked": N_("This PDF is locked by a password. Nothing was kept. Save it without one."),
    "pdf_too_many_pages": N_(
        "This PDF has more than %(most)s pages. Nothing was kept. Take only the part you need."
    ),
    "pdf_takes_too_long": N_(
        "This PDF was not read within %(seconds)s seconds, so it was given up. Print it to a new PDF and add that."
    ),
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
