"""Words and tables of the page of an outcome: advice, the summary without pooling, the harvest plot and subgroups."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from cyfran.core.language import BilingualText
from cyfran.discover.evidence.extraction.analysis import (
    Z_95,
    back_transform,
    compute_effect_size,
    has_no_events,
)
from cyfran.discover.evidence.extraction.models import EffectDirection, EffectFormat, ReviewOutcome
from cyfran.discover.evidence.extraction.queries import (
    OVERALL,
    RISK_OF_BIAS,
    ExtractionQuestion,
    StudyEffect,
    facts_form,
    question_forms,
)
from cyfran.discover.evidence.synthesis.analysis import Summary, compare_subgroups
from cyfran.discover.evidence.synthesis.pages.forest import format_estimate_ci, format_p_value
from cyfran.ui.formats import decimals, number, percent, plain

SUBGROUP_QUESTIONS = ("design", "approach", "power")


def advice_sentences(summary: Summary) -> list[str]:
    """Return what to bear in mind, one sentence for each code of advice."""
    sentences = {
        "none": _("No study reports an effect in numbers yet."),
        "one": _("Only one study reports an effect in numbers, so there is nothing to pool."),
        "contradict": _(
            "The studies contradict each other far more than chance can explain, so a pooled estimate would not "
            "describe any real place. Look at how the studies differ."
        ),
        "few": _(
            "There are fewer than five studies, so we know little about how much they differ (heterogeneity), "
            "and confidence intervals are wide."
        ),
        "together": _(
            "Some studies report several effects, which are related. We therefore use a three-level model with "
            "a robust confidence interval, and do no subgroup analysis."
        ),
        "both_alike": _(
            "In some studies the outcome happened to nobody, or to everybody, in both groups. These studies say "
            "nothing about a ratio and are not in the pooled estimate."
        ),
        "only_direction": _(
            "Some studies report only the direction of the effect. They are counted below but are not in the "
            "pooled estimate."
        ),
        "not_appraised": _("The risk of bias has not been assessed for some of these studies yet."),
        "doubtful": _(
            "More than half of the studies have a high or unclear risk of bias. The pooled estimate is no more "
            "certain than they are."
        ),
        "no_funnel": _(
            "With fewer than ten studies, we cannot tell whether small studies that found no effect are missing "
            "(publication bias)."
        ),
    }
    return [sentences[code] for code in summary.advice]


def summary_sentence(summary: Summary) -> str:
    """Return what may be said of all effects together without pooling."""
    better, worse = summary.directions[EffectDirection.BETTER], summary.directions[EffectDirection.WORSE]
    sentences = []
    if better + worse:
        values = {"better": number(better), "all": number(better + worse)}
        interval = {"low": percent(summary.better_ci[0]), "high": percent(summary.better_ci[1])}
        sentences.append(
            _(
                "%(better)s of %(all)s effects with a direction are an improvement (confidence interval of this "
                "share: %(low)s to %(high)s)."
            )
            % (values | interval)
        )
    if summary.min_median_max:
        low, middle, high = (
            decimals(back_transform(summary.outcome.measure, value), 2) for value in summary.min_median_max
        )
        values = {"low": low, "middle": middle, "high": high}
        sentences.append(
            _("The smallest effect is %(low)s, the median is %(middle)s and the largest is %(high)s.")
            % values
        )
    return " ".join(sentences)


@dataclass(frozen=True)
class HarvestBar:
    """A study in the harvest plot: the taller, the lower its risk of bias."""

    name: str
    risk_of_bias: str
    height: int


HEIGHTS = {"low": 3, "some": 2, "high": 1, "unclear": 1, "": 1}


def harvest_plot(
    outcome: ReviewOutcome, effects: Sequence[StudyEffect], risk_of_bias: Mapping[UUID, str]
) -> list[tuple[str, list[HarvestBar]]]:
    """Return the studies by direction of effect, each with its risk of bias; this needs no pooling."""
    columns: dict[str, list[HarvestBar]] = {code: [] for code in EffectDirection.values}
    for effect in effects:
        if effect.agreed:
            judgement = risk_of_bias.get(effect.study.pk, "")
            name = effect.study.authors.split(";")[0].split(",")[0] or effect.study.title[:30]
            label = f"{name} {effect.study.year or ''}".strip()
            columns[_effect_direction(outcome, effect)].append(
                HarvestBar(label, _risk_of_bias_label(judgement), HEIGHTS[judgement])
            )
    for bars in columns.values():
        bars.sort(key=lambda bar: (-bar.height, bar.name))
    return [(str(EffectDirection(code).label), bars) for code, bars in columns.items()]


def _effect_direction(outcome: ReviewOutcome, effect: StudyEffect) -> str:
    assert effect.agreed  # noqa: S101 - called for agreed effects only
    if effect.agreed.effect_format == EffectFormat.DIRECTION:
        return str(effect.agreed.numbers["direction"])
    if has_no_events(outcome.measure, effect.agreed.effect_format, effect.agreed.numbers):
        return EffectDirection.UNCLEAR
    y, v = compute_effect_size(outcome.measure, effect.agreed.effect_format, effect.agreed.numbers)
    if abs(y) < Z_95 * v**0.5:
        return EffectDirection.UNCLEAR
    return EffectDirection.BETTER if (y > 0) == outcome.higher_is_better else EffectDirection.WORSE


def _risk_of_bias_label(code: str) -> str:
    label = (
        next(form for form in question_forms().values() if form.kind == RISK_OF_BIAS)
        .question(OVERALL)
        .name_of(code)
    )
    return plain(label) if label else _("Risk of bias not assessed yet")


def subgroup_table(question: str, summary: Summary, kinds: Mapping[UUID, str]) -> dict:
    """Return name, rows and p value of the table that compares subgroups by this question."""
    form_question = facts_form().question(question)
    subgroups, p = compare_subgroups(summary, kinds)
    rows = [
        (
            _choice_name(form_question, subgroup.key),
            number(subgroup.studies),
            format_estimate_ci(summary.outcome.measure, subgroup.estimate, subgroup.low, subgroup.high),
        )
        for subgroup in subgroups
    ]
    return {"name": plain(form_question.label), "rows": rows, "p": "" if p is None else format_p_value(p)}


def _choice_name(question: ExtractionQuestion, key: str) -> str:
    return plain(question.name_of(key) or BilingualText(key, key))
