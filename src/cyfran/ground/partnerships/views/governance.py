from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from cyfran.core.accounts.rules import require
from cyfran.ground.partnerships import actions, queries, rules
from cyfran.ground.partnerships.forms import (
    CharterForm,
    PhaseApprovalForm,
    PhaseReturnForm,
    PowerForm,
    PowerTopicForm,
)
from cyfran.ground.partnerships.models import Phase
from cyfran.ground.partnerships.pages import partnership_trail, phase_steps
from cyfran.ui.forms import get_or_404, submit_form


def charter(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the newest charter; POST signs it for the user's side."""
    partnership = get_object_or_404(queries.partnership_by_slug(slug))
    newest = queries.charter(partnership)
    side = rules.side_of(request.user, partnership)
    if request.method == "POST":
        actions.sign_charter(charter=get_or_404(newest), side=side, by=request.user, at=timezone.now())
        messages.success(request, _("Signed for your side."))
        return redirect("partnerships:charter", slug)
    context = {
        "partnership": partnership,
        "charter": newest,
        "may_sign": side is not None and rules.may_approve_for(request.user, partnership, side),
        "side": side,
        "may_manage": rules.may_manage(request.user, partnership),
        "trail": partnership_trail(partnership),
    }
    return render(request, "partnerships/charter.jinja", context)


def change_charter(request: HttpRequest, slug: str) -> HttpResponse:
    partnership = get_object_or_404(queries.partnership_by_slug(slug))
    require(rules.may_manage(request.user, partnership))
    form = CharterForm(
        request.POST if request.method == "POST" else None, initial=queries.charter_terms(partnership)
    )
    if form.is_valid():
        actions.write_charter(
            partnership=partnership, terms=form.pair("terms"), by=request.user, at=timezone.now()
        )
        return redirect("partnerships:charter", slug)
    context = {"partnership": partnership, "form": form, "trail": partnership_trail(partnership)}
    return render(request, "partnerships/change_charter.jinja", context)


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
    steps = {step.phase: step for step in phase_steps(queries.phase_gates(partnership))}
    form = PhaseApprovalForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        details = {"phase": phase, "side": side, "objection": form.cleaned_data["objection"]}
        actions.approve_phase(partnership=partnership, **details, by=request.user, at=timezone.now())
        messages.success(request, _("You have approved this phase for your side."))
        return redirect("partnerships:gates", slug)
    context = {
        "partnership": partnership,
        "form": form,
        "step": get_or_404(steps.get(phase)),
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


def power(request: HttpRequest, slug: str) -> HttpResponse:
    partnership = get_object_or_404(queries.partnership_by_slug(slug))
    side = rules.side_of(request.user, partnership)
    context = {
        "partnership": partnership,
        "power_topics": queries.power(partnership),
        "may_record": side is not None and rules.may_record_power(request.user, partnership, side),
        "may_add": rules.may_organise(request.user, partnership),
        "trail": partnership_trail(partnership),
    }
    return render(request, "partnerships/power.jinja", context)


def add_power_topic(request: HttpRequest, slug: str) -> HttpResponse:
    partnership = get_object_or_404(queries.partnership_by_slug(slug))
    require(rules.may_organise(request.user, partnership))
    form = PowerTopicForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        actions.name_power_topic(
            partnership=partnership, name=form.pair("name"), by=request.user, at=timezone.now()
        )
        return redirect("partnerships:power", slug)
    context = {"partnership": partnership, "form": form, "trail": partnership_trail(partnership)}
    return render(request, "partnerships/add_power_topic.jinja", context)


def record_power(request: HttpRequest, slug: str, pk) -> HttpResponse:
    partnership = get_object_or_404(queries.partnership_by_slug(slug))
    topic = get_or_404(queries.topic(partnership, pk))
    side = rules.side_of(request.user, partnership)
    require(side is not None and rules.may_record_power(request.user, partnership, side), "not_for_this_side")
    form = PowerForm(request.POST if request.method == "POST" else None)

    def record_power() -> None:
        details = form.cleaned_data
        actions.record_power(topic=topic, side=side, **details, by=request.user, at=timezone.now())

    if submit_form(form, record_power):
        return redirect("partnerships:power", slug)
    context = {
        "partnership": partnership,
        "topic": topic,
        "form": form,
        "trail": partnership_trail(partnership),
    }
    return render(request, "partnerships/record_power.jinja", context)
