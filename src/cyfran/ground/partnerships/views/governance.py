from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from cyfran.core.accounts.rules import require
from cyfran.ground.partnerships import actions, queries, rules
from cyfran.ground.partnerships.forms import (
    CharterForm,
    PowerForm,
    PowerTopicForm,
)
from cyfran.ground.partnerships.pages import partnership_trail
from cyfran.ui.edited_meanwhile import note_what_stands
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
        "earlier": queries.earlier_charters(partnership),
        "may_sign": side is not None and rules.may_approve_for(request.user, partnership, side),
        "side": side,
        "may_manage": rules.may_manage(request.user, partnership),
        "trail": partnership_trail(partnership),
    }
    return render(request, "partnerships/charter.jinja", context)


def change_charter(request: HttpRequest, slug: str) -> HttpResponse:
    partnership = get_object_or_404(queries.partnership_by_slug(slug))
    require(rules.may_manage(request.user, partnership))
    posted = request.POST if request.method == "POST" else None
    form = note_what_stands(CharterForm(posted, initial=queries.charter_terms(partnership)))
    details = {"partnership": partnership, "by": request.user, "at": timezone.now()}
    if submit_form(form, lambda: actions.write_charter(terms=form.pair("terms"), **details), "terms_en"):
        return redirect("partnerships:charter", slug)
    context = {"partnership": partnership, "form": form, "trail": partnership_trail(partnership)}
    return render(request, "partnerships/change_charter.jinja", context, status=422 if form.errors else 200)


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
