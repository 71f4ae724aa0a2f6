"""The phases of a partnership: approve them, say when they open and close, go back, begin work outside one."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cyfran.core.accounts.rules import require
from cyfran.ground.partnerships import actions, queries, rules
from cyfran.ground.partnerships.forms import (
    PhaseApprovalForm,
    PhaseDatesForm,
    PhaseExceptionForm,
    PhaseReturnForm,
)
from cyfran.ground.partnerships.models import Phase
from cyfran.ground.partnerships.pages import partnership_trail, phase_steps
from cyfran.ui.forms import get_or_404, page_to_return_to, render_form_page, submit_form
from cyfran.ui.trail import step


def gates(request: HttpRequest, slug: str) -> HttpResponse:
    partnership = get_object_or_404(queries.partnership_by_slug(slug))
    side = rules.side_of(request.user, partnership)
    context = {
        "partnership": partnership,
        "steps": phase_steps(queries.phase_gates(partnership)),
        "phase_returns": queries.phase_returns(partnership),
        "side": side if side and rules.may_approve_for(request.user, partnership, side) else None,
        "may_manage": rules.may_manage(request.user, partnership),
        "trail": partnership_trail(partnership),
    }
    return render(request, "partnerships/gates.jinja", context)


def approve_phase(request: HttpRequest, slug: str, phase: str) -> HttpResponse:
    partnership = get_object_or_404(queries.partnership_by_slug(slug))
    side = rules.side_of(request.user, partnership)
    require(side is not None and rules.may_approve_for(request.user, partnership, side), "not_for_this_side")
    form = PhaseApprovalForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        details = {"phase": phase, "side": side, "objection": form.cleaned_data["objection"]}
        actions.approve_phase(partnership=partnership, **details, by=request.user, at=timezone.now())
        messages.success(request, _("You have approved this phase for your side."))
        return redirect("partnerships:gates", slug)
    context = {
        "partnership": partnership,
        "form": form,
        "step": get_or_404(_step_of(partnership, phase)),
        "trail": partnership_trail(partnership),
    }
    return render(request, "partnerships/approve_phase.jinja", context)


def return_to_phase(request: HttpRequest, slug: str) -> HttpResponse:
    partnership = get_object_or_404(queries.partnership_by_slug(slug))
    require(rules.may_manage(request.user, partnership))
    current_phase = Phase(queries.open_phase(partnership))
    earlier = queries.PHASES[: queries.PHASES.index(current_phase)]
    choices = [(phase.value, phase.label) for phase in earlier]
    form = PhaseReturnForm(request.POST if request.method == "POST" else None, phases=choices)
    if form.is_valid():
        actions.return_to_phase(
            partnership=partnership, **form.cleaned_data, by=request.user, at=timezone.now()
        )
        return redirect("partnerships:gates", slug)
    context = {"partnership": partnership, "form": form, "trail": partnership_trail(partnership)}
    return render(request, "partnerships/return_to_phase.jinja", context)


def set_phase_dates(request: HttpRequest, slug: str, phase: str) -> HttpResponse:
    partnership = get_object_or_404(queries.partnership_by_slug(slug))
    require(rules.may_manage(request.user, partnership))
    phase_step = get_or_404(_step_of(partnership, phase))
    dates = {"opens_on": phase_step.gate.opens_on, "closes_on": phase_step.gate.closes_on}
    form = PhaseDatesForm(request.POST if request.method == "POST" else None, initial=dates)

    def set_dates() -> None:
        details = {"phase": phase, **form.cleaned_data, "by": request.user, "at": timezone.now()}
        actions.set_phase_dates(partnership=partnership, **details)

    if submit_form(form, set_dates, "closes_on"):
        messages.success(request, _("The dates are saved."))
        return redirect(f"{reverse('partnerships:gates', args=[slug])}#{phase}")
    return render_form_page(
        request,
        form,
        _("When does this phase open and close? %(phase)s") % {"phase": phase_step.name},
        partnership=partnership,
        trail=_phases_trail(partnership),
        intro=_(
            "Leave a day empty if there is none. When the phase Discover closes, its conversations and surveys close with it."
        ),
    )


def phase_exception(request: HttpRequest, slug: str, phase: str) -> HttpResponse:
    """Say that a phase is not open, and what is missing; organisers may begin its work all the same, with a reason."""
    partnership = get_object_or_404(queries.partnership_by_slug(slug))
    phase_step = get_or_404(_step_of(partnership, phase))
    back = page_to_return_to(request) or reverse("partnerships:gates", args=[slug])
    if phase_step.gate.allows_work:
        return redirect(back)
    may_begin = rules.may_organise(request.user, partnership)
    require(may_begin or request.method != "POST")
    form = PhaseExceptionForm(request.POST if request.method == "POST" else None)
    details = {"partnership": partnership, "phase": phase, "by": request.user, "at": timezone.now()}
    if submit_form(form, lambda: actions.allow_outside_phase(**details, **form.cleaned_data)):
        messages.success(request, _("The reason is recorded. You can go on now."))
        return redirect(back)
    context = {
        "partnership": partnership,
        "step": phase_step,
        "form": form if may_begin else None,
        "next": back,
        "trail": _phases_trail(partnership),
    }
    return render(request, "partnerships/phase_exception.jinja", context)


def _step_of(partnership, phase: str):
    return {step.phase: step for step in phase_steps(queries.phase_gates(partnership))}.get(phase)


def _phases_trail(partnership) -> list:
    return [
        *partnership_trail(partnership),
        step(_("Phases and approvals"), "partnerships:gates", partnership.slug),
    ]
