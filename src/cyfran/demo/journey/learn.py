"""Steps 7 and 8: two panels score the framework, and items are added to the library."""

from cyfran.core.accounts.models import User
from cyfran.deliver.commitments.models import Commitment
from cyfran.deliver.outcomes.models import Outcome
from cyfran.demo.telling import day, pick, text_pair
from cyfran.ground.partnerships.models import Partnership
from cyfran.learn.framework import actions as framework
from cyfran.learn.library import actions as library

PANEL = {"institution": 5, "community": 7}


def score_framework(middles_by_criterion: dict, partnership: Partnership, evaluator: User) -> None:
    """Add the paper scores of two panels, then show and publish them."""
    at = day(2026, 9, 14)
    assessment = framework.open_assessment(partnership=partnership, by=evaluator, at=at)
    for panel_index, (side, size) in enumerate(PANEL.items()):
        for position in range(size):
            assessor = framework.add_paper_assessor(assessment=assessment, side=side, by=evaluator, at=at)
            answers = [
                framework.CriterionAnswer(criterion, **_answer(middles[panel_index], position, size))
                for criterion, middles in middles_by_criterion.items()
            ]
            framework.score(assessor=assessor, answers=answers, language="cy", by=evaluator, at=at)
    for step, step_at in (("shown", day(2026, 9, 16)), ("closed", day(2026, 9, 23))):
        framework.take_step(assessment=assessment, step=step, by=evaluator, at=step_at)


def _answer(middle: int | None, position: int, size: int) -> dict:
    """Return the answer of one assessor: around the panel's middle level, or mostly "do not know" if it is None."""
    if middle is None:
        return {"answer": "dont_know"} if position < size // 2 + 1 else {"answer": "level", "level": 2}
    spread = (-1, 0, 0, 0, 1) if size == PANEL["institution"] else (-1, -1, 0, 0, 0, 1, 1)
    return {"answer": "level", "level": min(4, max(0, middle + spread[position]))}


def write_learning(
    entries: list[dict],
    partnership: Partnership,
    facilitator: User,
    promises: dict[str, Commitment],
    outcomes: dict[str, Outcome],
) -> None:
    for entry in entries:
        library.write_down_learning(
            partnership=partnership,
            texts={name: text_pair(entry[name]) for name in library.TEXTS},
            verdict=entry["verdict"],
            topic=entry["topic"],
            strand=entry["strand"],
            outcomes=pick(outcomes, entry["outcomes"]),
            commitments=pick(promises, entry["promises"]),
            by=facilitator,
            at=day(2026, 9, 28),
        )
