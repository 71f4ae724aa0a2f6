"""Moderation: accept or reject a statement, look at it again where its author asks, translate it."""

from datetime import datetime

from django.db import transaction

from cyfran.core.accounts.models import User
from cyfran.core.accounts.rules import require
from cyfran.core.audit.actions import log_event
from cyfran.discover.conversations import rules
from cyfran.discover.conversations.models import (
    Appeal,
    ModerationDecision,
    Participation,
    RejectionGround,
    Statement,
    Translation,
)
from cyfran.discover.conversations.queries import other_moderators


@transaction.atomic
def decide(
    *, statement: Statement, accepted: bool, ground: str, reason: str, by: User, at: datetime
) -> ModerationDecision:
    """Record a moderation decision. A refusal needs a ground, and its reason is published.

    An appeal is decided by somebody else than whoever rejected the statement, where there is somebody else.
    """
    require(rules.may_moderate(by, statement.conversation))
    _require_another_person(statement, by)
    require(accepted or ground != RejectionGround.FITS, "rejection_needs_reason")
    decision = ModerationDecision.objects.create(
        statement=statement, accepted=accepted, ground=ground, reason=reason, at=at, by=by
    )
    within = statement.conversation.partnership_id
    log_event("statement.moderated", statement, by=by, at=at, within=within, accepted=accepted, ground=ground)
    return decision


def _require_another_person(statement: Statement, by: User) -> None:
    """Once there is an appeal, whoever made the decision that it is against decides on it no more."""
    appealed = Appeal.objects.filter(statement=statement).first()
    if appealed is None:
        return
    before = ModerationDecision.objects.filter(statement=statement, at__lte=appealed.at).order_by("id").last()
    if before is not None and before.by == by:
        require(not other_moderators(statement.conversation.partnership, by), "appeal_needs_another_person")


@transaction.atomic
def appeal(*, participation: Participation, statement: Statement, reason: str, at: datetime) -> Appeal:
    """Ask, as its author, that a rejected statement is looked at again. This is possible once for each statement."""
    rejected = ModerationDecision.objects.filter(statement=statement).order_by("id").last()
    require(statement.author == participation and rejected is not None, "not_found")
    require(not rejected.accepted, "statement_not_rejected")
    made, is_new = Appeal.objects.get_or_create(
        statement=statement, defaults={"reason": reason.strip(), "at": at}
    )
    require(is_new, "appealed_already")
    within = statement.conversation.partnership_id
    log_event("statement.appealed", statement, by=None, at=at, within=within)
    return made


@transaction.atomic
def translate_statement(
    *, statement: Statement, language: str, text: str, by: User, at: datetime
) -> Translation:
    require(rules.may_moderate(by, statement.conversation))
    require(language != statement.language, "translation_same_language")
    translation, _ = Translation.objects.update_or_create(
        statement=statement, language=language, defaults={"text": text.strip(), "at": at, "by": by}
    )
    within = statement.conversation.partnership_id
    log_event("statement.translated", statement, by=by, at=at, within=within, language=language)
    return translation
