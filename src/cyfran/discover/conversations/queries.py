"""Reading conversations: their state, their statements with what was decided on them, and their log of votes."""

import hashlib
import math
from dataclasses import dataclass, replace
from datetime import datetime
from difflib import SequenceMatcher
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import BooleanField, Count, Exists, F, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from cyfran.core.accounts.models import User
from cyfran.core.files.models import ImportJob, Upload
from cyfran.core.language import LanguageText
from cyfran.core.thread.node_types import Reader, RenderedNode
from cyfran.discover.conversations.models import (
    Appeal,
    Conversation,
    ConversationState,
    Landscape,
    ModerationDecision,
    Participation,
    PublicationState,
    SpokenConsent,
    Statement,
    Vote,
)
from cyfran.ground.partnerships.models import Membership, Partnership
from cyfran.ground.partnerships.rules import ORGANISERS, may_see_inside
from cyfran.ground.people.models import Consent, ConsentPurpose, Identity, Participant, Route
from cyfran.ground.people.queries import consents_of

ALIKE, MOST_ALIKE = 0.75, 3


def _newest_state():
    return Subquery(
        ConversationState.objects.filter(conversation=OuterRef("pk")).order_by("-id").values("state")[:1]
    )


def conversations_of(partnership: Partnership, viewer) -> QuerySet[Conversation]:
    """The conversations of a partnership that this person may see, newest first, with how many took part."""
    conversations = Conversation.objects.filter(partnership=partnership).annotate(
        state=_newest_state(), people=Count("participations")
    )
    if not may_see_inside(viewer, partnership):
        conversations = conversations.filter(is_agenda_question=False).exclude(state=PublicationState.DRAFT)
    return conversations.order_by("-began_at")


def conversation_in(partnership: Partnership, pk) -> QuerySet[Conversation]:
    return Conversation.objects.filter(partnership=partnership, pk=pk).annotate(state=_newest_state())


def conversation_with_code(code: str) -> Conversation | None:
    with_state = Conversation.objects.filter(join_code=code.upper()).annotate(state=_newest_state())
    return with_state.select_related("partnership__place").first()


def opened_conversation_with_code(code: str) -> Conversation | None:
    """Return the conversation of a join code, or None: a draft is not there for anybody yet."""
    conversation = conversation_with_code(code)
    return conversation if conversation and conversation.state != PublicationState.DRAFT else None


def state_of(conversation: Conversation) -> str:
    return ConversationState.objects.filter(conversation=conversation).latest("id").state


def statements_of(conversation: Conversation) -> QuerySet[Statement]:
    """Every statement with the newest decision on it; ``accepted`` is empty while nobody has decided."""
    return _with_decisions(Statement.objects.filter(conversation=conversation))


def _with_decisions(statements: QuerySet[Statement]) -> QuerySet[Statement]:
    newest = ModerationDecision.objects.filter(statement=OuterRef("pk")).order_by("-id")
    quote_consents = Consent.objects.filter(
        participant=OuterRef("author__participant"), purpose=ConsentPurpose.QUOTE
    )
    return statements.annotate(
        cleared=_may_be_quoted(quote_consents),
        taken_back=Exists(quote_consents.filter(given=True)) & ~_may_be_quoted(quote_consents),
        accepted=Subquery(newest.values("accepted")[:1], output_field=BooleanField()),
        ground=Subquery(newest.values("ground")[:1]),
        reason=Subquery(newest.values("reason")[:1]),
        decided_at=Subquery(newest.values("at")[:1]),
    ).prefetch_related("translations")


def _may_be_quoted(quote_consents: QuerySet[Consent]):
    """Whether a statement may be quoted: those of organisers and imports always, others by their author's newest consent.

    Where the author holds no code, the consent they gave aloud counts.
    """
    spoken_consent = SpokenConsent.objects.filter(statement=OuterRef("pk")).values("may_quote")[:1]
    unnamed = Q(author__isnull=True) & Q(
        Coalesce(Subquery(spoken_consent, output_field=BooleanField()), True)
    )
    newest = Coalesce(
        Subquery(quote_consents.order_by("-id").values("given")[:1], output_field=BooleanField()), False
    )
    return unnamed | Q(route=Route.IMPORT) | Q(newest)


