"""Scoring the framework."""

from cyfran.ui.messages.marks import N_

SENTENCES = {
    "assessment_past_that": N_(
        "The self-assessment is already past this step. Load the page again to see it."
    ),
    "assessment_shown_first": N_("Show the scores to both panels first."),
    "panels_too_small": N_(
        "With so few scores, people could tell who gave which. Scores can be shown when at least %(least_institution)s people "
        "for the public body and %(least_community)s for the community have scored. So far: public body %(institution)s, "
        "community %(community)s. Scores from paper count too."
    ),
    "levels_agreed_while_talking": N_(
        "A level can only be agreed while both panels see the scores and talk, before scoring is closed."
    ),
    "scoring_is_closed": N_("Scoring is not open now. Scores given before are kept."),
    "criterion_unknown": N_("This criterion is not in the framework. Load the page again."),
    "level_four_needs_time": N_(
        "Level 4 takes time: it cannot be given in the first 12 months of a partnership. Choose level 3 or lower."
    ),
    "scored_already": N_(
        "You have scored this strand already. You can score once more after both panels have talked."
    ),
}
