"""Outcomes of a review, and the effects that reviewers add."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cyfran.discover.evidence.extraction import actions, pages, queries
from cyfran.discover.evidence.extraction.forms import EffectForm, ReviewOutcomeForm
from cyfran.discover.evidence.extraction.models import FORMATS_BY_MEASURE
from cyfran.discover.evidence.fulltexts.pages import passage_choices
from cyfran.discover.evidence.reviews import rules
from cyfran.discover.evidence.reviews.pages import review_trail
from cyfran.discover.evidence.reviews.views.access import review_for
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
        return redirect("synthesis:outcome", slug, pk, outcome.pk)
    trail = review_trail(partnership, review)
    return render_form_page(request, form, _("Add an outcome"), partnership=partnership, trail=trail)


@require_POST
def remove_outcome(request: HttpRequest, slug: str, pk, outcome_pk) -> HttpResponse:
    _partnership, review = review_for(request, slug, pk, rules.may_review)
    review_outcome = get_object_or_404(queries.outcomes_of(review), pk=outcome_pk)
    if not try_action(
        request, lambda: actions.remove_outcome(outcome=review_outcome, by=request.user, at=timezone.now())
    ):
        return redirect("synthesis:outcome", slug, pk, outcome_pk)
    messages.success(request, _("The outcome has been removed."))
    return redirect("reporting:overview", slug, pk)


def add_effect(request: HttpRequest, slug: str, pk, study_pk, outcome_pk, effect_format: str) -> HttpResponse:
    partnership, review = review_for(request, slug, pk, rules.may_review)
    study = get_object_or_404(queries.study_in(review, study_pk))
    review_outcome = get_object_or_404(queries.outcomes_of(review), pk=outcome_pk)
    get_or_404(effect_format if effect_format in FORMATS_BY_MEASURE[review_outcome.measure] else None)
    passages = queries.passages_in(study)
    form = EffectForm(request.POST or None, effect_format=effect_format, passages=passage_choices(passages))
    if submit_form(
        form, lambda: _save_reading(review_outcome, study, effect_format, form, passages, request.user)
    ):
        messages.success(request, _("The effect has been added."))
        return redirect("extraction:study", slug, pk, study_pk)
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
    return redirect("extraction:study", slug, pk, study_pk)
