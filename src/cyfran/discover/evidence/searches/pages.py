from django.utils.translation import gettext_lazy as _

from cyfran.discover.evidence.reviews.models import Review
from cyfran.discover.evidence.reviews.pages import review_trail
from cyfran.discover.evidence.searches.models import DuplicatePair
from cyfran.ground.partnerships.models import Partnership
from cyfran.ui.trail import step

COMPARED = (
    ("title", _("Title")),
    ("authors", _("Authors")),
    ("year", _("Year")),
    ("source", _("Journal or publisher")),
    ("volume", _("Volume")),
    ("pages", _("Pages")),
    ("doi", _("DOI")),
    ("abstract", _("Abstract")),
)
SHOWN_LETTERS = 400


def searches_trail(partnership: Partnership, review: Review) -> list[dict[str, object]]:
    current = step(_("Searches"), "searches:list", partnership.slug, review.pk)
    return [*review_trail(partnership, review), current]


def side_by_side(pair: DuplicatePair) -> list[tuple[object, str, str, bool]]:
    """Return name and texts of each field of both records, and whether they differ in it."""
    rows = []
    for field, name in COMPARED:
        first, second = (str(getattr(record, field) or "") for record in (pair.first, pair.second))
        if first or second:
            rows.append(
                (name, first[:SHOWN_LETTERS], second[:SHOWN_LETTERS], first.lower() != second.lower())
            )
    return rows