def statements_heard(partnership: Partnership) -> QuerySet[Statement]:
    """What people said to a partnership: statements that a moderator has accepted and nobody has taken back, without seeds.

    ``cleared`` says whether the words themselves may be shown as a quote.
    """
    statements = _with_decisions(Statement.objects.filter(conversation__partnership=partnership))
    return statements.filter(accepted=True, taken_back=False, is_seed=False)


def statements_not_counted(partnership: Partnership) -> QuerySet:
    """Return the keys of statements that are neither shown nor counted as what people said.

    Those are seeds, and statements whose authors no longer want them quoted.
    """
    statements = _with_decisions(Statement.objects.filter(conversation__partnership=partnership))
    return statements.prefetch_related(None).filter(Q(taken_back=True) | Q(is_seed=True)).values("pk")


def show_statements(statements: QuerySet[Statement], reader: Reader) -> dict[UUID, RenderedNode]:
    """Render statements as nodes of the thread, with the words only if they may be quoted. Nobody said a seed."""
    accepted = _with_decisions(statements.filter(is_seed=False)).filter(accepted=True, taken_back=False)
    return {
        statement.pk: RenderedNode(
            LanguageText(statement.text, statement.language) if statement.cleared else None,
            statement.get_route_display(),
        )
        for statement in accepted.prefetch_related(None)
    }


def waiting_statements(conversation: Conversation) -> QuerySet[Statement]:
    waiting = statements_of(conversation).filter(accepted__isnull=True, taken_back=False)
    return waiting.order_by("at")


def appealed_statements(conversation: Conversation) -> QuerySet[Statement]:
    """Rejected statements whose authors ask that they are looked at again, the oldest request first."""
    refused = refused_statements(conversation).filter(appeal__at__gte=F("decided_at"))
    return refused.select_related("appeal").order_by("appeal__at")


def open_appeal(statement: Statement) -> bool:
    """Return whether the author asked that a statement is looked at again, and nobody has decided since."""
    return appealed_statements(statement.conversation).filter(pk=statement.pk).exists()


def other_moderators(partnership: Partnership, user: User) -> bool:
    """Return whether somebody else than this person may decide on the statements of a partnership."""
    memberships = Membership.objects.current().filter(partnership=partnership, role__in=ORGANISERS)
    return memberships.filter(user__is_active=True).exclude(user=user).exists()


def seeds_of(conversation: Conversation) -> QuerySet[Statement]:
    """The statements that organisers put forward, each with how many people voted on it."""
    return statements_of(conversation).filter(is_seed=True).annotate(seen=Count("votes")).order_by("number")


def decisions_on(conversation: Conversation) -> QuerySet[ModerationDecision]:
    """Every decision on the statements of a conversation, the first one first."""
    decisions = ModerationDecision.objects.filter(statement__conversation=conversation)
    return decisions.select_related("statement", "statement__appeal", "by").order_by("id")


def similar_statements(conversation: Conversation, text: str) -> list[Statement]:
    """Return statements that can be voted on and say nearly the same in either language, the most alike first.

    Alike means that at least three quarters of the letters match in the same order (the ratio of Ratcliff and Obershelp).
    """
    matcher = SequenceMatcher(b=_normalise(text), autojunk=False)
    found = []
    for statement in open_statements(conversation):
        texts = [statement.text, *(translation.text for translation in statement.translations.all())]
        alike = max(_ratio(matcher, other) for other in texts)
        if alike >= ALIKE:
            found.append((alike, statement))
    return [statement for _alike, statement in sorted(found, key=lambda pair: -pair[0])[:MOST_ALIKE]]


def _normalise(text: str) -> str:
    return " ".join(text.casefold().split())


def _ratio(matcher: SequenceMatcher, text: str) -> float:
    matcher.set_seq1(_normalise(text))
    may_be_alike = matcher.real_quick_ratio() >= ALIKE and matcher.quick_ratio() >= ALIKE
    return matcher.ratio() if may_be_alike else 0.0


def refused_statements(conversation: Conversation) -> QuerySet[Statement]:
    return statements_of(conversation).filter(accepted=False, taken_back=False).order_by("-decided_at")


def open_statements(conversation: Conversation) -> QuerySet[Statement]:
    """Statements people can vote on and see in the results.

    Statements typed by participants themselves are always included; those entered for someone only if they may be quoted.
    """
    shown = Q(cleared=True) | Q(route__in=(Route.LINK, Route.QR))
    return statements_of(conversation).filter(shown, accepted=True, taken_back=False)


