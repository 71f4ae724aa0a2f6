from django import forms
from django.utils.translation import gettext_lazy as _

from cyfran.discover.evidence.models import EffectDirection, EffectFormat, EffectMeasure
from cyfran.discover.evidence.queries import OVERALL, ExtractionForm, ExtractionQuestion
from cyfran.ui.formats import plain
from cyfran.ui.pairs import PairForm, english_and_welsh

LONGEST = {"text": 500, "long": 4000, "judgement": 1000}


class TargetForm(PairForm):
    name_en, name_cy = english_and_welsh(
        _("What may change? In English"), _("What may change? In Welsh"), max_length=160
    )
    measure = forms.ChoiceField(
        label=_("How is the effect measured?"), choices=EffectMeasure.choices, widget=forms.RadioSelect
    )
    higher_is_better = forms.TypedChoiceField(
        label=_("What is better?"),
        choices=[("yes", _("More of it")), ("no", _("Less of it"))],
        coerce=lambda told: told == "yes",
        widget=forms.RadioSelect,
    )


class SheetForm(forms.Form):
    """The questions of a form; beside each a passage as its source, where some are kept."""

    def __init__(self, *args, form: ExtractionForm, passages: list, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.questions = form.questions
        sources = [("", _("None")), *passages]
        for one in form.questions:
            self.fields[one.key] = _field(one)
            if one.type == "judgement":
                self.fields[f"why_{one.key}"] = forms.CharField(
                    label=_("Why?"), max_length=LONGEST["judgement"], required=False
                )
            if len(sources) > 1:
                self.fields[f"source_{one.key}"] = forms.ChoiceField(
                    label=_("Passage it rests on"), choices=sources, required=False
                )

    def clean(self) -> dict:
        """What is said overall is as serious as the most serious doubt, or says why not."""
        cleaned = super().clean()
        graded = [one.key for one in self.questions if one.type == "judgement" and one.key != OVERALL]
        worst = max((_seriousness(cleaned.get(key)) for key in graded), default=0)
        if _seriousness(cleaned.get(OVERALL) or "high") < worst and not cleaned.get(f"why_{OVERALL}"):
            self.add_error(
                f"why_{OVERALL}", _("One of the doubts is more serious than this. Say why it is not overall.")
            )
        return cleaned

    def answers(self) -> dict[str, object]:
        told: dict[str, object] = {}
        for one in self.questions:
            told[one.key] = self.cleaned_data[one.key]
            if one.type == "judgement":
                told[f"why_{one.key}"] = self.cleaned_data[f"why_{one.key}"]
        return told

    def sources(self) -> dict[str, str]:
        asked = {one.key: self.cleaned_data.get(f"source_{one.key}", "") for one in self.questions}
        return {key: passage for key, passage in asked.items() if passage}


def _seriousness(doubt: str | None) -> int:
    return {"low": 1, "some": 2, "high": 3}.get(doubt or "", 0)


def _field(one: ExtractionQuestion) -> forms.Field:
    label = plain(one.label)
    if one.type in ("text", "long"):
        widget = forms.TextInput() if one.type == "text" else forms.Textarea(attrs={"rows": 4})
        return forms.CharField(
            label=label, max_length=LONGEST[one.type], required=one.required, widget=widget
        )
    choices = [(choice.key, plain(choice.name)) for choice in one.choices]
    if one.type == "several":
        return forms.MultipleChoiceField(
            label=label, choices=choices, required=one.required, widget=forms.CheckboxSelectMultiple
        )
    return forms.ChoiceField(label=label, choices=choices, required=one.required, widget=forms.RadioSelect)


AS_READ = _(
    "With its 95 % range, as people read it: a ratio itself and not its logarithm, a correlation as r"
)


def _number(label, least=None, most=None, said="") -> forms.FloatField:
    return forms.FloatField(
        label=label,
        help_text=said,
        min_value=least,
        max_value=most,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )


def _count(label, least=0) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        min_value=least,
        max_value=100_000_000,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )


FIELDS = {
    EffectFormat.MEANS: lambda: {
        "mean1": _number(_("Mean of those who took part")),
        "sd1": _number(_("Their standard deviation"), least=0),
        "n1": _count(_("How many they are"), 2),
        "mean2": _number(_("Mean of those compared")),
        "sd2": _number(_("Standard deviation of those compared"), least=0),
        "n2": _count(_("How many those compared are"), 2),
    },
    EffectFormat.COUNTS: lambda: {
        "events1": _count(_("For how many of those who took part did it come about?")),
        "n1": _count(_("Of how many"), 1),
        "events2": _count(_("For how many of those compared did it come about?")),
        "n2": _count(_("Of how many of those compared"), 1),
    },
    EffectFormat.CORRELATION: lambda: {
        "r": _number(_("Correlation"), -1, 1),
        "n": _count(_("How many people"), 4),
    },
    EffectFormat.ESTIMATE: lambda: {
        "estimate": _number(_("Estimate"), said=AS_READ),
        "low": _number(_("Lower end of its range")),
        "high": _number(_("Upper end of its range")),
    },
    EffectFormat.DIRECTION: lambda: {
        "direction": forms.ChoiceField(
            label=_("What came of it?"), choices=EffectDirection.choices, widget=forms.RadioSelect
        )
    },
}


class EffectForm(forms.Form):
    """What is asked depends on how the study tells its effect."""

    def __init__(self, *args, effect_format: str, passages: list, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.numbers_asked = FIELDS[EffectFormat(effect_format)]()
        self.fields["label"] = forms.CharField(
            label=_("Which effect of the study?"),
            help_text=_("Where there are several: such as, after six months. Two people write the same."),
            max_length=120,
            required=False,
        )
        self.fields |= self.numbers_asked
        if passages:
            self.fields["passage"] = forms.ChoiceField(
                label=_("Passage it rests on"),
                choices=[("", _("None")), *passages],
                required=False,
            )

    def numbers(self) -> dict[str, object]:
        return {name: self.cleaned_data[name] for name in self.numbers_asked}
