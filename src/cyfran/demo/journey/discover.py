"""Step 1 and the postcards of step 2: what is known, and what people wrote on cards."""

from cyfran.core.accounts.models import User
from cyfran.demo.telling import both, day
from cyfran.discover.conversations import actions as conversations
from cyfran.discover.conversations.models import Statement
from cyfran.discover.evidence import actions as evidence
from cyfran.discover.evidence.exchange import Reference
from cyfran.discover.evidence.models import Finding
from cyfran.ground.partnerships.models import Partnership
from cyfran.ground.people.queries import consent_text


def reviewed(told: dict, partnership: Partnership, evaluator: User) -> dict[str, Finding]:
    review = evidence.begin_review(
        partnership=partnership, question=both(told["question"]), by=evaluator, at=day(2025, 2, 12)
    )
    studies = {
        study["key"]: evidence.add_study(
            review=review,
            reference=Reference(study["title"], study["authors"], study["year"], study["source"], ""),
            by=evaluator,
            at=day(2025, 4, 2),
        )
        for study in told["studies"]
    }
    return {
        finding["key"]: evidence.write_finding(
            review=review,
            text=both(finding),
            certainty=finding["certainty"],
            studies=[studies[key] for key in finding["studies"]],
            by=evaluator,
            at=day(2025, 4, 28),
        )
        for finding in told["findings"]
    }


def postcards(told: dict, partnership: Partnership, users: dict[str, User]) -> list[Statement]:
    """People wrote on cards, each with a code to come back by; the facilitator typed them in."""
    facilitator, at = users["facilitator"], day(2025, 4, 7)
    conversation = conversations.begin_conversation(
        partnership=partnership, question=both(told["question"]), by=users["officer"], at=at
    )
    conversations.set_state(conversation=conversation, state="open", by=facilitator, at=day(2025, 4, 8))
    codes = conversations.issue_paper_codes(
        conversation=conversation, how_many=len(told["said"]), by=facilitator, at=day(2025, 4, 8)
    )
    cards = []
    for code, said in zip(codes, told["said"], strict=True):
        card = conversations.write_down(
            conversation=conversation,
            code=code,
            text=said["text"],
            language=said["in"],
            told=consent_text(),
            given={"record", "quote"} if said["quote"] else {"record"},
            by=facilitator,
            at=day(2025, 5, 6),
        )
        conversations.decide(
            statement=card, accepted=True, ground="fits", reason="", by=facilitator, at=day(2025, 5, 7)
        )
        cards.append(card)
    conversations.set_state(conversation=conversation, state="closed", by=facilitator, at=day(2025, 5, 31))
    return cards
