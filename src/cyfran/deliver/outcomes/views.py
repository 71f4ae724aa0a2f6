from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from cyfran.core.accounts.rules import require
from cyfran.define.insights.pages import text_choices
from cyfran.define.insights.queries import shared_outcomes
from cyfran.deliver.commitments.queries import promises_of
from cyfran.deliver.outcomes import actions, analysis, queries, rules
from cyfran.deliver.outcomes.forms import (
    LinkCommitmentsForm,
    ObservationCorrectionForm,
    ObservationForm,
    OutcomeForm,
    OutcomeJudgementForm,
)
from cyfran.deliver.outcomes.pages import observation_choices, outcome_trail, outcomes_trail
from cyfran.ground.partnerships.pages import partnership_trail
from cyfran.ground.partnerships.views.access import partnership_for
from cyfran.ui.formats import reading_language
from cyfran.ui.forms import get_or_404, render_form_page, submit_form


def list_(request: HttpRequest, slug: str) -> HttpResponse:
    partnership = partnership_for(request, slug)
    outcomes = queries.outcomes_of(partnership)
    context = {
        "partnership": partnership,
        "outcomes": [(observed, analysis.series(observed, observed.everyone)) for observed in outcomes],
        "may_observe": rules.may_observe(request.user, partnership),
        "may_be_measured": any(state.by_both for state in shared_outcomes(partnership)),
        "trail": partnership_trail(partnership),
    }
    return render(request, "outcomes/list.jinja", context)


def add(request: HttpRequest, slug: str) -> HttpResponse:
    partnership = partnership_for(request, slug, rules.may_observe)
    shared = {str(state.subject.pk): state.subject for state in shared_outcomes(partnership) if state.by_both}
    promises = {
        str(promise.commitment.pk): promise.commitment
        for promise in promises_of(partnership, timezone.localdate())
    }
    form = OutcomeForm(
        request.POST or None,
        shared_outcomes=text_choices(shared.values()),
        commitments=text_choices(promises.values()),
    )
    if form.is_valid():
        outcome = actions.measure(
            shared_outcome=shared[form.cleaned_data["shared_outcome"]],
            commitments=[promises[key] for key in form.cleaned_data.get("commitments", [])],
            kind=form.cleaned_data["kind"],
            higher_is_better=form.cleaned_data["higher_is_better"] == "yes",
            **{name: form.pair(name) for name in ("numerator", "denominator", "unit", "source")},
            by=request.user,
            at=timezone.now(),
        )
        return redirect("outcomes:detail", slug, outcome.pk)
    return render_form_page(
        request,
        form,
        _("Define how an outcome is measured"),
        intro=_("Set this before anything is counted. You cannot change it afterwards."),
        partnership=partnership,
        trail=outcomes_trail(partnership),
    )


def detail(request: HttpRequest, slug: str, pk) -> HttpResponse:
    partnership = partnership_for(request, slug)
    observed = get_or_404(queries.outcome_in(partnership, pk))
    context = {
        "partnership": partnership,
        "observed": observed,
        "everyone": analysis.series(observed, observed.everyone),
        "groups": [
            (group, analysis.series(observed, observations))
            for group, observations in observed.groups.items()
        ],
        "gap": analysis.group_gap(observed),
        "my_side": rules.may_answer_for(request.user, partnership),
        "may_observe": rules.may_observe(request.user, partnership),
        "trail": outcomes_trail(partnership),
    }
    return render(request, "outcomes/detail.jinja", context)


def link_commitments(request: HttpRequest, slug: str, pk) -> HttpResponse:
    partnership = partnership_for(request, slug, rules.may_observe)
    observed = get_or_404(queries.outcome_in(partnership, pk))
    promises = {
        str(promise.commitment.pk): promise.commitment
        for promise in promises_of(partnership, timezone.localdate())
    }
    form = LinkCommitmentsForm(request.POST or None, commitments=text_choices(promises.values()))
    if form.is_valid():
        chosen = [promises[key] for key in form.cleaned_data["commitments"]]
        actions.link_commitments(
            outcome=observed.outcome, commitments=chosen, by=request.user, at=timezone.now()
        )
        return redirect("outcomes:detail", slug, pk)
    return render_form_page(
        request,
        form,
        _("Link commitments to this outcome"),
        partnership=partnership,
        trail=outcome_trail(partnership, observed.outcome),
    )


def observe(request: HttpRequest, slug: str, pk) -> HttpResponse:
    partnership = partnership_for(request, slug, rules.may_observe)
    observed = get_or_404(queries.outcome_in(partnership, pk))
    groups = {str(group.pk): group for group in observed.groups}
    form = ObservationForm(request.POST or None, groups=text_choices(groups.values(), "name"))
    if submit_form(
        form,
        lambda: actions.observe(
            outcome=observed.outcome,
            **form.cleaned_data | {"group": groups.get(form.cleaned_data["group"])},
            by=request.user,
            at=timezone.now(),
        ),
        "value",
    ):
        return redirect("outcomes:detail", slug, pk)
    return render_form_page(
        request,
        form,
        _("Record an observation"),
        partnership=partnership,
        trail=outcome_trail(partnership, observed.outcome),
    )


def correct_observation(request: HttpRequest, slug: str, pk) -> HttpResponse:
    partnership = partnership_for(request, slug, rules.may_observe)
    observed = get_or_404(queries.outcome_in(partnership, pk))
    observations = {str(observation.pk): observation for observation in observed.observations()}
    form = ObservationCorrectionForm(request.POST or None, observations=observation_choices(observed))
    details = {"by": request.user, "at": timezone.now()}

    def correct() -> None:
        cleaned = dict(form.cleaned_data)
        observation = observations[cleaned.pop("observation")]
        actions.correct_observation(observation=observation, **cleaned, **details)

    if submit_form(form, correct, "value"):
        return redirect("outcomes:detail", slug, pk)
    return render_form_page(
        request,
        form,
        _("Correct an observation"),
        partnership=partnership,
        trail=outcome_trail(partnership, observed.outcome),
    )


def judge(request: HttpRequest, slug: str, pk) -> HttpResponse:
    partnership = partnership_for(request, slug)
    observed = get_or_404(queries.outcome_in(partnership, pk))
    require(rules.may_answer_for(request.user, partnership) is not None)
    form = OutcomeJudgementForm(request.POST or None, initial={"language": reading_language()})
    if form.is_valid():
        actions.judge_outcome(
            outcome=observed.outcome, **form.cleaned_data, by=request.user, at=timezone.now()
        )
        return redirect("outcomes:detail", slug, pk)
    return render_form_page(
        request,
        form,
        _("Record your side's view"),
        partnership=partnership,
        trail=outcome_trail(partnership, observed.outcome),
    )
