"""Queries for studies and the passages of their full texts."""

from uuid import UUID

from django.db.models import QuerySet

from cyfran.core.language import LanguageText
from cyfran.core.thread.node_types import Reader, RenderedNode
from cyfran.discover.evidence.extraction.models import Study
from cyfran.discover.evidence.fulltexts.models import Passage
from cyfran.discover.evidence.reviews.models import Review


def studies_of(review: Review) -> QuerySet[Study]:
    return Study.objects.filter(review=review).order_by("-year", "title")


def titles_in(review: Review) -> set[tuple[str, int | None]]:
    """Return the (title, year) of all studies, the title in lower case, so that the same study is not added twice."""
    return {
        (title.casefold(), year)
        for title, year in Study.objects.filter(review=review).values_list("title", "year")
    }


def show_studies(studies: QuerySet[Study], reader: Reader) -> dict[UUID, RenderedNode]:
    """Show studies by title. Their language is not recorded; as a rule it is English."""
    return {
        study.pk: RenderedNode(
            LanguageText(study.title, "en"),
            ", ".join(filter(None, [study.authors[:80], str(study.year or "")])),
        )
        for study in studies
    }


def study_in(review: Review, pk) -> QuerySet[Study]:
    return Study.objects.filter(review=review, pk=pk).select_related("review__partnership", "record")


def passages_in(study: Study) -> list[Passage]:
    return list(
        Passage.objects.kept()
        .filter(full_text__record=study.record)
        .select_related("full_text__record")
        .order_by("page", "id")
        if study.record_id
        else []
    )


def passages_to_quote(review: Review) -> QuerySet[Passage]:
    """Return the passages of full texts whose records became studies."""
    passages = Passage.objects.kept().filter(full_text__record__study__review=review)
    return passages.select_related("full_text__record").order_by("full_text", "page", "id")
