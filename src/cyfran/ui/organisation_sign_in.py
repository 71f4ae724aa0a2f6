"""Sign-in at one's own organisation, by OpenID Connect, for those who have an account here already."""

import logging
from collections.abc import Callable

from allauth.account.internal.flows.login import record_authentication
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.helpers import render_authentication_error
from allauth.socialaccount.providers.openid_connect import views as openid_connect
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, get_language_from_path, override
from requests import RequestException

from cyfran.core.accounts.queries import account_of

logger = logging.getLogger(__name__)

LANGUAGE = "organisation_sign_in_language"
WITH_SECOND_FACTOR = "mfa"  # of RFC 8176: whoever signed in proved it in more than one way


class OrganisationAdapter(DefaultSocialAccountAdapter):
    """Lets in whom the organisation names by an address at one of its own domains, and who has an account here.

    An organisation may speak for its own domains alone: one that said anything else could sign in as anybody.
    """

    def is_open_for_signup(self, request: HttpRequest, sociallogin) -> bool:
        return False

    def authenticate_by_email(self, sociallogin):
        address = address_of(sociallogin)
        user = account_of(address) if is_at_a_domain(address) else None
        return (user, address) if user else None

    def pre_social_login(self, request: HttpRequest, sociallogin) -> None:
        address = address_of(sociallogin)
        if is_at_a_domain(address) and sociallogin.is_existing:
            return
        context = {"address": address, "is_at_a_domain": is_at_a_domain(address)}
        page = render(request, "socialaccount/no_account.jinja", context, status=403)
        raise ImmediateHttpResponse(page)

    def add_message(self, *args, **kwargs) -> None:
        """Add no message: our pages say what happened."""


def address_of(sociallogin) -> str:
    """Return the e-mail address that the organisation states, or nothing."""
    return next((address.email for address in sociallogin.email_addresses), "").lower()


def is_at_a_domain(address: str) -> bool:
    return address.rpartition("@")[2] in settings.CYFRAN_OIDC_DOMAINS


def count_second_factor(request: HttpRequest, user, sociallogin=None, **kwargs) -> None:
    """Count the second factor of the organisation, where it says that one was used: called when somebody signs in."""
    if sociallogin is None:
        return
    claims = sociallogin.account.extra_data.get("id_token") or {}
    if WITH_SECOND_FACTOR in claims.get("amr", ()):
        record_authentication(request, user, method="mfa", type="organisation")


def forget_claims(sender, instance, **kwargs) -> None:
    """Keep of an organisation's account only its number: what else it says of someone is not needed. Called after saving."""
    sender.objects.filter(pk=instance.pk).update(extra_data={})


def leave(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Lead somebody to their organisation, and keep the language in which they left: its answer comes to one address."""
    request.session[LANGUAGE] = get_language_from_path(request.POST.get("next", "")) or get_language()
    return _unless_it_is_away(openid_connect.login, request, provider_id)


def come_back(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Sign in whom the organisation sends back."""
    with override(request.session.get(LANGUAGE, get_language())):
        return _unless_it_is_away(openid_connect.callback, request, provider_id)


def _unless_it_is_away(view: Callable, request: HttpRequest, provider_id: str) -> HttpResponse:
    try:
        return view(request, provider_id)
    except RequestException:
        logger.warning("The organisation's sign-in did not answer", exc_info=True)
        return render_authentication_error(request, provider_id)
