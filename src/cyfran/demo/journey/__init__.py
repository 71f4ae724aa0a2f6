"""From words to a promise, its outcome and the lesson: steps 1 and 3 to 8 of the story, told only through actions.

2,164 records, 236 of them copies, 771 read, 81 full texts -> a review with 23 studies, 9 of them pooled
9 events with 214 attendances, 63 postcards, 41 talks, a survey of 13 -> 6 themes, 4 insights
1 challenge, 4 shared outcomes, agreed by both sides
31 ideas -> 12 proposals, 9 put to a decision, 4 chosen for 114,000 of 120,000 pounds
14 promises, 10 with a community co-owner; of 9 due by the end of September 2026 1 is withdrawn, 5 kept in both sides'
view, 2 in the institution's alone, 1 late -> 4 outcomes counted twice -> two panels' scores -> 7 things learnt
"""

from django.utils import timezone

from cyfran.core.accounts.models import User
from cyfran.demo.journey import asked, define, deliver, develop, discover, learn, listening
from cyfran.demo.telling import content, day, open_gate
from cyfran.ground.partnerships.models import Partnership, Phase


def tell(partnership: Partnership, users: dict[str, User]) -> None:
    told = content("journey")
    findings = discover.reviewed(told["review"], partnership, users["evaluator"])
    heard = listening.listened(told["postcards"], partnership, users)
    asked.surveyed(partnership, users)
    open_gate(partnership, Phase.DEFINE, users, day(2025, 6, 2))
    themes = define.themes(told, partnership, users["facilitator"], heard.tagged, findings)
    understood = define.understood(
        told["insights"], partnership, users["facilitator"], themes, heard.cards, heard.by_key, findings
    )
    challenge, shared = define.agreed(told, partnership, users, understood)
    observed = deliver.measured(told["outcomes"], users["evaluator"], shared)
    answers = told["feedback"]
    deliver.feedback([a for a in answers if not a["commitments"]], users["facilitator"], themes, {})
    open_gate(partnership, Phase.DEVELOP, users, day(2025, 9, 1))
    worked_up = develop.worked_up(told, users, challenge)
    decision = develop.decision(told, partnership, users, worked_up)
    open_gate(partnership, Phase.DELIVER, users, day(2026, 1, 26))
    built_on = {"proposals": worked_up, "insights": understood, "outcomes": shared, "decision": decision}
    promises = deliver.promises(told["commitments"], partnership, users, built_on)
    deliver.feedback([a for a in answers if a["commitments"]], users["facilitator"], themes, promises)
    deliver.judged(told["commitments"], users, promises)
    deliver.observed(told["outcomes"], users, observed, promises)
    open_gate(partnership, Phase.LEARN, users, day(2026, 9, 1))
    learn.scored(told["scores"], partnership, users["evaluator"])
    learn.learnt(told["learning"], partnership, users["facilitator"], promises, observed)
    listening.coming(partnership, users, timezone.now())
