"""Asks operators, and members whose role sees personal data or decides, for a second factor where the site wants it."""

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import Resolver404, resolve

from cyfran.ground.partnerships.queries import needs_second_factor

# Pages that open without it: to set it up, to sign out, and what says who runs the site
OPEN = {
    "mfa_activate_totp",
    "mfa_reauthenticate",
    "account_reauthenticate",
    "mfa_view_recovery_codes",
    "account_logout",
    "choose_language",
    "health",
    "alive",
    "about:privacy",
    "about:accessibility",
    "notifications:unsubscribe",
}

# Staff take part as everyone does
OPEN_TO_ALL = ("taking-part:", "rooms-phone:", "survey:", "enter", "room_")


class SecondFactorMiddleware:
    """Leads those who need a second factor and have none to the page where they set it up."""

    def __init__(self, get_response) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.CYFRAN_SECOND_FACTOR and _lacks_it(request) and not _is_open(request):
            return redirect("mfa_reauthenticate" if is_mfa_enabled(request.user) else "mfa_activate_totp")
        return self.get_response(request)


def _lacks_it(request: HttpRequest) -> bool:
    user = request.user
    return user.is_authenticated and not _used_it(request) and needs_second_factor(user)


def _used_it(request: HttpRequest) -> bool:
    """Return whether whoever is signed in here showed it: that the account has one says nothing of an older session."""
    return any(record.get("method") == "mfa" for record in get_authentication_records(request, request.user))


def _is_open(request: HttpRequest) -> bool:
    try:
        name = resolve(request.path_info).view_name
    except Resolver404:  # no page at all: led to the form as from any other
        return False
    return name in OPEN or name.startswith(OPEN_TO_ALL)
