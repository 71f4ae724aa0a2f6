from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cyfran.core.overview import ChapterSummary, Figure
from cyfran.core.thread.node_types import Reader
from cyfran.deliver.outcomes.analysis import series
from cyfran.deliver.outcomes.models import Observation
from cyfran.deliver.outcomes.queries import OutcomeSeries, outcomes_of
from cyfran.ground.partnerships.models import Partnership
from cyfran.ground.partnerships.pages import partnership_trail
from cyfran.ui.formats import day, number, plain, words
from cyfran.ui.trail import step


def outcomes_trail(partnership: Partnership) -> list[dict[str, object]]:
    return [*partnership_trail(partnership), step(_("Outcomes"), "outcomes:list", partnership.slug)]


def outcome_trail(partnership: Partnership, outcome) -> list[dict[str, object]]:
    own_step = step(words(outcome.shared_outcome.text), "outcomes:detail", partnership.slug, outcome.pk)
    return [*outcomes_trail(partnership), own_step]


VERDICTS = {
    "better": _("better"),
    "worse": _("worse"),
    "cannot_tell": _("cannot tell"),
    "once": _("counted once"),
}


def verdict(observed: OutcomeSeries) -> str:
    """Return a key of ``VERDICTS``. Of a median, whose spread is not known, the direction cannot be told."""
    course = series(observed, observed.everyone)
    if course.last is None:
        return "once"
    if course.change is None or course.change.verdict == "cannot_tell":
        return "cannot_tell"
    return "better" if (course.change.verdict == "more") == observed.outcome.higher_is_better else "worse"


def home_summary(partnership: Partnership, reader: Reader, user) -> ChapterSummary:
    """Return a figure for each observed outcome: its text and its verdict."""
    return ChapterSummary(
        [
            Figure(
                words(observed.outcome.shared_outcome.text),
                VERDICTS[verdict(observed)],
                reverse("outcomes:detail", args=[partnership.slug, observed.outcome.pk]),
                {"better": "green", "worse": "red"}.get(verdict(observed), "grey"),
            )
            for observed in outcomes_of(partnership)
            if observed.everyone
        ]
    )


def observation_choices(observed: OutcomeSeries) -> list[tuple[str, str]]:
    """Return form choices of the observations: the day, of whom, and the numbers that stand."""
    return [
        (str(observation.pk), _describe_observation(observation)) for observation in observed.observations()
    ]


def _describe_observation(observation: Observation) -> str:
    standing = observation.standing
    name = plain(observation.group.name) if observation.group else gettext("Everyone")
    text = f"{day(standing.on)}, {name}: {number(standing.value)} / {number(standing.out_of)}"
    return text if observation.stands else gettext("%(text)s (withdrawn)") % {"text": text}
