"""Queries for full texts: which are sought and available, the votes on them, and passages kept."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from cyfran.core.files.models import Upload
from cyfran.discover.evidence.fulltexts.models import (
    FullText,
    FullTextVote,
    Passage,
    Retrieval,
    RetrievalState,
)
from cyfran.discover.evidence.reviews.models import Review
from cyfran.discover.evidence.screening.queries import decide_all, included_in, reviewers_per_record
from cyfran.discover.evidence.screening.rules import ScreeningDecision
from cyfran.discover.evidence.searches.models import Record


@dataclass(frozen=True)
class SoughtFullText:
    """A record included by abstract, its retrieval state (empty if none is noted), and the decision by full text, if any."""

    record: Record
    state: str
    decision: ScreeningDecision | None

    @property
    def final(self) -> bool | None:
        return self.decision.final if self.decision else None

    @property
    def disputed(self) -> bool:
        return bool(self.decision and self.decision.disputed)


def sought_full_texts(review: Review) -> list[SoughtFullText]:
    """Return every record included by title and abstract, by number, with the state of its full text."""
    decisions = {decision.record: decision for decision in full_text_decisions(review)}
    states = retrieval_states(review)
    records = included_in(review).select_related("study")
    return [SoughtFullText(record, states.get(record.pk, ""), decisions.get(record.pk)) for record in records]


def full_text_decisions(review: Review) -> list[ScreeningDecision]:
    """Return the decisions that follow from votes by full text."""
    return decide_all(FullTextVote.objects.filter(record__review=review), reviewers_per_record(review))


def retrieval_states(review: Review) -> dict[UUID, str]:
    """Return the newest retrieval state of each record that has one."""
    rows = Retrieval.objects.filter(record__review=review).order_by("id")
    return dict(rows.values_list("record_id", "state"))


def has_full_text(record: Record) -> bool:
    newest = Retrieval.objects.filter(record=record).order_by("-id").first()
    return bool(newest and newest.state == RetrievalState.AVAILABLE)


def retrievals_of(record: Record) -> QuerySet[Retrieval]:
    return Retrieval.objects.filter(record=record).order_by("-id")


def full_text_of(record: Record) -> FullText | None:
    return FullText.objects.filter(record=record).select_related("upload").order_by("-id").first()


def content_of(upload: Upload) -> bytes:
    with upload.content.open("rb") as file:
        return file.read()


def passages_of(record: Record) -> QuerySet[Passage]:
    return (
        Passage.objects.kept()
        .filter(full_text__record=record)
        .select_related("full_text")
        .order_by("full_text", "page", "id")
    )


def is_cited(passage: Passage) -> bool:
    """Return whether an answer about the study names this passage as its source."""
    study = getattr(passage.full_text.record, "study", None)
    return study is not None and any(
        str(passage.pk) in sheet.sources.values() for sheet in study.sheets.all()
    )


def full_text_votes_of(record: Record) -> QuerySet[FullTextVote]:
    return FullTextVote.objects.filter(record=record).order_by("id")
