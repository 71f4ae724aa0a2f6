"""Outcomes: effects on each, and what they add up to."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cyfran.discover.evidence import actions, analysis, pages, queries, rules
from cyfran.discover.evidence.exchange import effects_csv
from cyfran.discover.evidence.forms import EffectForm, TargetForm
from cyfran.discover.evidence.models import FORMATS_BY_MEASURE
from cyfran.discover.evidence.views.access import review_for
from cyfran.ui.downloads import download
from cyfran.ui.formats import plain
from cyfran.ui.forms import get_or_404, render_form_page, submit_form, try_action


def add_outcome(request: HttpRequest, slug: str, pk) -> HttpResponse:
    partnership, review = review_for(request, slug, pk, rules.may_review)
    form = TargetForm(request.POST or None)
    if form.is_valid():
        told = {name: form.cleaned_data[name] for name in ("measure", "higher_is_better")}
        outcome = actions.add_outcome(
            review=review, name=form.pair("name"), by=request.user, at=timezone.now(), **told
        )
        return redirect("evidence:outcome", slug, pk, outcome.pk)
    trail = pages.review_trail(partnership, review)
    return render_form_page(request, form, _("Add an outcome"), partnership=partnership, trail=trail)


@require_POST
def remove_outcome(request: HttpRequest, slug: str, pk, outcome_pk) -> HttpResponse:
    _partnership, review = review_for(request, slug, pk, rules.may_review)
    found = get_object_or_404(queries.outcomes_of(review), pk=outcome_pk)
    if not try_action(
        request, lambda: actions.remove_outcome(outcome=found, by=request.user, at=timezone.now())
    ):
        return redirect("evidence:outcome", slug, pk, outcome_pk)
    messages.success(request, _("The outcome is removed."))
    return redirect("evidence:detail", slug, pk)


def outcome(request: HttpRequest, slug: str, pk, outcome_pk) -> HttpResponse:
    """A plot of what each study found, what they add up to, and what to bear in mind."""
    partnership, review = review_for(request, slug, pk)
    found = get_object_or_404(queries.outcomes_of(review), pk=outcome_pk)
    answered = queries.extraction_of_review(review)
    risk_of_bias = {study: queries.overall_risk_of_bias(one) for study, one in answered.items()}
    told = queries.effects_of(review, outcome=found)
    summary = analysis.summarise(found, told, risk_of_bias)
    context = {
        "partnership": partnership,
        "review": review,
        "outcome": found,
        "summary": summary,
        "waiting": [one.study for one in told if one.final is None],
        "forest": pages.forest_plot(summary),
        "funnel": pages.funnel_of(summary),
        "small": pages.format_p_value(summary.egger.p) if summary.egger else "",
        "rows": pages.effect_rows(summary),
        "means": pages.mean_rows(summary, summary.mean) if summary.mean else [],
        "without": pages.influence_rows(summary),
        "published": pages.published_rows(summary),
        "harvest": pages.harvest_of(found, told, risk_of_bias),
        "groups": _groups(summary, answered),
        "advice": pages.advice_of(summary),
        "middle": pages.summary_sentence(summary),
        "may_review": rules.may_review(request.user, partnership),
        "trail": pages.review_trail(partnership, review),
    }
    return render(request, "evidence/outcome.jinja", context)


def _groups(summary, answered) -> list:
    """Kinds of studies compared, by each fact that may tell why effects differ."""
    return [
        pages.groups_of(
            question,
            summary,
            {study: queries.facts_of(one).get(question, "") for study, one in answered.items()},
        )
        for question in pages.COMPARED_BY
        if summary.mean
    ]


def effects_file(request: HttpRequest, slug: str, pk, outcome_pk) -> HttpResponse:
    """Effects and variances, as ``cyfran synthesis`` reads them."""
    _partnership, review = review_for(request, slug, pk)
    found = get_object_or_404(queries.outcomes_of(review), pk=outcome_pk)
    summary = analysis.summarise(found, queries.effects_of(review, outcome=found), {})
    return download(effects_csv(summary.points), "effects.csv")


def add_effect(request: HttpRequest, slug: str, pk, study_pk, outcome_pk, effect_format: str) -> HttpResponse:
    partnership, review = review_for(request, slug, pk, rules.may_review)
    study = get_object_or_404(queries.study_in(review, study_pk))
    found = get_object_or_404(queries.outcomes_of(review), pk=outcome_pk)
    get_or_404(effect_format if effect_format in FORMATS_BY_MEASURE[found.measure] else None)
    passages = queries.passages_in(study)
    form = EffectForm(
        request.POST or None, effect_format=effect_format, passages=pages.passage_choices(passages)
    )
    if submit_form(form, lambda: _add(found, study, effect_format, form, passages, request.user)):
        messages.success(request, _("The effect is added."))
        return redirect("evidence:study", slug, pk, study_pk)
    title = _("Effect on: %(outcome)s") % {"outcome": plain(found.name)}
    trail = pages.study_trail(partnership, review, study)
    return render_form_page(request, form, title, partnership=partnership, trail=trail, intro=study.title)


def _add(outcome, study, effect_format, form, passages, user) -> None:
    chosen = form.cleaned_data.get("passage")
    actions.add_effect(
        outcome=outcome,
        study=study,
        label=form.cleaned_data["label"],
        effect_format=effect_format,
        numbers=form.numbers(),
        passage=next((one for one in passages if str(one.pk) == chosen), None),
        by=user,
        at=timezone.now(),
    )


@require_POST
def settle_effect(request: HttpRequest, slug: str, pk, study_pk, effect_pk) -> HttpResponse:
    """``right`` says that this one is right, anything else that it was a mistake."""
    _partnership, review = review_for(request, slug, pk, rules.may_review)
    effect = get_or_404(queries.effect_in(review, study_pk, effect_pk))
    act = actions.settle_effect if request.POST.get("say") == "right" else actions.withdraw_effect
    try_action(request, lambda: act(effect=effect, by=request.user, at=timezone.now()))
    return redirect("evidence:study", slug, pk, study_pk)
