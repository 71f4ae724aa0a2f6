"""Pooling the effects of studies: what is missing, or cannot be."""

from .marks import N_

SENTENCES = {
    "measure_unknown": N_("“%(measure)s” is no measure we know. Choose one of: %(known)s."),
    "method_unknown": N_("“%(method)s” is no method we know. Choose one of: %(known)s."),
    "effect_column_missing": N_(
        "This measure needs the column %(column)s. Add it, or choose another measure."
    ),
    "effect_not_finite": N_(
        "The numbers of study %(study)s give no effect: one is missing, or cannot be. Check them, or leave the study out."
    ),
    "studies_differ": N_("Effects, variances and moderators must be as many. Check that no cell is empty."),
    "too_few_studies": N_("There are too few studies for this: %(k)s, and %(needed)s are needed."),
    "moderators_not_separate": N_(
        "These moderators cannot be told apart: one follows from the others, or is the same in all studies. Leave one out."
    ),
    "method_needs_counts": N_(
        "%(method)s pools counts. Choose the measure RR, OR or RD for MH, and OR for PETO."
    ),
    "counts_alone": N_(
        "%(method)s goes without ranges by Knapp and Hartung, moderators, clusters and groups. Leave these out."
    ),
    "too_few_events": N_(
        "There are too few events to pool: in one of the groups nothing happened in any study."
    ),
    "side_unknown": N_("“%(side)s” is no side. Write left or right."),
    "method_not_for_clusters": N_(
        "Effects that belong together cannot be pooled by %(method)s. Choose REML or ML."
    ),
    "too_few_clusters": N_(
        "There are too few clusters for this: %(clusters)s, and %(needed)s are needed. Check the column that says what belongs together."
    ),
    "too_few_groups": N_(
        "Groups cannot be compared, because there is only %(groups)s. Check the column that says which group a study is of."
    ),
    "by_and_moderators": N_("Choose one of the two: groups, or moderators and clusters."),
    "cell_not_named": N_("This cell is empty, and a name is needed here. Fill it, or take the row out."),
    "cell_not_numeric": N_("“%(value)s” is not a number. Mend it, or take the row out."),
}
