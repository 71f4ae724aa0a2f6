from django import forms
from django.utils.translation import gettext_lazy as _

from cyfran.core.references import LONGEST, Reference
from cyfran.discover.evidence.extraction.models import EffectDirection, EffectFormat, EffectMeasure
from cyfran.discover.evidence.extraction.queries import OVERALL, ExtractionForm, ExtractionQuestion
from cyfran.ui.formats import plain
from cyfran.ui.pairs import PairForm, english_and_welsh


class StudyForm(forms.Form):
    title = forms.CharField(label=_("Title"), max_length=LONGEST["title"])
    authors = forms.CharField(
        label=_("Authors"),
        help_text=_("As in: Jones, A.; Evans, B."),
        max_length=LONGEST["authors"],
        required=False,
    )
    year = forms.IntegerField(
        label=_("Year"),
        min_value=1500,
        max_value=2100,
        required=False,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    source = forms.CharField(label=_("Journal or publisher"), max_length=LONGEST["source"], required=False)
    doi = forms.CharField(label=_("DOI"), max_length=LONGEST["doi"], required=False)

    def reference(self) -> Reference:
        return Reference(**self.cleaned_data)


MAX_LETTERS = {"text": 500, "long": 4000, "judgement": 1000}


class ReviewOutcomeForm(PairForm):
    name_en, name_cy = english_and_welsh(
        _("Name of the outcome, in English"), _("Name of the outcome, in Welsh"), max_length=160
    )
    measure = forms.ChoiceField(
        label=_("How is the effect measured?"), choices=EffectMeasure.choices, widget=forms.RadioSelect
    )
    higher_is_better = forms.TypedChoiceField(
        label=_("Which direction is better?"),
        choices=[("yes", _("A higher value")), ("no", _("A lower value"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )


class SheetForm(forms.Form):
    """The questions of an extraction form, each with a passage as its source where passages are kept."""

    def __init__(self, *args, form: ExtractionForm, passages: list, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.questions = form.questions
        sources = [("", _("None")), *passages]
        for question in form.questions:
            self.fields[question.key] = _field(question)
            if question.type == "judgement":
                self.fields[f"why_{question.key}"] = forms.CharField(
                    label=_("Why?"), max_length=MAX_LETTERS["judgement"], required=False
                )
            if len(sources) > 1:
                self.fields[f"source_{question.key}"] = forms.ChoiceField(
                    label=_("Passage that supports this"), choices=sources, required=False
                )

    def clean(self) -> dict:
        """Refuse an overall judgement that is milder than the most serious one, unless it says why."""
        cleaned = super().clean()
        domains = [
            question.key
            for question in self.questions
            if question.type == "judgement" and question.key != OVERALL
        ]
        worst = max((_seriousness(cleaned.get(key)) for key in domains), default=0)
        if _seriousness(cleaned.get(OVERALL) or "high") < worst and not cleaned.get(f"why_{OVERALL}"):
            self.add_error(
                f"why_{OVERALL}",
                _(
                    "Your overall judgement is lower than the highest risk of bias you gave above. Choose a higher "
                    "overall risk of bias, or explain why it is lower."
                ),
            )
        return cleaned

    def answers(self) -> dict[str, object]:
        answers: dict[str, object] = {}
        for question in self.questions:
            answers[question.key] = self.cleaned_data[question.key]
            if question.type == "judgement":
                answers[f"why_{question.key}"] = self.cleaned_data[f"why_{question.key}"]
        return answers

    def sources(self) -> dict[str, str]:
        passages = {
            question.key: self.cleaned_data.get(f"source_{question.key}", "") for question in self.questions
        }
        return {key: passage for key, passage in passages.items() if passage}


def _seriousness(judgement: str | None) -> int:
    return {"low": 1, "some": 2, "high": 3}.get(judgement or "", 0)


def _field(question: ExtractionQuestion) -> forms.Field:
    label = plain(question.label)
    if question.type in ("text", "long"):
        widget = forms.TextInput() if question.type == "text" else forms.Textarea(attrs={"rows": 4})
        return forms.CharField(
            label=label, max_length=MAX_LETTERS[question.type], required=question.required, widget=widget
        )
    choices = [(choice.key, plain(choice.name)) for choice in question.choices]
    if question.type == "several":
        return forms.MultipleChoiceField(
            label=label, choices=choices, required=question.required, widget=forms.CheckboxSelectMultiple
        )
    return forms.ChoiceField(
        label=label, choices=choices, required=question.required, widget=forms.RadioSelect
    )


AS_READ = _(
    "Enter it with its 95% confidence interval, on its ordinary scale: a ratio itself (not its logarithm), or a "
    "correlation as r"
)


def _number(label, minimum=None, maximum=None, help_text="") -> forms.FloatField:
    return forms.FloatField(
        label=label,
        help_text=help_text,
        min_value=minimum,
        max_value=maximum,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )


def _count(label, minimum=0) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        min_value=minimum,
        max_value=100_000_000,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )


FIELDS_BY_FORMAT = {
    EffectFormat.MEANS: lambda: {
        "mean1": _number(_("Mean, intervention group")),
        "sd1": _number(_("Standard deviation, intervention group"), minimum=0),
        "n1": _count(_("Number of people, intervention group"), 2),
        "mean2": _number(_("Mean, comparison group")),
        "sd2": _number(_("Standard deviation, comparison group"), minimum=0),
        "n2": _count(_("Number of people, comparison group"), 2),
    },
    EffectFormat.COUNTS: lambda: {
        "events1": _count(_("Number of people with the outcome, intervention group")),
        "n1": _count(_("Total number of people, intervention group"), 1),
        "events2": _count(_("Number of people with the outcome, comparison group")),
        "n2": _count(_("Total number of people, comparison group"), 1),
    },
    EffectFormat.CORRELATION: lambda: {
        "r": _number(_("Correlation"), -1, 1),
        "n": _count(_("Number of people"), 4),
    },
    EffectFormat.ESTIMATE: lambda: {
        "estimate": _number(_("Estimate"), help_text=AS_READ),
        "low": _number(_("Lower limit of the 95% confidence interval")),
        "high": _number(_("Upper limit of the 95% confidence interval")),
    },
    EffectFormat.DIRECTION: lambda: {
        "direction": forms.ChoiceField(
            label=_("Direction of the effect"), choices=EffectDirection.choices, widget=forms.RadioSelect
        )
    },
}


class EffectForm(forms.Form):
    """The numbers of an effect; which are asked depends on the format in which the study reports it."""

    def __init__(self, *args, effect_format: str, passages: list, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.number_fields = FIELDS_BY_FORMAT[EffectFormat(effect_format)]()
        self.fields["label"] = forms.CharField(
            label=_("Label for this effect"),
            help_text=_(
                "Only needed if the study reports several effects on this outcome, for example “after six months”. "
                "Both reviewers must use the same label."
            ),
            max_length=120,
            required=False,
        )
        self.fields |= self.number_fields
        if passages:
            self.fields["passage"] = forms.ChoiceField(
                label=_("Passage that supports this"),
                choices=[("", _("None")), *passages],
                required=False,
            )

    def numbers(self) -> dict[str, object]:
        return {name: self.cleaned_data[name] for name in self.number_fields}
