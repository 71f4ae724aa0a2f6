from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from cyfran.core.accounts.rules import require
from cyfran.ground.partnerships import actions, queries, rules
from cyfran.ground.partnerships.forms import PartnershipForm
from cyfran.ground.partnerships.pages import first_steps, overview, partnership_trail, phase_steps
from cyfran.ground.partnerships.views.access import reader
from cyfran.ground.people.forms import CodeForm
from cyfran.ground.places.queries import place_choices, place_with_id
from cyfran.ui.formats import reading_language
from cyfran.ui.forms import get_or_404, submit_form
from cyfran.ui.trail import step

MOST_DRAFTS_SHOWN = 40


def welcome(request: HttpRequest) -> HttpResponse:
    """The home page of the site: take part with a code, or choose a partnership."""
    context = {
        "form": CodeForm(),
        "partnerships": queries.partnership_list(request.user),
        "may_add": rules.may_set_up_partnerships(request.user),
    }
    return render(request, "partnerships/welcome.jinja", context)


def list_(request: HttpRequest) -> HttpResponse:
    context = {
        "partnerships": queries.partnership_list(request.user),
        "may_add": rules.may_set_up_partnerships(request.user),
    }
    return render(request, "partnerships/list.jinja", context)


def add(request: HttpRequest) -> HttpResponse:
    require(rules.may_set_up_partnerships(request.user))
    form = PartnershipForm(
        request.POST if request.method == "POST" else None, places=place_choices(reading_language())
    )

    def begin_partnership() -> None:
        actions.begin_partnership(
            slug=form.cleaned_data["slug"],
            name=form.pair("name"),
            purpose=form.pair("purpose"),
            place=place_with_id(form.cleaned_data["place"]),
            by=request.user,
            at=timezone.now(),
        )

    if submit_form(form, begin_partnership, field="slug"):
        return redirect("partnerships:detail", form.cleaned_data["slug"])
    context = {"form": form, "trail": [step(_("Partnerships"), "partnerships:list")]}
    return render(request, "partnerships/add.jinja", context)


def detail(request: HttpRequest, slug: str) -> HttpResponse:
    partnership = get_object_or_404(queries.partnership_by_slug(slug))
    facts, may_manage = queries.partnership_facts(partnership), rules.may_manage(request.user, partnership)
    chapters, tasks = overview(partnership, reader(request, partnership), request.user, facts)
    steps = (
        first_steps(partnership, facts, queries.sides_with_members(partnership), chapters)
        if may_manage
        else []
    )
    context = {
        "partnership": partnership,
        "facts": facts,
        "steps": phase_steps(facts.gates),
        "chapters": chapters,
        "first_steps": steps,
        "tasks": tasks,
        "roles": queries.roles_of(request.user, partnership),
        "may_manage": may_manage,
        "trail": [step(_("Partnerships"), "partnerships:list")],
    }
    return render(request, "partnerships/detail.jinja", context)


def texts(request: HttpRequest, slug: str) -> HttpResponse:
    """List the official texts with their checks; POST records that the user has checked one."""
    partnership = get_object_or_404(queries.partnership_by_slug(slug))
    require(rules.may_vouch_for_texts(request.user, partnership))
    if request.method == "POST":
        text = get_or_404(queries.official_text(partnership, request.POST.get("text", "")))
        actions.vouch_for_text(partnership=partnership, text=text, by=request.user, at=timezone.now())
        messages.success(request, _("This text is now checked. Your name is shown next to it."))
        return redirect("partnerships:texts", slug)
    context = {
        "partnership": partnership,
        "texts": queries.texts_of(partnership),
        "most_shown": MOST_DRAFTS_SHOWN,
        "trail": partnership_trail(partnership),
    }
    return render(request, "partnerships/texts.jinja", context)
