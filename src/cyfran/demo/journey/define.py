"""Step 3: themes, insights, one challenge, shared outcomes."""

from cyfran.core.accounts.models import User
from cyfran.define.insights import actions as insights
from cyfran.define.insights.models import Challenge, Insight, SharedOutcome, Theme
from cyfran.demo.telling import both, day
from cyfran.discover.conversations.models import Statement
from cyfran.discover.conversations.queries import statements_heard
from cyfran.discover.evidence.models import Finding
from cyfran.ground.partnerships.models import Partnership


def themes(
    told: dict, partnership: Partnership, facilitator: User, cards: list[Statement]
) -> dict[str, Theme]:
    voted_on = {
        s.number: s for s in statements_heard(partnership).filter(conversation__began_at__lt=day(2025, 4, 1))
    }
    themes = {}
    for theme in told["themes"]:
        named = insights.name_theme(
            partnership=partnership, name=both(theme), by=facilitator, at=day(2025, 6, 5)
        )
        on_cards = zip(cards, told["postcards"]["said"], strict=True)
        words = [card for card, said in on_cards if theme["key"] in said["themes"]]
        words += [voted_on[number] for number in theme["numbers"]]
        insights.gather(theme=named, statements=words, by=facilitator, at=day(2025, 6, 6))
        themes[theme["key"]] = named
    return themes


def understood(
    told: list[dict],
    partnership: Partnership,
    facilitator: User,
    themes: dict[str, Theme],
    cards: list[Statement],
    findings: dict[str, Finding],
) -> dict[str, Insight]:
    return {
        insight["key"]: insights.write_insight(
            partnership=partnership,
            text=both(insight),
            themes=[themes[key] for key in insight["themes"]],
            statements=[cards[number - 1] for number in insight["cards"]],
            findings=[findings[key] for key in insight["findings"]],
            by=facilitator,
            at=day(2025, 6, 9),
        )
        for insight in told
    }


def agreed(
    told: dict, partnership: Partnership, users: dict[str, User], understood: dict[str, Insight]
) -> tuple[Challenge, dict[str, SharedOutcome]]:
    """The challenge and the shared outcomes, each agreed by both sides."""
    challenge = insights.propose_challenge(
        partnership=partnership,
        text=both(told["challenge"]),
        insights=[understood[key] for key in told["challenge"]["insights"]],
        by=users["facilitator"],
        at=day(2025, 6, 10),
    )
    shared = {
        outcome["key"]: insights.propose_outcome(
            partnership=partnership,
            text=both(outcome),
            challenges=[challenge],
            by=users["facilitator"],
            at=day(2025, 6, 11),
        )
        for outcome in told["shared_outcomes"]
    }
    for role, at in (("member", day(2025, 6, 12)), ("board", day(2025, 6, 16))):
        insights.agree_challenge(challenge=challenge, by=users[role], at=at)
        for outcome in shared.values():
            insights.agree_outcome(outcome=outcome, by=users[role], at=at)
    return challenge, shared
