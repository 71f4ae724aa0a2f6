from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from cyfran.core.accounts.models import User
from cyfran.core.accounts.rules import require
from cyfran.core.audit.actions import log_event
from cyfran.core.wording.actions import correct_texts
from cyfran.define.insights import rules
from cyfran.define.insights.models import (
    Challenge,
    ChallengeAgreement,
    Citation,
    FindingTagging,
    Insight,
    SharedOutcome,
    SharedOutcomeAgreement,
    Tagging,
    Theme,
)
from cyfran.define.insights.queries import MOST_CHALLENGES, agreed_challenges, agreement_state_of
from cyfran.discover.conversations.models import Statement
from cyfran.discover.conversations.queries import statements_heard
from cyfran.discover.evidence.synthesis.models import Finding
from cyfran.discover.evidence.synthesis.queries import findings_in
from cyfran.ground.partnerships.actions import record_for_side, require_phase
from cyfran.ground.partnerships.models import Partnership, Phase


@transaction.atomic
def name_theme(
    *,
    partnership: Partnership,
    name: tuple[str, str],
    by: User,
    at: datetime,
    split_from: Theme | None = None,
) -> Theme:
    """Add a theme. Texts are (English, Welsh)."""
    require(rules.may_make_sense(by, partnership))
    name_taken = Theme.objects.filter(partnership=partnership, name_en=name[0]).exists()
    require(not name_taken, "theme_there_already", name=name[0])
    theme = Theme.objects.create(
        partnership=partnership, name_en=name[0], name_cy=name[1], split_from=split_from, at=at, by=by
    )
    log_event("theme.named", theme, by=by, at=at, within=partnership.pk)
    return theme


@transaction.atomic
def change_theme(*, theme: Theme, name: tuple[str, str], by: User, at: datetime) -> None:
    """Correct the name of a theme."""
    require(rules.may_make_sense(by, theme.partnership))
    others = Theme.objects.filter(partnership=theme.partnership).exclude(pk=theme.pk)
    require(not others.filter(name_en=name[0]).exists(), "theme_there_already", name=name[0])
    correct_texts(theme, "theme.changed", {"name": name}, within=theme.partnership_id, by=by, at=at)


@transaction.atomic
def tag_statements(
    *, theme: Theme, statements: Iterable[Statement], findings: Iterable[Finding] = (), by: User, at: datetime
) -> int:
    """Add statements and findings to a theme; return how many were new.

    Those of other partnerships, or in the theme already, are skipped.
    """
    require(rules.may_make_sense(by, theme.partnership))
    statements_here = statements_heard(theme.partnership).filter(
        pk__in=[statement.pk for statement in statements]
    )
    new_statements = statements_here.exclude(taggings__theme=theme)
    Tagging.objects.bulk_create(
        [Tagging(theme=theme, statement=statement, at=at, by=by) for statement in new_statements]
    )
    new_findings = (
        findings_in(theme.partnership)
        .filter(pk__in=[finding.pk for finding in findings])
        .exclude(themes=theme)
    )
    finding_taggings = [
        FindingTagging(theme=theme, finding=finding, at=at, by=by) for finding in new_findings
    ]
    FindingTagging.objects.bulk_create(finding_taggings)
    added = len(new_statements) + len(finding_taggings)
    log_event("theme.tagged", theme, by=by, at=at, within=theme.partnership_id, number=added)
    return added


@transaction.atomic
def remove_tag(*, theme: Theme, statement: Statement, by: User, at: datetime) -> None:
    """Remove a statement from a theme."""
    require(rules.may_make_sense(by, theme.partnership))
    Tagging.objects.filter(theme=theme, statement=statement).delete()
    log_event("theme.untagged", theme, by=by, at=at, within=theme.partnership_id)


@transaction.atomic
def remove_finding_tag(*, theme: Theme, finding: Finding, by: User, at: datetime) -> None:
    """Remove a finding from a theme."""
    require(rules.may_make_sense(by, theme.partnership))
    FindingTagging.objects.filter(theme=theme, finding=finding).delete()
    log_event("theme.untagged", theme, by=by, at=at, within=theme.partnership_id)


@transaction.atomic
def write_insight(
    *,
    partnership: Partnership,
    text: tuple[str, str],
    themes: Iterable[Theme],
    statements: Iterable[Statement],
    findings: Iterable[Finding],
    by: User,
    at: datetime,
) -> Insight:
    """Add an insight with at least one theme, statement or finding that it rests on."""
    themes, statements, findings = list(themes), list(statements), list(findings)
    require(rules.may_make_sense(by, partnership))
    require(bool(themes or statements or findings), "insight_needs_basis")
    insight = Insight.objects.create(partnership=partnership, text_en=text[0], text_cy=text[1], at=at, by=by)
    insight.themes.set(themes)
    insight.findings.set(findings)
    Citation.objects.bulk_create([Citation(insight=insight, statement=statement) for statement in statements])
    counts = {"themes": len(themes), "statements": len(statements), "findings": len(findings)}
    log_event("insight.written", insight, by=by, at=at, within=partnership.pk, **counts)
    return insight


