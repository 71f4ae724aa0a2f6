from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from cyfran.core.accounts.rules import require
from cyfran.define.insights.pages import text_choices
from cyfran.define.insights.queries import shared_outcomes
from cyfran.deliver.commitments.queries import promises_of
from cyfran.deliver.outcomes import actions, analysis, queries, rules
from cyfran.deliver.outcomes.forms import ObservationForm, OutcomeForm, OutcomeJudgementForm, TieForm
from cyfran.deliver.outcomes.pages import outcome_trail, outcomes_trail
from cyfran.ground.partnerships.pages import partnership_trail
from cyfran.ground.partnerships.views.access import partnership_for
from cyfran.ui.formats import reading_language
from cyfran.ui.forms import get_or_404, render_form_page, submit_form


def list_(request: HttpRequest, slug: str) -> HttpResponse:
    partnership = partnership_for(request, slug)
    found = queries.outcomes_of(partnership)
    context = {
        "partnership": partnership,
        "outcomes": [(one, analysis.series(one, one.everyone)) for one in found],
        "may_observe": rules.may_observe(request.user, partnership),
        "trail": partnership_trail(partnership),
    }
    return render(request, "outcomes/list.jinja", context)


def add(request: HttpRequest, slug: str) -> HttpResponse:
    partnership = partnership_for(request, slug, rules.may_observe)
    shared = {str(a.thing.pk): a.thing for a in shared_outcomes(partnership) if a.by_both}
    promises = {str(p.commitment.pk): p.commitment for p in promises_of(partnership, timezone.localdate())}
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
        _("Say how an outcome is counted"),
        intro=_("It is fixed before anything is counted, and not changed afterwards."),
        partnership=partnership,
        trail=outcomes_trail(partnership),
    )


def detail(request: HttpRequest, slug: str, pk) -> HttpResponse:
    partnership = partnership_for(request, slug)
    found = get_or_404(queries.outcome_in(partnership, pk))
    context = {
        "partnership": partnership,
        "found": found,
        "everyone": analysis.series(found, found.everyone),
        "groups": [(group, analysis.series(found, seen)) for group, seen in found.groups.items()],
        "gap": analysis.group_gap(found),
        "my_side": rules.may_answer_for(request.user, partnership),
        "may_observe": rules.may_observe(request.user, partnership),
        "trail": outcomes_trail(partnership),
    }
    return render(request, "outcomes/detail.jinja", context)


def link_commitments(request: HttpRequest, slug: str, pk) -> HttpResponse:
    partnership = partnership_for(request, slug, rules.may_observe)
    found = get_or_404(queries.outcome_in(partnership, pk))
    promises = {str(p.commitment.pk): p.commitment for p in promises_of(partnership, timezone.localdate())}
    form = TieForm(request.POST or None, commitments=text_choices(promises.values()))
    if form.is_valid():
        chosen = [promises[key] for key in form.cleaned_data["commitments"]]
        actions.link_commitments(
            outcome=found.outcome, commitments=chosen, by=request.user, at=timezone.now()
        )
        return redirect("outcomes:detail", slug, pk)
    return render_form_page(
        request,
        form,
        _("Promises for this outcome"),
        partnership=partnership,
        trail=outcome_trail(partnership, found.outcome),
    )


def observe(request: HttpRequest, slug: str, pk) -> HttpResponse:
    partnership = partnership_for(request, slug, rules.may_observe)
    found = get_or_404(queries.outcome_in(partnership, pk))
    groups = {str(group.pk): group for group in found.groups}
    form = ObservationForm(request.POST or None, groups=text_choices(groups.values(), "name"))
    if submit_form(
        form,
        lambda: actions.observe(
            outcome=found.outcome,
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
        _("Enter what was counted"),
        partnership=partnership,
        trail=outcome_trail(partnership, found.outcome),
    )


def judge(request: HttpRequest, slug: str, pk) -> HttpResponse:
    partnership = partnership_for(request, slug)
    found = get_or_404(queries.outcome_in(partnership, pk))
    require(rules.may_answer_for(request.user, partnership) is not None)
    form = OutcomeJudgementForm(request.POST or None, initial={"language": reading_language()})
    if form.is_valid():
        actions.judge_outcome(outcome=found.outcome, **form.cleaned_data, by=request.user, at=timezone.now())
        return redirect("outcomes:detail", slug, pk)
    return render_form_page(
        request,
        form,
        _("Judge it for your side"),
        partnership=partnership,
        trail=outcome_trail(partnership, found.outcome),
    )
