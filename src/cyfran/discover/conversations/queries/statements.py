"""Statements, with what was decided on them and whether their words may be shown."""

from difflib import SequenceMatcher
from uuid import UUID

from django.db.models import BooleanField, Count, Exists, OuterRef, Q, QuerySet, Subquery, UUIDField
from django.db.models.functions import Coalesce

from cyfran.core.language import LanguageText
from cyfran.core.thread.node_types import Reader, RenderedNode
from cyfran.discover.conversations.models import (
    Conversation,
    ModerationDecision,
    SpokenConsent,
    Statement,
)
from cyfran.ground.partnerships.models import Partnership
from cyfran.ground.people.models import Consent, ConsentPurpose, Participant, Route

ALIKE, MOST_ALIKE, MOST_COMPARED = 0.75, 3, 20


def statements_of(conversation: Conversation) -> QuerySet[Statement]:
    """Every statement with the newest decision on it; ``accepted`` is empty while nobody has decided."""
    return with_decisions(Statement.objects.filter(conversation=conversation))


def with_decisions(statements: QuerySet[Statement]) -> QuerySet[Statement]:
    newest = ModerationDecision.objects.filter(statement=OuterRef("pk")).order_by("-id")
    quote_consents = Consent.objects.filter(
        participant=OuterRef("author__participant"), purpose=ConsentPurpose.QUOTE
    )
    return statements.annotate(
        cleared=_may_be_quoted(quote_consents),
        taken_back=_was_allowed(quote_consents) & ~_may_be_quoted(quote_consents),
        accepted=Subquery(newest.values("accepted")[:1], output_field=BooleanField()),
        ground=Subquery(newest.values("ground")[:1]),
        reason=Subquery(newest.values("reason")[:1]),
        decided_at=Subquery(newest.values("at")[:1]),
        decided_by=Subquery(newest.values("by")[:1], output_field=UUIDField()),
    ).prefetch_related("translations")


def _may_be_quoted(quote_consents: QuerySet[Consent]):
    """Whether a statement may be quoted: those of organisers and imports always, others by their author's newest consent.

    Where they gave consent aloud to these very words, that counts, until they say otherwise themselves.
    """
    spoken = SpokenConsent.objects.filter(statement=OuterRef("pk"))
    by_organisers = Q(author__isnull=True) & ~Exists(spoken)
    spoken_at = SpokenConsent.objects.filter(statement=OuterRef(OuterRef("pk"))).values("at")[:1]
    said_since = quote_consents.filter(at__gt=Subquery(spoken_at))
    aloud = Exists(spoken.filter(may_quote=True)) & Q(_newest_answer(said_since, otherwise=True))
    by_themselves = ~Exists(spoken) & Q(_newest_answer(quote_consents, otherwise=False))
    return by_organisers | Q(route=Route.IMPORT) | aloud | by_themselves


def _newest_answer(consents: QuerySet[Consent], *, otherwise: bool) -> Coalesce:
    newest = Subquery(consents.order_by("-id").values("given")[:1], output_field=BooleanField())
    return Coalesce(newest, otherwise)


def _was_allowed(quote_consents: QuerySet[Consent]) -> Q:
    """Whether the author ever allowed that a statement is quoted."""
    spoken = SpokenConsent.objects.filter(statement=OuterRef("pk"))
    by_themselves = ~Exists(spoken) & Exists(quote_consents.filter(given=True))
    return Exists(spoken.filter(may_quote=True)) | by_themselves


def statements_heard(partnership: Partnership) -> QuerySet[Statement]:
    """What people said to a partnership: statements that a moderator has accepted and nobody has taken back, without seeds.

    ``cleared`` says whether the words themselves may be shown as a quote.
    """
    statements = with_decisions(Statement.objects.filter(conversation__partnership=partnership))
    return statements.filter(accepted=True, taken_back=False, is_seed=False)


