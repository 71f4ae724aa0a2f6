"""Reading the likely records first, and when to stop."""

from .marks import N_

SENTENCES = {
    "no_records": N_("There are no records. Choose a file with records in it."),
    "too_many_words": N_(
        "These texts contain more different words than can be handled at once. Screen them in several parts."
    ),
    "decisions_all_alike": N_(
        "The model needs at least one record that was found relevant and one that was not. Decide a few records first."
    ),
    "share_not_possible": N_("%(value)s is not a proportion. Enter a number between 0 and 1, such as 0.95."),
    "more_read_than_there_are": N_(
        "More records are said to be screened (%(read)s) than there are (%(records)s). Check both numbers."
    ),
    "nothing_read_by_both": N_(
        "No record has been decided by both reviewers. Agreement can be computed once they have screened some "
        "of the same records."
    ),
    "records_differ": N_(
        "There are %(texts)s texts and %(decisions)s decisions. Each record needs one of each."
    ),
    "too_few_relevant": N_(
        "There are too few records: at least %(needed)s relevant ones and %(others)s others are needed."
    ),
    "record_twice": N_(
        "Record %(record)s is in the file twice. Remove one of the two, or give it another name."
    ),
    "label_not_yes_or_no": N_(
        "“%(value)s” is not a decision. Write 1 for a record that was included and 0 for one that was not."
    ),
}
