"""Step 3: themes, insights, one challenge, shared outcomes."""

from cyfran.core.accounts.models import User
from cyfran.define.insights import actions as insights
from cyfran.define.insights.models import Challenge, Insight, SharedOutcome, Theme
from cyfran.demo.telling import both, day, of
from cyfran.discover.conversations.models import Statement
from cyfran.discover.conversations.queries import statements_heard
from cyfran.discover.evidence.models import Finding
from cyfran.ground.partnerships.models import Partnership


def themes(
    told: dict,
    partnership: Partnership,
    facilitator: User,
    heard: list[tuple[Statement, set[str]]],
    findings: dict[str, Finding],
) -> dict[str, Theme]:
    """Words are gathered into themes: those of cards, events and talks as ``heard`` says, and statements voted on.

    What studies found stands beside them.
    """
    first = partnership.conversations.earliest("began_at")
    voted_on = {s.number: s for s in statements_heard(partnership).filter(conversation=first)}
    themes = {}
    for theme in told["themes"]:
        named = insights.name_theme(
            partnership=partnership, name=both(theme), by=facilitator, at=day(2025, 6, 5)
        )
        words = [statement for statement, keys in heard if theme["key"] in keys]
        words += [voted_on[number] for number in theme["numbers"]]
        found = [findings[key] for key in theme.get("findings", [])]
        insights.tag_statements(
            theme=named, statements=words, findings=found, by=facilitator, at=day(2025, 6, 6)
        )
        themes[theme["key"]] = named
    return themes


def understood(
    told: list[dict],
    partnership: Partnership,
    facilitator: User,
    themes: dict[str, Theme],
    cards: list[Statement],
    said: dict[str, Statement],
    findings: dict[str, Finding],
) -> dict[str, Insight]:
    return {
        insight["key"]: insights.write_insight(
            partnership=partnership,
            text=both(insight),
            themes=[themes[key] for key in insight["themes"]],
            statements=[cards[number - 1] for number in insight["cards"]] + of(said, insight.get("said", [])),
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
