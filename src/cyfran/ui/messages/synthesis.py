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
    "side_unknown": N_("“%(side)s” is no side. Write left or right."),
    "cell_not_numeric": N_("“%(value)s” is not a number. Mend it, or take the row out."),
}
