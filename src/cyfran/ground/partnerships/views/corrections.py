"""Correcting what a partnership says of itself, its partners and its priority groups."""

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cyfran.core.accounts.rules import require
from cyfran.ground.partnerships import actions, queries, rules
from cyfran.ground.partnerships.forms import GroupForm, OrganisationNameForm, PartnershipTextsForm
from cyfran.ground.partnerships.pages import partnership_trail
from cyfran.ground.partnerships.views.access import partnership_for
from cyfran.ui.corrections import correctable_of
from cyfran.ui.edited_meanwhile import note_what_stands
from cyfran.ui.forms import get_or_404, page_to_return_to, submit_form, try_action
from cyfran.ui.pairs import pair_values


def change(request: HttpRequest, slug: str) -> HttpResponse:
    partnership = partnership_for(request, slug, rules.may_manage)
    form = note_what_stands(
        PartnershipTextsForm(request.POST or None, initial=pair_values(partnership, "name", "purpose"))
    )
    if submit_form(
        form,
        lambda: actions.change_partnership(
            partnership=partnership,
            name=form.pair("name"),
            purpose=form.pair("purpose"),
            by=request.user,
            at=timezone.now(),
        ),
    ):
        return _changed(request, slug, form)
    return _form_page(request, partnership, form, _("Change the name and purpose"))


def correct(request: HttpRequest, slug: str, kind: str, pk) -> HttpResponse:
    """Correct anything that a chapter has registered."""
    partnership, correctable, instance = _correctable_for(request, slug, kind, pk)
    form = note_what_stands(
        correctable.empty_form()(request.POST or None, initial=correctable.values_of(instance))
    )
    details = {"partnership": partnership, "by": request.user, "at": timezone.now()}
    if submit_form(form, lambda: actions.correct(instance=instance, values=form.cleaned_data, **details)):
        return _changed(request, slug, form)
    remove_args = ("remove", kind, pk) if correctable.removable else None
    return _form_page(request, partnership, form, _("Correct the text"), remove=remove_args)


@require_POST
def remove(request: HttpRequest, slug: str, kind: str, pk) -> HttpResponse:
    """Remove anything that a chapter has registered as removable."""
    partnership, correctable, instance = _correctable_for(request, slug, kind, pk)
    require(correctable.removable, "not_found")
    details = {"partnership": partnership, "by": request.user, "at": timezone.now()}
    if not try_action(request, lambda: actions.remove(instance=instance, **details)):
        return redirect("partnerships:correct", slug, kind, pk)
    messages.success(request, _("Removed."))
    return redirect(page_to_return_to(request) or reverse("partnerships:detail", args=[slug]))


def _correctable_for(request: HttpRequest, slug: str, kind: str, pk):
    """Return the partnership, the registration and the object, if this user may correct it and it is not too late."""
    correctable = get_or_404(correctable_of(kind))
    partnership = partnership_for(request, slug, correctable.may)
    instance = get_object_or_404(correctable.instances(partnership), pk=pk)
    require(correctable.until is None or correctable.until(instance), correctable.too_late)
    return partnership, correctable, instance


def change_organisation(request: HttpRequest, slug: str, pk) -> HttpResponse:
    partnership = partnership_for(request, slug, rules.may_manage)
    organisation = get_object_or_404(queries.organisations(partnership), pk=pk)
    form = note_what_stands(
        OrganisationNameForm(request.POST or None, initial=pair_values(organisation, "name"))
    )
    if submit_form(
        form,
        lambda: actions.change_organisation(
            organisation=organisation, name=form.pair("name"), by=request.user, at=timezone.now()
        ),
        "name_en",
    ):
        return _changed(request, slug, form)
    return _form_page(request, partnership, form, _("Change a partner"), remove=("remove_organisation", pk))


@require_POST
def remove_organisation(request: HttpRequest, slug: str, pk) -> HttpResponse:
    partnership = partnership_for(request, slug, rules.may_manage)
    organisation = get_object_or_404(queries.organisations(partnership), pk=pk)
    if try_action(
        request,
        lambda: actions.remove_organisation(organisation=organisation, by=request.user, at=timezone.now()),
    ):
        messages.success(request, _("The partner has been removed."))
    return redirect("partnerships:detail", slug)


def change_group(request: HttpRequest, slug: str, pk) -> HttpResponse:
    partnership = partnership_for(request, slug, rules.may_manage)
    group = get_object_or_404(queries.priority_groups(partnership), pk=pk)
    form = note_what_stands(GroupForm(request.POST or None, initial=pair_values(group, "name", "reason")))
    if submit_form(
        form,
        lambda: actions.change_priority_group(
            group=group,
            name=form.pair("name"),
            reason=form.pair("reason"),
            by=request.user,
            at=timezone.now(),
        ),
        "name_en",
    ):
        return _changed(request, slug, form)
    return _form_page(request, partnership, form, _("Change a priority group"), remove=("remove_group", pk))


@require_POST
def remove_group(request: HttpRequest, slug: str, pk) -> HttpResponse:
    partnership = partnership_for(request, slug, rules.may_manage)
    group = get_object_or_404(queries.priority_groups(partnership), pk=pk)
    if try_action(
        request, lambda: actions.remove_priority_group(group=group, by=request.user, at=timezone.now())
    ):
        messages.success(request, _("The priority group has been removed."))
    return redirect("partnerships:detail", slug)


def _changed(request: HttpRequest, slug: str, form: Form) -> HttpResponse:
    if form.has_changed():
        messages.success(request, _("Your changes have been saved. What stood before is kept on record."))
    else:
        messages.info(request, _("Nothing was changed."))
    return redirect(page_to_return_to(request) or reverse("partnerships:detail", args=[slug]))


def _form_page(request: HttpRequest, partnership, form, title: str, *, remove=None) -> HttpResponse:
    context = {
        "partnership": partnership,
        "form": form,
        "title": title,
        "remove": remove,
        "next": page_to_return_to(request),
        "trail": partnership_trail(partnership),
    }
    return render(request, "partnerships/change.jinja", context, status=422 if form.errors else 200)
