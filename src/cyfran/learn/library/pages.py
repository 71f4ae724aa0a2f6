from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cyfran.core.overview import Figure, Said
from cyfran.core.thread.stops import Reader
from cyfran.ground.partnerships.models import Partnership
from cyfran.learn.library.queries import learnt_by


def says(partnership: Partnership, reader: Reader, user) -> Said:
    found = list(learnt_by(partnership))
    address = reverse("library:of_partnership", args=[partnership.slug])
    return Said(
        [
            Figure(_("things learnt"), len(found), address),
            Figure(_("of them about what did not work"), sum(item.worked == "no" for item in found), address),
        ]
    )
