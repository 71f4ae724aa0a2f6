from cyfran.core.references import Reference
from cyfran.discover.evidence.extraction import actions
from cyfran.discover.evidence.extraction.models import Effect
from cyfran.discover.evidence.extraction.queries import facts_form, question_forms

PRESSED = {
    "extraction:include_study": {"facilitator", "officer", "evaluator"},
    "extraction:settle_effect": {"facilitator", "officer", "evaluator"},
    "extraction:remove_outcome": {"facilitator", "officer", "evaluator"},
}


def addresses(universe, now):
    """A study with an effect, and a form that two people answered."""
    review, officer = universe.partnership.reviews.get(), universe.users["officer"]
    effect = Effect.objects.filter(study__review=review, study__record__isnull=False).first()
    actions.fill_sheet(
        study=effect.study, form=facts_form(), answers={"design": "trial"}, sources={}, by=officer, at=now
    )
    return {
        "extraction": {
            "slug": universe.partnership.slug,
            "pk": review.pk,
            "record_pk": effect.study.record_id,
            "study_pk": effect.study_id,
            "outcome_pk": effect.outcome_id,
            "effect_pk": effect.pk,
            "key": "facts-1",
            "effect_format": "means",
        }
    }


def add_rows(universe, rows, names, by_officer):
    """A study with its facts, its risk of bias and an effect."""
    review = universe.partnership.reviews.get()
    study = actions.add_study(review=review, reference=Reference(names[0], "", 2020), **by_officer)
    facts, risk_of_bias = {"design": "trial", "approach": "peers", "power": "2"}, {"overall": "low"}
    actions.fill_sheet(study=study, form=facts_form(), answers=facts, sources={}, **by_officer)
    actions.fill_sheet(
        study=study, form=question_forms()["trial-1"], answers=risk_of_bias, sources={}, **by_officer
    )
    actions.add_effect(
        outcome=review.outcomes.first(),
        study=study,
        label="",
        effect_format="means",
        numbers={"mean1": 4, "sd1": 2, "n1": 40, "mean2": 5, "sd2": 2, "n2": 41},
        **by_officer,
    )
    rows["study"] = study
