"""Step 3: themes, insights, one challenge, shared outcomes."""

from cyfran.core.accounts.models import User
from cyfran.define.insights import actions as insights
from cyfran.define.insights.models import Challenge, Insight, SharedOutcome, Theme
from cyfran.demo.telling import content, day, pick, text_pair
from cyfran.discover.conversations.models import Statement
from cyfran.discover.conversations.queries import statements_heard
from cyfran.discover.evidence.synthesis.models import Finding
from cyfran.ground.partnerships.models import Partnership


def tag_themes(
    script: dict,
    partnership: Partnership,
    facilitator: User,
    tagged: list[tuple[Statement, set[str]]],
    findings: dict[str, Finding],
) -> dict[str, Theme]:
    """Add the themes, with their statements and findings; return them by key.

    ``tagged`` holds statements of cards, events and talks with theme keys; those voted on are in the script by their place
    in that of the conversation.
    """
    statements_by_text = {statement.text: statement for statement in statements_heard(partnership)}
    voted_on = [entry[entry["said"]] for entry in content("conversation")["statements"]]
    themes = {}
    for entry in script["themes"]:
        theme = insights.name_theme(
            partnership=partnership, name=text_pair(entry), by=facilitator, at=day(2025, 6, 5)
        )
        statements = [statement for statement, keys in tagged if entry["key"] in keys]
        statements += [statements_by_text[voted_on[number - 1]] for number in entry["numbers"]]
        theme_findings = [findings[key] for key in entry.get("findings", [])]
        insights.tag_statements(
            theme=theme, statements=statements, findings=theme_findings, by=facilitator, at=day(2025, 6, 6)
        )
        themes[entry["key"]] = theme
    return themes


def write_insights(
    entries: list[dict],
    partnership: Partnership,
    facilitator: User,
    themes: dict[str, Theme],
    cards: list[Statement],
    statements_by_key: dict[str, Statement],
    findings: dict[str, Finding],
) -> dict[str, Insight]:
    return {
        entry["key"]: insights.write_insight(
            partnership=partnership,
            text=text_pair(entry),
            themes=[themes[key] for key in entry["themes"]],
            statements=[cards[number - 1] for number in entry["cards"]]
            + pick(statements_by_key, entry.get("said", [])),
            findings=[findings[key] for key in entry["findings"]],
            by=facilitator,
            at=day(2025, 6, 9),
        )
        for entry in entries
    }


def agree_challenge(
    script: dict, partnership: Partnership, users: dict[str, User], insights_by_key: dict[str, Insight]
) -> tuple[Challenge, dict[str, SharedOutcome]]:
    """Add the challenge and the shared outcomes, and have both sides agree to them."""
    challenge = insights.propose_challenge(
        partnership=partnership,
        text=text_pair(script["challenge"]),
        insights=[insights_by_key[key] for key in script["challenge"]["insights"]],
        by=users["facilitator"],
        at=day(2025, 6, 10),
    )
    shared_outcomes = {
        entry["key"]: insights.propose_outcome(
            partnership=partnership,
            text=text_pair(entry),
            challenges=[challenge],
            by=users["facilitator"],
            at=day(2025, 6, 11),
        )
        for entry in script["shared_outcomes"]
    }
    for role, at in (("member", day(2025, 6, 12)), ("board", day(2025, 6, 16))):
        insights.agree_challenge(challenge=challenge, by=users[role], at=at)
        for outcome in shared_outcomes.values():
            insights.agree_outcome(outcome=outcome, by=users[role], at=at)
    return challenge, shared_outcomes
