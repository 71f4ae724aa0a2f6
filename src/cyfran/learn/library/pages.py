from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cyfran.core.overview import ChapterSummary, Figure
from cyfran.core.thread.node_types import Reader
from cyfran.ground.partnerships.models import Partnership
from cyfran.learn.library.queries import learning_of


def home_summary(partnership: Partnership, reader: Reader, user) -> ChapterSummary:
    items = list(learning_of(partnership))
    address = reverse("library:of_partnership", args=[partnership.slug])
    return ChapterSummary(
        [
            Figure(_("learning items"), len(items), address),
            Figure(
                _("learning items about what did not work"),
                sum(item.verdict == "no" for item in items),
                address,
            ),
        ]
    )
