"""The page of an outcome: its effects pooled and drawn."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from cyfran.discover.evidence.extraction.queries import (
    effects_of,
    extraction_of_review,
    facts_of,
    outcomes_of,
    overall_risk_of_bias,
)
from cyfran.discover.evidence.reviews import rules
from cyfran.discover.evidence.reviews.pages import review_trail
from cyfran.discover.evidence.reviews.views.access import review_for
from cyfran.discover.evidence.synthesis import analysis, pages
from cyfran.discover.evidence.synthesis.exchange import effects_csv
from cyfran.ui.downloads import download


def outcome(request: HttpRequest, slug: str, pk, outcome_pk) -> HttpResponse:
    """Show the synthesis of an outcome: forest plot, pooled estimate, advice, and the analyses beside them."""
    partnership, review = review_for(request, slug, pk)
    review_outcome = get_object_or_404(outcomes_of(review), pk=outcome_pk)
    progress_by_study = extraction_of_review(review)
    risk_of_bias = {study: overall_risk_of_bias(progress) for study, progress in progress_by_study.items()}
    effects = effects_of(review, outcome=review_outcome)
    summary = analysis.summarise(review_outcome, effects, risk_of_bias)
    context = {
        "partnership": partnership,
        "review": review,
        "outcome": review_outcome,
        "summary": summary,
        "studies_not_agreed": [effect.study for effect in effects if effect.agreed is None],
        "forest": pages.forest_plot(summary),
        "funnel": pages.funnel_plot(summary),
        "egger_p": pages.format_p_value(summary.egger.p) if summary.egger else "",
        "rows": pages.effect_rows(summary),
        "means": pages.mean_rows(summary, summary.mean) if summary.mean else [],
        "leave_one_out": pages.influence_rows(summary),
        "cumulative": pages.cumulative_rows(summary),
        "harvest": pages.harvest_plot(review_outcome, effects, risk_of_bias),
        "subgroup_tables": _subgroup_tables(summary, progress_by_study),
        "advice": pages.advice_sentences(summary),
        "summary_sentence": pages.summary_sentence(summary),
        "may_review": rules.may_review(request.user, partnership),
        "trail": review_trail(partnership, review),
    }
    return render(request, "synthesis/outcome.jinja", context)


def _subgroup_tables(summary, progress_by_study) -> list:
    """Compare subgroups of studies by each fact that may explain why effects differ."""
    return [
        pages.subgroup_table(
            question,
            summary,
            {study: facts_of(progress).get(question, "") for study, progress in progress_by_study.items()},
        )
        for question in pages.SUBGROUP_QUESTIONS
        if summary.mean
    ]


def effects_file(request: HttpRequest, slug: str, pk, outcome_pk) -> HttpResponse:
    """Download effect sizes and variances in the columns that ``cyfran synthesis`` reads."""
    _partnership, review = review_for(request, slug, pk)
    review_outcome = get_object_or_404(outcomes_of(review), pk=outcome_pk)
    summary = analysis.summarise(review_outcome, effects_of(review, outcome=review_outcome), {})
    return download(effects_csv(summary.points), "effects.csv")
