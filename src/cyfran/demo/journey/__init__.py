"""Steps 1 to 8 of the demo story beside the conversation, from the review to the library, by actions alone.

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
    script = content("journey")
    findings = discover.make_review(script["review"], partnership, users["evaluator"])
    heard = listening.collect_statements(script["postcards"], partnership, users)
    asked.run_survey(partnership, users)
    open_gate(partnership, Phase.DEFINE, users, day(2025, 6, 2))
    themes = define.tag_themes(script, partnership, users["facilitator"], heard.tagged, findings)
    insights = define.write_insights(
        script["insights"], partnership, users["facilitator"], themes, heard.cards, heard.by_key, findings
    )
    challenge, shared_outcomes = define.agree_challenge(script, partnership, users, insights)
    outcomes = deliver.add_outcomes(script["outcomes"], users["evaluator"], shared_outcomes)
    # Feedback that promises nothing is given at once, the rest when the promises have been made
    answers = script["feedback"]
    without_promise = [answer for answer in answers if not answer["commitments"]]
    with_promise = [answer for answer in answers if answer["commitments"]]
    deliver.give_feedback(without_promise, users["facilitator"], themes, {})
    open_gate(partnership, Phase.DEVELOP, users, day(2025, 9, 1))
    proposals = develop.write_proposals(script, users, challenge)
    decision = develop.decide(script, partnership, users, proposals)
    open_gate(partnership, Phase.DELIVER, users, day(2026, 1, 26))
    built_on = {
        "proposals": proposals,
        "insights": insights,
        "outcomes": shared_outcomes,
        "decision": decision,
    }
    promises = deliver.make_commitments(script["commitments"], partnership, users, built_on)
    deliver.give_feedback(with_promise, users["facilitator"], themes, promises)
    deliver.judge_commitments(script["commitments"], users, promises)
    deliver.observe_outcomes(script["outcomes"], users, outcomes, promises)
    open_gate(partnership, Phase.LEARN, users, day(2026, 9, 1))
    learn.score_framework(script["scores"], partnership, users["evaluator"])
    learn.write_learning(script["learning"], partnership, users["facilitator"], promises, outcomes)
    listening.plan_coming_event(partnership, users, timezone.now())
