"""What forms and views share."""

from collections.abc import Callable

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from cyfran.core.errors import ActionError
from cyfran.ui.messages import sentence


def add_action_error(form: Form, error: ActionError, field: str | None = None) -> None:
    """Show why an action was not done beside the form it came from, with everything that was entered still there."""
    form.add_error(field, sentence(error, gettext))


def submit_form(form: Form, act: Callable, field: str | None = None) -> bool:
    """Do what a form asks, if it holds what is needed. An action that refuses says so beside the form."""
    if not form.is_valid():
        return False
    try:
        act()
    except ActionError as error:
        add_action_error(form, error, field)
        return False
    return True


def try_action(request: HttpRequest, act: Callable) -> bool:
    """Do what a button asks. An action that refuses says so at the top of the next page."""
    try:
        act()
    except ActionError as error:
        messages.error(request, sentence(error, gettext))
        return False
    return True


def render_form_page(
    request: HttpRequest, form: Form, title: str, *, partnership, trail=(), intro: str = ""
) -> HttpResponse:
    """A page that is one form and nothing else."""
    context = {"form": form, "title": title, "intro": intro, "partnership": partnership, "trail": list(trail)}
    return render(request, "layouts/one_form.jinja", context)


def get_or_404(thing):
    """Give the thing, or the page that says there is no such thing."""
    if thing is None:
        raise Http404
    return thing
