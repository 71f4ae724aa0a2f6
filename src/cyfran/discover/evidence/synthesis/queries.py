"""Queries for findings."""

from uuid import UUID

from django.db.models import QuerySet

from cyfran.core.thread.node_types import Reader, RenderedNode
from cyfran.discover.evidence.reviews.models import Review
from cyfran.discover.evidence.synthesis.models import Finding
from cyfran.ground.partnerships.models import Partnership


def findings_of(review: Review) -> QuerySet[Finding]:
    return (
        Finding.objects.filter(review=review)
        .prefetch_related("studies", "passages", "revisions")
        .select_related("outcome")
        .order_by("at")
    )


def findings_in(partnership: Partnership) -> QuerySet[Finding]:
    return Finding.objects.filter(review__partnership=partnership).order_by("at")


def show_findings(findings: QuerySet[Finding], reader: Reader) -> dict[UUID, RenderedNode]:
    return {finding.pk: RenderedNode(finding.text, finding.get_certainty_display()) for finding in findings}
