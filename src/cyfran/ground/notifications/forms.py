from django import forms
from django.utils.translation import gettext_lazy as _

from cyfran.ground.notifications.models import DigestFrequency


class FrequencyForm(forms.Form):
    frequency = forms.ChoiceField(
        label=_("How often should we e-mail you about what is waiting for you?"),
        choices=DigestFrequency.choices,
        widget=forms.RadioSelect,
    )


class FollowForm(forms.Form):
    email = forms.EmailField(
        label=_("Your e-mail address"),
        help_text=_(
            "We use it for these e-mails only, and delete it when you stop them. You need no account."
        ),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
