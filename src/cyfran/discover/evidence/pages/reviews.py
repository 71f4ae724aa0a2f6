from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cyfran.core.overview import ChapterSummary, Figure
from cyfran.core.thread.node_types import Reader
from cyfran.discover.evidence.models import CertaintyConcern, Finding, Review
from cyfran.discover.evidence.queries import reviews_of
from cyfran.ground.partnerships.models import Partnership
from cyfran.ground.partnerships.pages import partnership_trail
from cyfran.ui.formats import words
from cyfran.ui.trail import step


def reviews_trail(partnership: Partnership) -> list[dict[str, object]]:
    return [*partnership_trail(partnership), step(_("Evidence review"), "evidence:list", partnership.slug)]


def review_trail(partnership: Partnership, review: Review) -> list[dict[str, object]]:
    current = step(words(review.question), "evidence:detail", partnership.slug, review.pk)
    return [*reviews_trail(partnership), current]


def concern_names(finding: Finding) -> str:
    """Return what lowers or raises the certainty of a finding, in one line."""
    return "; ".join(str(CertaintyConcern(code).label) for code in finding.concerns)


def home_summary(partnership: Partnership, reader: Reader, user) -> ChapterSummary:
    reviews = list(reviews_of(partnership))
    address = reverse("evidence:list", args=[partnership.slug])
    return ChapterSummary(
        [
            Figure(_("studies"), sum(review.number_of_studies for review in reviews), address),
            Figure(_("findings"), sum(review.number_of_findings for review in reviews), address),
        ]
    )
