"""Pooling the effects of studies: what is missing, or cannot be."""

from .marks import N_

SENTENCES = {
    "measure_unknown": N_("“%(measure)s” is not a measure we know. Choose one of: %(known)s."),
    "method_unknown": N_("“%(method)s” is not a method we know. Choose one of: %(known)s."),
    "effect_column_missing": N_(
        "This measure needs the column %(column)s. Add it, or choose another measure."
    ),
    "effect_not_finite": N_(
        "We cannot compute an effect from the numbers of study %(study)s: one is missing or impossible. Check "
        "them, or leave the study out."
    ),
    "studies_differ": N_(
        "Effects, variances and moderators must have the same length. Check that no cell is empty."
    ),
    "too_few_studies": N_("There are too few studies for this: %(k)s, and %(needed)s are needed."),
    "moderators_not_separate": N_(
        "These moderators cannot be separated: one follows from the others, or is the same in all studies. Leave one out."
    ),
    "method_needs_counts": N_(
        "%(method)s pools counts. Choose the measure RR, OR or RD for MH, and OR for PETO."
    ),
    "counts_alone": N_(
        "%(method)s cannot be combined with Knapp-Hartung intervals, moderators, clusters or groups. Leave these out."
    ),
    "too_few_events": N_(
        "There are too few events to pool: in one of the groups nothing happened in any study."
    ),
    "side_unknown": N_("“%(side)s” is not a side. Use left or right."),
    "method_not_for_clusters": N_("Dependent effects cannot be pooled by %(method)s. Choose REML or ML."),
    "too_few_clusters": N_(
        "There are too few clusters: %(clusters)s, and %(needed)s are needed. Check the cluster column."
    ),
    "too_few_groups": N_(
        "Groups cannot be compared, because there is only %(groups)s. Check the group column."
    ),
    "by_and_moderators": N_("Choose either groups, or moderators and clusters."),
    "cell_not_named": N_("This cell is empty, and a name is needed. Fill it in, or delete the row."),
    "cell_not_numeric": N_("“%(value)s” is not a number. Correct it, or delete the row."),
}
