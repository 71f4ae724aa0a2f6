"""Sign-in by a code sent to an e-mail address, without passwords."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import ConfirmLoginCodeForm, RequestLoginCodeForm
from django.utils.translation import gettext_lazy as _


class Adapter(DefaultAccountAdapter):
    """Closes sign-up: accounts are opened by a partnership, when it adds a member."""

    def is_open_for_signup(self, request) -> bool:
        return False

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
