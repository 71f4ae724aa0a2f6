"""Sign-in by a code sent to an e-mail address, without passwords, and by a code from an app where someone wants both."""

import base64
import hashlib

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import ConfirmLoginCodeForm, RequestLoginCodeForm
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.totp.views import ActivateTOTPView
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from cyfran.ui.client_address import client_address
from cyfran.ui.site_names import name_in_both_languages, site_name


class Adapter(DefaultAccountAdapter):
    """Closes sign-up: accounts are opened by a partnership, when it adds a member."""

    def is_open_for_signup(self, request) -> bool:
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict) -> None:
        """Name the site, in both languages, as nobody has chosen one yet."""
        super().send_mail(template_prefix, email, context | {"site_name": name_in_both_languages()})

    def get_client_ip(self, request) -> str:
        return client_address(request)

    def add_message(self, *args, **kwargs) -> None:
        """Add no message: our pages say what happened, and a second notice on the next page would confuse."""


class AskForCodeForm(RequestLoginCodeForm):
    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["email"]
        field.label = _("Your e-mail address")
        field.help_text = _("We will send a code to this address. You do not need a password.")
        field.widget.attrs = {"autocomplete": "email", "inputmode": "email"}


class EnterCodeForm(ConfirmLoginCodeForm):
    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["code"]
        field.label = _("Code from the e-mail")
        field.help_text = _("The code works for 15 minutes.")
        field.widget.attrs = {"autocomplete": "one-time-code", "autocapitalize": "characters"}


class SecondFactorAdapter(DefaultMFAAdapter):
    """Keeps the secrets of the second factor encrypted: a copy of the database alone does not give them away."""

    def encrypt(self, text: str) -> str:
        return _fernet().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _fernet().decrypt(encrypted_text.encode()).decode()

    def get_totp_issuer(self) -> str:
        """Return the name under which the app on a phone lists this site."""
        return site_name()


def _fernet() -> MultiFernet:
    """Encrypt with the present key, and decrypt also with those before it."""
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    digests = [hashlib.sha256(b"second factor" + key.encode()).digest() for key in keys]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])


class ActivateView(ActivateTOTPView):
    """Turns the second step on. The code just entered counts as a new proof of who they are: recovery codes follow at once."""

    def form_valid(self, form):
        response = super().form_valid(form)
        record_authentication(self.request, self.request.user, method="mfa", reauthenticated=True)
        return response


class CodeField:
    """A form whose field ``code`` is for the code from an app."""

    help_text = _("It has six digits and changes every 30 seconds.")

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["code"]
        field.label = _("Code from the app")
        field.help_text = self.help_text
        field.widget.attrs = {"autocomplete": "one-time-code", "inputmode": "numeric"}


class ActivateForm(CodeField, ActivateTOTPForm):
    pass


class SecondStepForm(CodeField, AuthenticateForm):
    help_text = _("It has six digits and changes every 30 seconds. You can enter a recovery code instead.")


class ShowItIsYouForm(CodeField, ReauthenticateForm):
    help_text = _("It has six digits and changes every 30 seconds. You can enter a recovery code instead.")
