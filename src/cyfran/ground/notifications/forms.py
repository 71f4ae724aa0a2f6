from django import forms
from django.utils.translation import gettext_lazy as _

from cyfran.ground.notifications.models import DigestFrequency


class FrequencyForm(forms.Form):
    frequency = forms.ChoiceField(
        label=_("How often should we e-mail you about what is waiting for you?"),
        choices=DigestFrequency.choices,
        widget=forms.RadioSelect,
    )
