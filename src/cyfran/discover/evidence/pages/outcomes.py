"""What the page of an outcome says in words: what to bear in mind, what may be said without a mean, who was compared."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from cyfran.core.language import BilingualText
from cyfran.discover.evidence.analysis import (
    REACH,
    Summary,
    as_effect,
    back_transform,
    groups_by,
    has_no_events,
)
from cyfran.discover.evidence.models import EffectDirection, EffectFormat, ReviewOutcome
from cyfran.discover.evidence.pages.forest import format_estimate_ci, format_p_value
from cyfran.discover.evidence.queries import (
    DOUBTS,
    OVERALL,
    ExtractionQuestion,
    StudyEffect,
    facts_form,
    question_forms,
)
from cyfran.ui.formats import decimals, number, percent, plain

COMPARED_BY = ("design", "approach", "power")


def advice_of(summary: Summary) -> list[str]:
    """What to bear in mind, in whole sentences."""
    told = {
        "none": _("No study tells an effect in numbers yet."),
        "one": _("Only one study tells an effect in numbers: there is nothing to pool."),
        "contradict": _(
            "Studies contradict each other far beyond chance: a mean would describe no place. See what sets them apart."
        ),
        "few": _(
            "There are fewer than five studies: how much they differ is hardly known, and ranges are wide."
        ),
        "together": _(
            "Some studies tell several effects. These belong together: there are three levels, the range is a robust "
            "one, and kinds of studies are not compared."
        ),
        "both_alike": _(
            "In some studies nobody, or everybody, had it in both groups. They say nothing of a ratio, and are in no mean."
        ),
        "only_direction": _(
            "Some studies tell only the direction. They are counted below, but are in no mean."
        ),
        "not_appraised": _(
            "For some of these studies nobody has said yet how much cause for doubt there is."
        ),
        "doubtful": _(
            "More than half of the studies leave much cause for doubt: the mean is no surer than they are."
        ),
        "no_funnel": _(
            "With fewer than ten studies it cannot be seen whether small ones without effect are missing."
        ),
    }
    return [told[code] for code in summary.advice]


def summary_sentence(summary: Summary) -> str:
    """What may be said of all effects together without a mean."""
    better, worse = summary.directions[EffectDirection.BETTER], summary.directions[EffectDirection.WORSE]
    said = []
    if better + worse:
        told = {"better": number(better), "all": number(better + worse)}
        ends = {"low": percent(summary.better[0]), "high": percent(summary.better[1])}
        said.append(
            _("%(better)s of %(all)s effects with a direction are for the better (%(low)s to %(high)s).")
            % (told | ends)
        )
    if summary.middle:
        low, middle, high = (
            decimals(back_transform(summary.outcome.measure, one), 2) for one in summary.middle
        )
        told = {"low": low, "middle": middle, "high": high}
        said.append(_("The smallest is %(low)s, the middle one %(middle)s, the largest %(high)s.") % told)
    return " ".join(said)


@dataclass(frozen=True)
class HarvestBar:
    """A study in the harvest plot: the taller, the less cause for doubt."""

    name: str
    risk_of_bias: str
    height: int


HEIGHTS = {"low": 3, "some": 2, "high": 1, "unclear": 1, "": 1}


def harvest_of(
    outcome: ReviewOutcome, told: Sequence[StudyEffect], risk_of_bias: Mapping[UUID, str]
) -> list[tuple[str, list[HarvestBar]]]:
    """Which studies point which way, and how much doubt each leaves: it needs no mean."""
    found: dict[str, list[HarvestBar]] = {code: [] for code in EffectDirection.values}
    for one in told:
        if one.final:
            said = risk_of_bias.get(one.study.pk, "")
            name = one.study.authors.split(";")[0].split(",")[0] or one.study.title[:30]
            shown = f"{name} {one.study.year or ''}".strip()
            found[_way(outcome, one)].append(HarvestBar(shown, _risk_of_bias_label(said), HEIGHTS[said]))
    for bars in found.values():
        bars.sort(key=lambda bar: (-bar.height, bar.name))
    return [(str(EffectDirection(code).label), bars) for code, bars in found.items()]


def _way(outcome: ReviewOutcome, told: StudyEffect) -> str:
    assert told.final  # noqa: S101 - asked only of what counts
    if told.final.effect_format == EffectFormat.DIRECTION:
        return str(told.final.numbers["direction"])
    if has_no_events(outcome.measure, told.final.effect_format, told.final.numbers):
        return EffectDirection.UNCLEAR
    y, v = as_effect(outcome.measure, told.final.effect_format, told.final.numbers)
    if abs(y) < REACH * v**0.5:
        return EffectDirection.UNCLEAR
    return EffectDirection.BETTER if (y > 0) == outcome.higher_is_better else EffectDirection.WORSE


def _risk_of_bias_label(code: str) -> str:
    named = (
        next(one for one in question_forms().values() if one.kind == DOUBTS).question(OVERALL).name_of(code)
    )
    return plain(named) if named else _("Not appraised yet")


def groups_of(question: str, summary: Summary, kinds: Mapping[UUID, str]) -> dict:
    """Means of kinds of studies beside each other, for a table."""
    asked = facts_form().question(question)
    found, p = groups_by(summary, kinds)
    rows = [
        (
            _name(asked, one.key),
            number(one.studies),
            format_estimate_ci(summary.outcome.measure, one.estimate, one.low, one.high),
        )
        for one in found
    ]
    return {"name": plain(asked.label), "rows": rows, "p": "" if p is None else format_p_value(p)}


def _name(question: ExtractionQuestion, key: str) -> str:
    return plain(question.name_of(key) or BilingualText(key, key))
