"""Reviews, studies and findings."""

from cyfran.ui.messages.marks import N_

SENTENCES = {
    "study_there_already": N_("This study is in the review already."),
    "finding_needs_studies": N_(
        "Choose the studies of this review that support it: a finding needs at least one."
    ),
    "certainty_needs_reason": N_("You rate the certainty as high but name reasons to lower it. Explain why."),
    "passage_of_another_study": N_(
        "A passage comes from a study you have not chosen. Choose that study as well."
    ),
    "protocol_change_needs_reason": N_(
        "Screening has already started. Say what you are changing and why: it is shown beside the new version."
    ),
    "search_being_read": N_("The file of this search is still being read. Wait until it is done."),
    "search_withdrawn_already": N_("The records of this search have already been removed."),
    "search_read_already": N_(
        "The records of this search can no longer be removed, because one of them has been screened."
    ),
    "screening_stopped": N_(
        "Screening was stopped and these records were set aside. Resume screening before you change anything here."
    ),
    "record_is_a_duplicate": N_("This record is a duplicate of another. Screen that one instead."),
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
    "record_not_included": N_(
        "Only a record that was included by its full text can become a study of the review."
    ),
    "record_not_included_yet": N_(
        "Only records included by title and abstract go to full-text screening. This one was not included, or not yet."
    ),
    "full_text_not_there": N_("First mark the full text as available, or add its file."),
    "full_text_needs_reason": N_("Choose why it is excluded: the flow diagram shows the reasons."),
    "no_such_page": N_("The full text has no such page."),
    "passage_not_on_page": N_("These words are not on this page. Copy them exactly as they appear."),
    "form_does_not_fit": N_(
        "This form does not fit the study. First say what kind of study it is: that decides which risk-of-bias "
        "questions are asked."
    ),
    "answer_first": N_(
        "Complete this form yourself first. Once two reviewers have, you can see both and resolve the differences."
    ),
    "nothing_to_settle": N_("There is nothing to resolve: it takes two reviewers who disagree."),
    "effect_cannot_be": N_(
        "We cannot compute an effect from these numbers. Check that no group has more events than people, no "
        "ratio is 0 or less, no standard deviation is 0, and no risk difference is above 1."
    ),
    "estimate_outside_range": N_(
        "The estimate must lie within its confidence interval. Check all three numbers."
    ),
    "estimate_not_in_the_middle": N_(
        "The estimate is far from the middle of its confidence interval (for a ratio, on the log scale). Check "
        "all three numbers."
    ),
    "effect_settled": N_("Consensus was reached on this effect. Withdraw it before you add it again."),
    "not_yours_to_take_back": N_(
        "Only the person who added this can withdraw it, and only until someone else has read it."
    ),
    "both_are_studies": N_("Both are already studies of the review, so they cannot be merged as duplicates."),
    "effect_format_not_allowed": N_(
        "An effect on this outcome cannot be entered in this format. Choose another."
    ),
    "outcome_in_use": N_("This outcome cannot be removed: an effect or a finding refers to it."),
    "effect_of_another_review": N_("The outcome and the study are of different reviews."),
    "no_pdf": N_(
        "This file cannot be opened as a PDF. Nothing was kept. Save it as a PDF again, or download it again."
    ),
    "pdf_locked": N_("This PDF is protected by a password. Nothing was kept. Save it without a password."),
    "pdf_too_many_pages": N_(
        "This PDF has more than %(most)s pages. Nothing was kept. Add only the part you need."
    ),
    "pdf_takes_too_long": N_(
        "Reading this PDF took more than %(seconds)s seconds and was stopped. Print it to a new PDF and add that one."
    ),
    "reference_without_title": N_("This reference has no title and was left out."),
    "reference_not_readable": N_(
        "This reference cannot be read and was left out. Correct it in the file, or add it by hand."
    ),
    "no_references": N_(
        "No reference was found in this file. Export it as RIS, or as a table with a column “title”, from your "
        "reference manager or database."
    ),
    "xml_breaks_off": N_(
        "The file cannot be read beyond reference %(number)s: it is not EndNote XML, or only part of it. Export it again."
    ),
    "json_breaks_off": N_(
        "The file cannot be read beyond work %(number)s: it is not OpenAlex JSON, or only part of it. Download it again."
    ),
}
