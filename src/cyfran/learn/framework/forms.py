from django import forms
from django.utils.translation import gettext_lazy as _

from cyfran.core.language import LANGUAGE_CHOICES
from cyfran.ground.partnerships.models import Side
from cyfran.learn.framework.actions import CriterionAnswer
from cyfran.learn.framework.models import Score
from cyfran.learn.framework.queries import Framework, Strand
from cyfran.ui.formats import plain

OTHERWISE = [(answer.value, answer.label) for answer in (Score.Answer.DONT_KNOW, Score.Answer.NOT_HERE)]


class StrandForm(forms.Form):
    """The criteria of one strand, each with its five levels in words."""

    def __init__(self, *args, strand: Strand, framework: Framework, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.strand = strand
        level_names = [plain(level.name) for level in framework.levels]
        for criterion in strand.criteria:
            levels = [(str(level), f"{level}: {level_names[level]}") for level in range(5)]
            field = forms.ChoiceField(
                label=plain(criterion.statement), choices=levels + OTHERWISE, widget=forms.RadioSelect
            )
            field.choice_hints = {str(level): plain(text) for level, text in enumerate(criterion.rubric)}
            self.fields[criterion.id] = field
            self.fields[f"why-{criterion.id}"] = forms.CharField(
                label=_("Why? (one line)"), max_length=300, required=False
            )

    def answers(self) -> list[CriterionAnswer]:
        return [self._answer(criterion.id) for criterion in self.strand.criteria]

    def _answer(self, criterion: str) -> CriterionAnswer:
        answer, why = self.cleaned_data[criterion], self.cleaned_data[f"why-{criterion}"]
        if answer.isdigit():
            return CriterionAnswer(criterion, Score.Answer.LEVEL, int(answer), why)
        return CriterionAnswer(criterion, answer, None, why)


class PanelSeatForm(forms.Form):
    side = forms.ChoiceField(
        label=_("Which panel are they on?"), choices=Side.choices, widget=forms.RadioSelect
    )


class AgreedLevelForm(forms.Form):
    level = forms.TypedChoiceField(
        label=_("Which level could both sides accept?"),
        choices=[(i, str(i)) for i in range(5)],
        coerce=int,
        widget=forms.RadioSelect,
    )
    note = forms.CharField(label=_("Why? (one line)"), max_length=300)
    language = forms.ChoiceField(
        label=_("Which language is it in?"), choices=LANGUAGE_CHOICES, widget=forms.RadioSelect
    )
