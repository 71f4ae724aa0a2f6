from uuid import UUID

from django.db.models import Count, QuerySet

from cyfran.core.language import LanguageText
from cyfran.core.thread.node_types import Reader, RenderedNode
from cyfran.discover.evidence.models import Finding, Review, Study
from cyfran.ground.partnerships.models import Partnership


def reviews_of(partnership: Partnership) -> QuerySet[Review]:
    """The reviews of a partnership, newest first, with how many studies and findings each has."""
    counts = {
        "number_of_studies": Count("studies", distinct=True),
        "number_of_findings": Count("findings", distinct=True),
    }
    return Review.objects.filter(partnership=partnership).annotate(**counts).order_by("-at")


def studies_of(review: Review) -> QuerySet[Study]:
    return Study.objects.filter(review=review).order_by("-year", "title")


def findings_of(review: Review) -> QuerySet[Finding]:
    return (
        Finding.objects.filter(review=review)
        .prefetch_related("studies", "passages", "revisions")
        .select_related("outcome")
        .order_by("at")
    )


def findings_in(partnership: Partnership) -> QuerySet[Finding]:
    return Finding.objects.filter(review__partnership=partnership).order_by("at")


def titles_in(review: Review) -> set[tuple[str, int | None]]:
    """Return the (title, year) of all studies, the title in lower case, so that the same study is not added twice."""
    return {
        (title.casefold(), year)
        for title, year in Study.objects.filter(review=review).values_list("title", "year")
    }


# --- On the thread ------------------------------------------------------------------------------------------------


def show_reviews(reviews: QuerySet[Review], reader: Reader) -> dict[UUID, RenderedNode]:
    return {review.pk: RenderedNode(review.question) for review in reviews}


def show_studies(studies: QuerySet[Study], reader: Reader) -> dict[UUID, RenderedNode]:
    """Show studies by title. Their language is not recorded; as a rule it is English."""
    return {
        study.pk: RenderedNode(
            LanguageText(study.title, "en"),
            ", ".join(filter(None, [study.authors[:80], str(study.year or "")])),
        )
        for study in studies
    }


def show_findings(findings: QuerySet[Finding], reader: Reader) -> dict[UUID, RenderedNode]:
    return {finding.pk: RenderedNode(finding.text, finding.get_certainty_display()) for finding in findings}
