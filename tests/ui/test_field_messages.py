"""What forms say of wrong input is ours, in both languages; Django's Welsh said "more or less than" for "at most"."""

import pytest
from django import forms
from django.utils.translation import override

from cyfran.ui.fields import params
from cyfran.ui.typed_fields import CountField, QuantityField


class EveryField(forms.Form):
    text = forms.CharField(max_length=3)
    number = CountField(min_value=1, max_value=5)
    amount = QuantityField()
    email = forms.EmailField()
    choice = forms.ChoiceField(choices=[("a", "A")])
    choices = forms.MultipleChoiceField(choices=[("a", "A")])
    file = forms.FileField()
    time = forms.TimeField()


WRONG = {
    "text": "abcde",
    "number": "9",
    "amount": "1.234",
    "email": "x",
    "choice": "z",
    "choices": ["z"],
    "time": "x",
}


def messages(data, language):
    with override(language):
        return {name: str(errors[0]) for name, errors in EveryField(data, {}).errors.items()}


@pytest.mark.parametrize("data", [{}, WRONG, WRONG | {"number": "0", "amount": "-1"}])
def test_every_sentence_is_in_both_languages_and_none_is_djangos(data):
    english, welsh = messages(data, "en"), messages(data, "cy")

    assert english.keys() == welsh.keys() == EveryField.base_fields.keys()
    for name, sentence in english.items():
        assert welsh[name] != sentence
        assert "this value" not in sentence and "This field" not in sentence
        assert "gwerth hwn" not in welsh[name]


def test_a_limit_is_named():
    assert messages(WRONG, "en")["number"] == "Enter a number that is 5 or less."
    assert messages(WRONG, "cy")["number"] == "Rhowch rif sy'n 5 neu lai."
    assert "5" in messages(WRONG, "en")["text"] and "3" in messages(WRONG, "en")["text"]


def test_no_browser_cuts_what_is_pasted():
    assert "maxlength" not in params(EveryField()["text"])["attributes"]
