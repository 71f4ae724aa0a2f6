"""Helpers that views share: run actions, show their errors, and look objects up."""

from collections.abc import Callable
from datetime import date

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext

from cyfran.core.errors import ActionError
from cyfran.ui.edited_meanwhile import meanwhile_sentence, was_edited_meanwhile
from cyfran.ui.formats import day
from cyfran.ui.messages import sentence


def add_action_error(form: Form, error: ActionError, field: str | None = None) -> None:
    """Add an action's error to the form it came from, so that it is shown with everything that was entered."""
    form.add_error(field, sentence(error, gettext))


def submit_form(form: Form, act: Callable, field: str | None = None) -> bool:
    """Call ``act`` if the form is valid; return whether it was done. An ``ActionError`` is added to the form."""
    if not form.is_valid():
        return False
    if was_edited_meanwhile(form):
        form.add_error(None, meanwhile_sentence(form))
        return False
    try:
        act()
    except ActionError as error:
        add_action_error(form, error, field)
        return False
    return True


def try_action(request: HttpRequest, act: Callable) -> bool:
    """Call ``act``; return whether it was done. An ``ActionError`` becomes a message on the next page.

    What someone may not do at all is refused as everywhere: that is no message to somebody who may.
    """
    try:
        act()
    except ActionError as error:
        if error.code in ("not_allowed", "not_found", "phase_not_open"):  # each has a page
            raise
        messages.error(request, sentence(error, gettext))
        return False
    return True


def warn_of_past_date(request: HttpRequest, chosen: date) -> None:
    """Say on the next page that a date has passed: what is recorded afterwards may have one, but a typing error may, too."""
    if chosen < timezone.localdate():
        text = gettext("The date %(day)s is in the past. Check that it is right.") % {"day": day(chosen)}
        messages.warning(request, text)


def render_form_page(
    request: HttpRequest, form: Form, title: str, *, partnership, trail=(), intro: str = "", submit: str = ""
) -> HttpResponse:
    """Return a page with one form."""
    context = {"form": form, "title": title, "intro": intro, "partnership": partnership, "trail": list(trail)}
    context["submit"] = submit or gettext("Save")
    return render(request, "layouts/one_form.jinja", context, status=422 if form.errors else 200)


def page_to_return_to(request: HttpRequest) -> str:
    """Return the page of this site that the form or the address names, or nothing."""
    path = request.POST.get("next") or request.GET.get("next") or ""
    return path if url_has_allowed_host_and_scheme(path, allowed_hosts=None) else ""


def get_or_404(instance):
    """Return the object, or raise ``Http404`` if it is None."""
    if instance is None:
        raise Http404
    return instance
