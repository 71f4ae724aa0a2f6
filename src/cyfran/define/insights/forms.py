from django import forms
from django.utils.translation import gettext_lazy as _

from cyfran.ui.pairs import PairForm, english_and_welsh


def checkboxes_field(label, *, help_text="", required=False, missing=None) -> forms.MultipleChoiceField:
    """Return a field of checkboxes, whose choices the form sets when it is made."""
    errors = {"required": missing} if missing else {}
    return forms.MultipleChoiceField(
        label=label,
        help_text=help_text,
        required=required,
        widget=forms.CheckboxSelectMultiple,
        error_messages=errors,
    )


class ThemeNameForm(PairForm):
    name_en, name_cy = english_and_welsh(_("Theme in English"), _("Theme in Welsh"), max_length=120)


class ThemeForm(ThemeNameForm):
    split_from = forms.ChoiceField(label=_("Split from another theme?"), required=False, widget=forms.Select)

    def __init__(self, *args, themes: list[tuple[str, str]], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["split_from"].choices = [("", _("No, it is new")), *themes]


class StatementSearchForm(forms.Form):
    search = forms.CharField(label=_("Search statements"), max_length=80, required=False)


class TagStatementsForm(forms.Form):
    """Choose statements and findings for a theme, at least one in all."""

    alternatives = ("statements", "findings")

    statements = checkboxes_field(_("Which of these statements belong to the theme?"))
    findings = checkboxes_field(_("Which findings from the evidence belong to the theme?"))

    def __init__(self, *args, statements: list[tuple[str, object]], findings: list, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (("statements", statements), ("findings", findings)):
            self.fields[name].choices = choices
            if not choices:
                del self.fields[name]

    def clean(self) -> dict:
        cleaned = super().clean()
        if not self.errors and not any(cleaned.values()):
            self.add_error(next(iter(self.fields), None), _("Tick at least one statement or finding."))
        return cleaned


class InsightForm(PairForm):
    alternatives = ("themes", "statements", "findings")

    text_en, text_cy = english_and_welsh(
        _("What you now understand, in English"), _("What you now understand, in Welsh"), long=True
    )
    themes = checkboxes_field(_("Which themes is it based on?"))
    statements = checkboxes_field(
        _("Which statements show it best?"),
        help_text=_(
            "These statements come from the themes. We only show others the statements that people allow us to "
            "quote."
        ),
    )
    findings = checkboxes_field(_("Which findings from the evidence is it based on?"))

    def __init__(self, *args, themes, statements, findings, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (("themes", themes), ("statements", statements), ("findings", findings)):
            self.fields[name].choices = choices
            if not choices:
                del self.fields[name]


class WordingForm(PairForm):
    text_en, text_cy = english_and_welsh(
        _("The new wording, in English"), _("The new wording, in Welsh"), max_length=300
    )


class ChallengeForm(PairForm):
    text_en, text_cy = english_and_welsh(
        _("The challenge in one sentence, in English"),
        _("The challenge in one sentence, in Welsh"),
        max_length=300,
    )
    insights = checkboxes_field(
        _("Which insights lead to it?"), required=True, missing=_("Choose at least one insight.")
    )

    def __init__(self, *args, insights, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["insights"].choices = insights


class SharedOutcomeForm(PairForm):
    text_en, text_cy = english_and_welsh(
        _("What people would be able to say, in English"),
        _("What people would be able to say, in Welsh"),
        max_length=300,
        help_text=_("For example: I could get help within a week."),
    )
    challenges = checkboxes_field(
        _("Which challenges is it for?"), required=True, missing=_("Choose at least one challenge.")
    )

    def __init__(self, *args, challenges, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["challenges"].choices = challenges