def participation_of(participant: Participant | None, conversation: Conversation) -> Participation | None:
    if participant is None:
        return None
    return Participation.objects.filter(participant=participant, conversation=conversation).first()


@dataclass(frozen=True)
class VotingTurn:
    """The next statement to vote on, the probability with which it was drawn, and how many are answered."""

    statement: Statement | None
    selection_probability: float | None
    answered: int
    total: int


def next_turn(participation: Participation) -> VotingTurn:
    """Draw a statement this person has not answered.

    Newer statements are drawn up to nine times as often, so that late ones are heard too (weight 1 + 8 * 2^(-votes/5)).
    The draw is by a hash of person and statement, so a page that is loaded again asks the same.
    """
    own_votes = Vote.objects.filter(statement=OuterRef("pk"), participation=participation)
    statements = open_statements(participation.conversation)
    candidates = list(statements.annotate(seen=Count("votes"), is_answered=Exists(own_votes)))
    unanswered = [statement for statement in candidates if not statement.is_answered]
    if not unanswered:
        return VotingTurn(None, None, len(candidates), len(candidates))
    weights = {statement: 1 + 8 * 2 ** (-statement.seen / 5) for statement in unanswered}
    drawn = max(unanswered, key=lambda statement: _draw(participation, statement, weights[statement]))
    return VotingTurn(
        drawn, weights[drawn] / sum(weights.values()), len(candidates) - len(unanswered), len(candidates)
    )


def turn_on(participation: Participation, statement_pk: str) -> VotingTurn | None:
    """Return a turn on a statement that this person has answered already, for them to answer it anew; None if there is none."""
    answered = participation.votes.values("statement")
    try:
        statement = open_statements(participation.conversation).filter(pk__in=answered).get(pk=statement_pk)
    except (Statement.DoesNotExist, ValidationError):
        return None
    return replace(next_turn(participation), statement=statement, selection_probability=None)


def _draw(participation: Participation, statement: Statement, weight: float) -> float:
    """A key whose largest is a weighted draw without replacement (Efraimidis and Spirakis 2006)."""
    digest = hashlib.sha256(participation.pk.bytes + statement.pk.bytes).digest()
    uniform = (int.from_bytes(digest[:8], "big") + 1) / (2**64 + 1)
    return math.log(uniform) / weight


@dataclass(frozen=True)
class ConversationTotals:
    """How many people, votes and statements a conversation has."""

    people: int
    votes: int
    accepted: int
    seeds: int  # of the accepted
    waiting: int
    refused: int


def tally(conversation: Conversation) -> ConversationTotals:
    statements = statements_of(conversation).prefetch_related(None)
    decided = list(statements.values_list("accepted", flat=True))
    return ConversationTotals(
        people=Vote.objects.filter(conversation=conversation).values("participation").distinct().count(),
        votes=Vote.objects.filter(conversation=conversation)
        .values("participation", "statement")
        .distinct()
        .count(),
        accepted=decided.count(True),
        seeds=statements.filter(accepted=True, is_seed=True).count(),
        waiting=decided.count(None),
        refused=decided.count(False),
    )


def vote_log(conversation: Conversation) -> QuerySet:
    """Every vote event as (participant label, statement label, answer, moment)."""
    log = Vote.objects.filter(conversation=conversation).order_by("id")
    return log.values_list("participation__label", "statement__label", "answer", "at")


def labels_by_decision(conversation: Conversation) -> tuple[list[str], list[str]]:
    """The labels of all statements, and of those that were refused."""
    rows = statements_of(conversation).prefetch_related(None).values_list("label", "accepted")
    return [label for label, _ in rows], [label for label, accepted in rows if accepted is False]


def data_version(conversation: Conversation) -> str:
    """The version of a conversation's data: changes with every vote, decision and erasure, and with nothing else.

    Votes are only ever added or erased, so their last id and their number together identify the state.
    """
    votes = Vote.objects.filter(conversation=conversation).aggregate(last=Max("id"), number=Count("id"))
    decisions = ModerationDecision.objects.filter(statement__conversation=conversation).aggregate(
        last=Max("id")
    )
    statements = Statement.objects.filter(conversation=conversation).count()
    return f"{votes['last'] or 0}.{votes['number']}.{decisions['last'] or 0}.{statements}"


