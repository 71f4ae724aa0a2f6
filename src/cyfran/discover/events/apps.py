from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EventsConfig(AppConfig):
    name = "cyfran.discover.events"
    label = "events"

    def ready(self) -> None:
        from cyfran.core.jobs.worker import register_renewal
        from cyfran.core.overview import Chapter, register_chapter
        from cyfran.core.thread.node_types import NodeType, register_node_types
        from cyfran.discover.events import pages, queries
        from cyfran.discover.events.forms import ClaimForm
        from cyfran.discover.events.messages import SENTENCES
        from cyfran.discover.events.models import Claim, SpokenPromise
        from cyfran.discover.events.rules import is_not_paid, may_see_claims
        from cyfran.discover.events.tasks import drop_photos, send_letters
        from cyfran.ui.corrections import Correctable, register_correctable
        from cyfran.ui.messages import register_sentences

        register_sentences(SENTENCES)
        register_renewal(send_letters)
        register_renewal(drop_photos)
        register_correctable(
            Correctable(
                "claim",
                Claim,
                "event__partnership",
                ClaimForm,
                may_see_claims,
                until=is_not_paid,
                others=tuple(ClaimForm.base_fields),
                removable=True,
            )
        )
        register_chapter(
            Chapter("discover", _("Events"), _("Where people meet"), "events:list", pages.home_summary)
        )
        register_node_types(
            NodeType(
                "spoken_promise",
                SpokenPromise,
                "discover",
                _("Promised in the room"),
                queries.show_promises_made,
                begins=True,
            ),
        )
