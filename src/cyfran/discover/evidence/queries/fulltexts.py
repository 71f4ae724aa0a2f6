"""Which full texts are sought, which are there, and what people say of them."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from cyfran.core.files.models import Upload
from cyfran.discover.evidence.models import (
    FullText,
    FullTextVote,
    Passage,
    Record,
    Retrieval,
    RetrievalState,
    Review,
)
from cyfran.discover.evidence.queries.screening import Decided, decide_all, included_in, people_of


@dataclass(frozen=True)
class Sought:
    """An included record, where its full text is, and what is decided by it."""

    record: Record
    state: str
    decided: Decided | None

    @property
    def final(self) -> bool | None:
        return self.decided.final if self.decided else None

    @property
    def disputed(self) -> bool:
        return bool(self.decided and self.decided.disputed)


def sought_in(review: Review) -> list[Sought]:
    """Every record included by title and abstract, by number; ``state`` is empty where nothing is done yet."""
    decided = {one.record: one for one in assessed_in(review)}
    states = retrieval_states(review)
    records = included_in(review).select_related("study")
    return [Sought(one, states.get(one.pk, ""), decided.get(one.pk)) for one in records]


def assessed_in(review: Review) -> list[Decided]:
    return decide_all(FullTextVote.objects.filter(record__review=review), people_of(review))


def retrieval_states(review: Review) -> dict[UUID, str]:
    """The newest state of each record that has one."""
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
        Passage.objects.filter(full_text__record=record)
        .select_related("full_text")
        .order_by("full_text", "page", "id")
    )


def full_text_votes_of(record: Record) -> QuerySet[FullTextVote]:
    return FullTextVote.objects.filter(record=record).order_by("id")
