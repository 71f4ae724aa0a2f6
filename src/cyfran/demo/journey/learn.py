"""Steps 7 and 8: two panels score, and what was learnt is written down."""

from cyfran.core.accounts.models import User
from cyfran.deliver.commitments.models import Commitment
from cyfran.deliver.outcomes.models import Outcome
from cyfran.demo.telling import both, day, of
from cyfran.ground.partnerships.models import Partnership
from cyfran.learn.framework import actions as framework
from cyfran.learn.library import actions as library

PANEL = {"institution": 5, "community": 7}


def scored(told: dict, partnership: Partnership, evaluator: User) -> None:
    """Two panels score on paper, each for themselves; then both are shown, and published."""
    at = day(2026, 9, 14)
    assessment = framework.open_assessment(partnership=partnership, by=evaluator, at=at)
    for i, (side, number) in enumerate(PANEL.items()):
        for place in range(number):
            assessor = framework.add_paper_assessor(assessment=assessment, side=side, by=evaluator, at=at)
            answers = [
                framework.CriterionAnswer(c, **_answer(middles[i], place, number))
                for c, middles in told.items()
            ]
            framework.score(assessor=assessor, answers=answers, language="cy", by=evaluator, at=at)
    for step, on in (("shown", day(2026, 9, 16)), ("closed", day(2026, 9, 23))):
        framework.take_step(assessment=assessment, step=step, by=evaluator, at=on)


def _answer(middle: int | None, place: int, number: int) -> dict:
    """Answers around a middle, a few lower and a few higher; where the middle is unknown most do not know."""
    if middle is None:
        return {"answer": "dont_know"} if place < number // 2 + 1 else {"answer": "level", "level": 2}
    spread = (-1, 0, 0, 0, 1) if number == PANEL["institution"] else (-1, -1, 0, 0, 0, 1, 1)
    return {"answer": "level", "level": min(4, max(0, middle + spread[place]))}


def learnt(
    told: list[dict],
    partnership: Partnership,
    facilitator: User,
    promises: dict[str, Commitment],
    observed: dict[str, Outcome],
) -> None:
    for item in told:
        library.write_down_learning(
            partnership=partnership,
            texts={name: both(item[name]) for name in library.TEXTS},
            verdict=item["verdict"],
            topic=item["topic"],
            strand=item["strand"],
            outcomes=of(observed, item["outcomes"]),
            commitments=of(promises, item["promises"]),
            by=facilitator,
            at=day(2026, 9, 28),
        )