def newest_landscape(conversation: Conversation, mode: str) -> Landscape | None:
    return Landscape.objects.filter(conversation=conversation, mode=mode).order_by("-id").first()


def stale_conversations(before: datetime) -> list[Conversation]:
    """Conversations with votes, but no landscape of their present data, and none that is newer than ``before``."""
    with_votes = Conversation.objects.filter(Exists(Vote.objects.filter(conversation=OuterRef("pk"))))
    recommended = Landscape.objects.filter(mode="recommended")
    computed = set(recommended.values_list("conversation", "data_version"))
    candidates = with_votes.exclude(pk__in=recommended.filter(at__gt=before).values("conversation"))
    return [
        conversation
        for conversation in candidates
        if (conversation.pk, data_version(conversation)) not in computed
    ]


def comments_with_counts(conversation: Conversation) -> QuerySet[Statement]:
    """Statements with how often they were agreed and disagreed with, every vote event counted."""
    return (
        statements_of(conversation)
        .annotate(
            agrees=Count("votes", filter=Q(votes__answer=1)),
            disagrees=Count("votes", filter=Q(votes__answer=-1)),
        )
        .select_related("author")
        .order_by("number")
    )


@dataclass(frozen=True)
class OwnContributions:
    """What one person gave to a conversation, for them to see, download or erase."""

    statements: list[Statement]
    answers: list[Vote]
    consents: dict[str, bool]


def own_data_of(participation: Participation) -> OwnContributions:
    """Return what someone gave to a conversation: statements, their last votes, and consents."""
    has_appeal = Exists(Appeal.objects.filter(statement=OuterRef("pk")))
    statements = (
        statements_of(participation.conversation).filter(author=participation).annotate(appealed=has_appeal)
    )
    votes = Vote.objects.filter(participation=participation).select_related("statement").order_by("-id")
    newest_votes = {}
    for vote in votes:
        newest_votes.setdefault(vote.statement_id, vote)
    return OwnContributions(
        list(statements.order_by("at")), list(newest_votes.values()), consents_of(participation.participant)
    )


def statement_in(conversation: Conversation, pk) -> Statement | None:
    return Statement.objects.filter(conversation=conversation, pk=pk).first()


def last_conversation_of(participant: Participant) -> Conversation | None:
    newest = Participation.objects.filter(participant=participant).order_by("-at").first()
    return newest.conversation if newest else None


def kept_with_account(participant: Participant) -> bool:
    return Identity.objects.filter(participant=participant).exists()


def conversation_of_import(import_job: ImportJob) -> Conversation | None:
    return Conversation.objects.filter(import_job=import_job).first()


def files_of_import(import_job_id: str, partnership_id: str) -> tuple[ImportJob, Upload, Upload, Partnership]:
    """Return an import job, its files of votes and of comments, and the partnership of the conversation."""
    import_job = ImportJob.objects.select_related("by").get(pk=import_job_id)
    uploads = {upload.purpose: upload for upload in import_job.uploads.all()}
    return (
        import_job,
        uploads["polis.votes"],
        uploads["polis.comments"],
        Partnership.objects.get(pk=partnership_id),
    )


def imports_of(partnership: Partnership, pk) -> QuerySet[ImportJob]:
    return ImportJob.objects.filter(purpose="polis", within=partnership.pk, pk=pk)


@dataclass(frozen=True)
class HeardSummary:
    """How many people a partnership has heard, and how many statements wait for moderation, by conversation."""

    people: int
    statements: int
    waiting: dict[Conversation, int]


def heard_summary(partnership: Partnership) -> HeardSummary:
    taking_part = Participation.objects.filter(conversation__partnership=partnership)
    has_contributed = Q(Exists(Vote.objects.filter(participation=OuterRef("pk"))))
    has_contributed |= Q(Exists(Statement.objects.filter(author=OuterRef("pk"))))
    undecided = _with_decisions(Statement.objects.filter(conversation__partnership=partnership))
    waiting_counts: dict[Conversation, int] = {}
    for statement in undecided.filter(accepted__isnull=True, taken_back=False).select_related("conversation"):
        waiting_counts[statement.conversation] = waiting_counts.get(statement.conversation, 0) + 1
    return HeardSummary(
        people=taking_part.filter(has_contributed).values("participant").distinct().count(),
        statements=statements_heard(partnership).count(),
        waiting=waiting_counts,
    )