@transaction.atomic
def propose_challenge(
    *, partnership: Partnership, text: tuple[str, str], insights: Iterable[Insight], by: User, at: datetime
) -> Challenge:
    insights = list(insights)
    require(rules.may_make_sense(by, partnership))
    require_phase(partnership, Phase.DEFINE, at=at)
    require(bool(insights), "challenge_needs_insight")
    challenge = Challenge.objects.create(
        partnership=partnership, text_en=text[0], text_cy=text[1], at=at, by=by
    )
    challenge.insights.set(insights)
    log_event("challenge.proposed", challenge, by=by, at=at, within=partnership.pk)
    return challenge


@transaction.atomic
def agree_challenge(*, challenge: Challenge, by: User, at: datetime) -> ChallengeAgreement:
    """Record that one side agrees to a challenge. Both sides can agree to three challenges at most."""
    partnership = challenge.partnership
    side = rules.may_answer_for(by, partnership)
    require(side is not None)
    require(agreement_state_of(challenge).stands, "wording_replaced_already")
    unaffected = {challenge.pk, challenge.replaces_id}
    agreed_others = [other for other in agreed_challenges(partnership) if other.pk not in unaffected]
    require(len(agreed_others) < MOST_CHALLENGES, "challenges_enough", most=MOST_CHALLENGES)
    return record_for_side(
        challenge.agreements,
        event="challenge.agreed",
        subject=challenge,
        partnership=partnership,
        by=by,
        at=at,
        side=side,
        once="agreed_already",
    )


@transaction.atomic
def propose_outcome(
    *,
    partnership: Partnership,
    text: tuple[str, str],
    challenges: Iterable[Challenge],
    by: User,
    at: datetime,
) -> SharedOutcome:
    challenges = list(challenges)
    require(rules.may_make_sense(by, partnership))
    require_phase(partnership, Phase.DEFINE, at=at)
    require(bool(challenges), "outcome_of_no_challenge")
    outcome = SharedOutcome.objects.create(
        partnership=partnership, text_en=text[0], text_cy=text[1], at=at, by=by
    )
    outcome.challenges.set(challenges)
    log_event("outcome.proposed", outcome, by=by, at=at, within=partnership.pk)
    return outcome


@transaction.atomic
def agree_outcome(*, outcome: SharedOutcome, by: User, at: datetime) -> SharedOutcomeAgreement:
    require(agreement_state_of(outcome).stands, "wording_replaced_already")
    return record_for_side(
        outcome.agreements,
        event="outcome.agreed",
        subject=outcome,
        partnership=outcome.partnership,
        by=by,
        at=at,
        once="agreed_already",
    )


@transaction.atomic
def take_back(*, subject: Challenge | SharedOutcome, by: User, at: datetime) -> None:
    """Take back a challenge or shared outcome to which neither side has agreed yet. It stays on record."""
    _require_standing(subject, by)
    require(not subject.agreements.exists(), "agreed_by_a_side")
    subject.withdrawals.create(at=at, by=by)
    kind = f"{subject._meta.model_name}.taken_back"
    log_event(kind, subject, by=by, at=at, within=subject.partnership_id)


@transaction.atomic
def propose_wording(
    *, subject: Challenge | SharedOutcome, text: tuple[str, str], by: User, at: datetime
) -> Challenge | SharedOutcome:
    """Propose another wording of a challenge or shared outcome, with the same links.

    Once both sides have agreed to it, it stands instead; until then the earlier wording does.
    """
    _require_standing(subject, by)
    require((subject.text_en, subject.text_cy) != text, "wording_unchanged")
    wording = type(subject).objects.create(
        partnership=subject.partnership, text_en=text[0], text_cy=text[1], replaces=subject, at=at, by=by
    )
    if isinstance(subject, Challenge):
        wording.insights.set(subject.insights.all())
        wording.shared_outcomes.set(subject.shared_outcomes.all())
    else:
        wording.challenges.set(subject.challenges.all())
    kind = f"{subject._meta.model_name}.wording_proposed"
    log_event(kind, wording, by=by, at=at, within=subject.partnership_id)
    return wording


def _require_standing(subject: Challenge | SharedOutcome, by: User) -> None:
    require(rules.may_make_sense(by, subject.partnership))
    state = agreement_state_of(subject)
    require(state.stands and state.replacement is None, "wording_replaced_already")
