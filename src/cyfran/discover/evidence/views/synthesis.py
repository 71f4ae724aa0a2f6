"""Outcomes, the effects of studies on them, and their meta-analysis."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cyfran.discover.evidence import actions, analysis, pages, queries, rules
from cyfran.discover.evidence.exchange import effects_csv
from cyfran.discover.evidence.forms import EffectForm, ReviewOutcomeForm
from cyfran.discover.evidence.models import FORMATS_BY_MEASURE
from cyfran.discover.evidence.views.access import review_for
from cyfran.ui.downloads import download
from cyfran.ui.formats import plain
from cyfran.ui.forms import get_or_404, render_form_page, submit_form, try_action


def add_outcome(request: HttpRequest, slug: str, pk) -> HttpResponse:
    partnership, review = review_for(request, slug, pk, rules.may_review)
    form = ReviewOutcomeForm(request.POST or None)
    if form.is_valid():
        fields = {name: form.cleaned_data[name] for name in ("measure", "higher_is_better")}
        outcome = actions.add_outcome(
            review=review, name=form.pair("name"), by=request.user, at=timezone.now(), **fields
        )
        return redirect("evidence:outcome", slug, pk, outcome.pk)
    trail = pages.review_trail(partnership, review)
    return render_form_page(request, form, _("Add an outcome"), partnership=partnership, trail=trail)


@require_POST
def remove_outcome(request: HttpRequest, slug: str, pk, outcome_pk) -> HttpResponse:
    _partnership, review = review_for(request, slug, pk, rules.may_review)
    review_outcome = get_object_or_404(queries.outcomes_of(review), pk=outcome_pk)
    if not try_action(
        request, lambda: actions.remove_outcome(outcome=review_outcome, by=request.user, at=timezone.now())
    ):
        return redirect("evidence:outcome", slug, pk, outcome_pk)
    messages.success(request, _("The outcome has been removed."))
    return redirect("evidence:detail", slug, pk)


def outcome(request: HttpRequest, slug: str, pk, outcome_pk) -> HttpResponse:
    """Show the synthesis of an outcome: forest plot, pooled estimate, advice, and the analyses beside them."""
    partnership, review = review_for(request, slug, pk)
    review_outcome = get_object_or_404(queries.outcomes_of(review), pk=outcome_pk)
    progress_by_study = queries.extraction_of_review(review)
    risk_of_bias = {
        study: queries.overall_risk_of_bias(progress) for study, progress in progress_by_study.items()
    }
    effects = queries.effects_of(review, outcome=review_outcome)
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
        "trail": pages.review_trail(partnership, review),
    }
    return render(request, "evidence/outcome.jinja", context)


def _subgroup_tables(summary, progress_by_study) -> list:
    """Compare subgroups of studies by each fact that may explain why effects differ."""
    return [
        pages.subgroup_table(
            question,
            summary,
            {
                study: queries.facts_of(progress).get(question, "")
                for study, progress in progress_by_study.items()
            },
        )
        for question in pages.SUBGROUP_QUESTIONS
        if summary.mean
    ]


def effects_file(request: HttpRequest, slug: str, pk, outcome_pk) -> HttpResponse:
    """Download effect sizes and variances in the columns that ``cyfran synthesis`` reads."""
    _partnership, review = review_for(request, slug, pk)
    review_outcome = get_object_or_404(queries.outcomes_of(review), pk=outcome_pk)
    summary = analysis.summarise(review_outcome, queries.effects_of(review, outcome=review_outcome), {})
    return download(effects_csv(summary.points), "effects.csv")


def add_effect(request: HttpRequest, slug: str, pk, study_pk, outcome_pk, effect_format: str) -> HttpResponse:
    partnership, review = review_for(request, slug, pk, rules.may_review)
    study = get_object_or_404(queries.study_in(review, study_pk))
    review_outcome = get_object_or_404(queries.outcomes_of(review), pk=outcome_pk)
    get_or_404(effect_format if effect_format in FORMATS_BY_MEASURE[review_outcome.measure] else None)
    passages = queries.passages_in(study)
    form = EffectForm(
        request.POST or None, effect_format=effect_format, passages=pages.passage_choices(passages)
    )
    if submit_form(
        form, lambda: _save_reading(review_outcome, study, effect_format, form, passages, request.user)
    ):
        messages.success(request, _("The effect has been added."))
        return redirect("evidence:study", slug, pk, study_pk)
    title = _("Effect on: %(outcome)s") % {"outcome": plain(review_outcome.name)}
    trail = pages.study_trail(partnership, review, study)
    return render_form_page(request, form, title, partnership=partnership, trail=trail, intro=study.title)


def _save_reading(outcome, study, effect_format, form, passages, user) -> None:
    chosen = form.cleaned_data.get("passage")
    actions.add_effect(
        outcome=outcome,
        study=study,
        label=form.cleaned_data["label"],
        effect_format=effect_format,
        numbers=form.numbers(),
        passage=next((passage for passage in passages if str(passage.pk) == chosen), None),
        by=user,
        at=timezone.now(),
    )


@require_POST
def settle_effect(request: HttpRequest, slug: str, pk, study_pk, effect_pk) -> HttpResponse:
    """Make this reading the consensus (``say`` is "right"), or else withdraw the effect as a mistake."""
    _partnership, review = review_for(request, slug, pk, rules.may_review)
    effect = get_or_404(queries.effect_in(review, study_pk, effect_pk))
    settle_or_withdraw = (
        actions.settle_effect if request.POST.get("say") == "right" else actions.withdraw_effect
    )
    try_action(request, lambda: settle_or_withdraw(effect=effect, by=request.user, at=timezone.now()))
    return redirect("evidence:study", slug, pk, study_pk)
