from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from cyfran.core.accounts.rules import require
from cyfran.core.audit.queries import events_within
from cyfran.ground.partnerships import actions, queries, rules
from cyfran.ground.partnerships.forms import GroupForm, MemberForm, OrganisationForm
from cyfran.ground.partnerships.pages import partnership_trail
from cyfran.ground.partnerships.tasks import invite
from cyfran.ui.formats import plain
from cyfran.ui.forms import submit_form
from cyfran.ui.log import render_log


def members(request: HttpRequest, slug: str) -> HttpResponse:
    partnership = get_object_or_404(queries.partnership_by_slug(slug))
    require(rules.may_see_inside(request.user, partnership))
    context = {
        "partnership": partnership,
        "members": queries.members(partnership),
        "may_manage": rules.may_manage(request.user, partnership),
        "trail": partnership_trail(partnership),
    }
    return render(request, "partnerships/members.jinja", context)


def log(request: HttpRequest, slug: str) -> HttpResponse:
    """Who did what in this partnership."""
    partnership = get_object_or_404(queries.partnership_by_slug(slug))
    require(rules.may_manage(request.user, partnership))
    trail = partnership_trail(partnership)
    return render_log(
        request, events_within(partnership.pk), _("Audit log"), partnership=partnership, trail=trail
    )


def add_member(request: HttpRequest, slug: str) -> HttpResponse:
    partnership = get_object_or_404(queries.partnership_by_slug(slug))
    require(rules.may_manage(request.user, partnership))
    partners = {str(partner.pk): partner for partner in queries.organisations(partnership)}
    choices = [(pk, plain(partner.name)) for pk, partner in partners.items()]
    form = MemberForm(request.POST if request.method == "POST" else None, organisations=choices)

    def add_member() -> None:
        details = form.cleaned_data | {"organisation": partners.get(form.cleaned_data["organisation"])}
        now = timezone.now()
        invite(
            actions.add_member(partnership=partnership, **details, by=request.user, at=now),
            by=request.user,
            at=now,
        )

    if submit_form(form, add_member):
        messages.success(request, _("Member added. They get an e-mail that says how to sign in."))
        return redirect("partnerships:members", slug)
    context = {"partnership": partnership, "form": form, "trail": partnership_trail(partnership)}
    return render(request, "partnerships/add_member.jinja", context)


def remove_member(request: HttpRequest, slug: str, pk) -> HttpResponse:
    partnership = get_object_or_404(queries.partnership_by_slug(slug))
    require(rules.may_manage(request.user, partnership))
    membership = get_object_or_404(queries.members(partnership), pk=pk)
    if request.method == "POST":
        actions.end_membership(membership=membership, by=request.user, at=timezone.now())
        messages.success(request, _("The role has ended. What they have done so far is kept."))
        return redirect("partnerships:members", slug)
    context = {"partnership": partnership, "membership": membership, "trail": partnership_trail(partnership)}
    return render(request, "partnerships/remove_member.jinja", context)


def add_organisation(request: HttpRequest, slug: str) -> HttpResponse:
    partnership = get_object_or_404(queries.partnership_by_slug(slug))
    require(rules.may_manage(request.user, partnership))
    form = OrganisationForm(request.POST if request.method == "POST" else None)

    def add_organisation() -> None:
        details = {"name": form.pair("name"), "side": form.cleaned_data["side"]}
        actions.add_organisation(partnership=partnership, **details, by=request.user, at=timezone.now())

    if submit_form(form, add_organisation, field="name_en"):
        return redirect("partnerships:detail", slug)
    context = {"partnership": partnership, "form": form, "trail": partnership_trail(partnership)}
    return render(request, "partnerships/add_organisation.jinja", context)


def add_group(request: HttpRequest, slug: str) -> HttpResponse:
    partnership = get_object_or_404(queries.partnership_by_slug(slug))
    require(rules.may_manage(request.user, partnership))
    form = GroupForm(request.POST if request.method == "POST" else None)

    def name_group() -> None:
        texts = {"name": form.pair("name"), "reason": form.pair("reason")}
        actions.name_priority_group(partnership=partnership, **texts, by=request.user, at=timezone.now())

    if submit_form(form, name_group, field="name_en"):
        return redirect("partnerships:detail", slug)
    context = {"partnership": partnership, "form": form, "trail": partnership_trail(partnership)}
    return render(request, "partnerships/add_group.jinja", context)
