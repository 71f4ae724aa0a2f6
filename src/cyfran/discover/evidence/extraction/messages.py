"""Studies, their forms, outcomes and effects."""

from cyfran.ui.messages.marks import N_

SENTENCES = {
    "study_there_already": N_("This study is in the review already."),
    "record_not_included": N_(
        "Only a record that was included by its full text can become a study of the review."
    ),
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
    "effect_format_not_allowed": N_(
        "An effect on this outcome cannot be entered in this format. Choose another."
    ),
    "outcome_in_use": N_("This outcome cannot be removed: an effect or a finding refers to it."),
    "effect_of_another_review": N_("The outcome and the study are of different reviews."),
}