def statements_not_counted(partnership: Partnership) -> QuerySet:
    """Return the keys of statements that are neither shown nor counted as what people said.

    Those are seeds, and statements whose authors no longer want them quoted.
    """
    statements = with_decisions(Statement.objects.filter(conversation__partnership=partnership))
    return statements.prefetch_related(None).filter(Q(taken_back=True) | Q(is_seed=True)).values("pk")


def show_statements(statements: QuerySet[Statement], reader: Reader) -> dict[UUID, RenderedNode]:
    """Render statements as nodes of the thread, with the words only if they may be quoted. Nobody said a seed."""
    accepted = with_decisions(statements.filter(is_seed=False)).filter(accepted=True, taken_back=False)
    return {
        statement.pk: RenderedNode(
            LanguageText(statement.text, statement.language) if statement.cleared else None,
            statement.get_route_display(),
        )
        for statement in accepted.prefetch_related(None)
    }


def _is_shown() -> Q:
    return Q(cleared=True) | Q(route__in=(Route.LINK, Route.QR))


def open_statements(conversation: Conversation) -> QuerySet[Statement]:
    """Statements people can vote on and see in the results.

    Statements typed by participants themselves are always included; those entered for someone only if they may be quoted.
    """
    return statements_of(conversation).filter(_is_shown(), accepted=True, taken_back=False)


def withdrawn_in(conversation: Conversation) -> set[UUID]:
    """Return the keys of the statements of a conversation whose authors no longer want them quoted."""
    return set(
        statements_of(conversation)
        .prefetch_related(None)
        .filter(taken_back=True)
        .values_list("pk", flat=True)
    )


def public_texts(partnership: Partnership) -> set[UUID]:
    """Return the keys of the statements of a partnership whose words anybody may see."""
    statements = with_decisions(Statement.objects.filter(conversation__partnership=partnership))
    public = statements.filter(_is_shown(), accepted=True, taken_back=False).prefetch_related(None)
    return set(public.values_list("pk", flat=True))


def statement_in(conversation: Conversation, pk) -> Statement | None:
    return Statement.objects.filter(conversation=conversation, pk=pk).first()


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


def seeds_of(conversation: Conversation) -> QuerySet[Statement]:
    """The statements that organisers put forward, each with how many people voted on it."""
    return statements_of(conversation).filter(is_seed=True).annotate(seen=Count("votes")).order_by("number")


def similar_statements(conversation: Conversation, text: str) -> list[Statement]:
    """Return statements that can be voted on and say nearly the same in either language, the most alike first.

    Alike means that at least three quarters of the letters match in the same order (the ratio of Ratcliff and Obershelp).
    """
    new_text = _normalise(text)
    pieces = _pieces(new_text)
    candidates = []
    for statement in open_statements(conversation):
        for other in (statement.text, *(translation.text for translation in statement.translations.all())):
            other_text = _normalise(other)
            shared = len(pieces & _pieces(other_text)) / (len(pieces) or 1)
            candidates.append((shared, statement, other_text))
    candidates.sort(key=lambda candidate: -candidate[0])
    # Comparing letter by letter takes time with the square of the length: only those that share most pieces are
    matcher = SequenceMatcher(b=new_text, autojunk=False)
    found: dict[Statement, float] = {}
    for _shared, statement, other_text in candidates[:MOST_COMPARED]:
        matcher.set_seq1(other_text)
        found[statement] = max(found.get(statement, 0.0), matcher.ratio())
    alike = [(ratio, statement) for statement, ratio in found.items() if ratio >= ALIKE]
    return [statement for _ratio, statement in sorted(alike, key=lambda pair: -pair[0])[:MOST_ALIKE]]


def _normalise(text: str) -> str:
    return " ".join(text.casefold().split())


def _pieces(text: str) -> set[str]:
    """Return every run of three characters of a text."""
    return {text[i : i + 3] for i in range(len(text) - 2)} or {text}


def statement_keys_of(participant: Participant) -> list[UUID]:
    """Return the keys of everything somebody said, in whatever conversation."""
    return list(Statement.objects.filter(author__participant=participant).values_list("pk", flat=True))
