from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EventsConfig(AppConfig):
    name = "cyfran.discover.events"
    label = "events"

    def ready(self) -> None:
        from cyfran.core.jobs.worker import register_renewal
        from cyfran.core.news import register_news
        from cyfran.core.overview import Chapter, register_chapter
        from cyfran.core.retention import Retention, register_retention
        from cyfran.core.thread.node_types import NodeType, register_node_types
        from cyfran.discover.events import pages, queries
        from cyfran.discover.events.actions import drop_old_photos, drop_old_sign_ups
        from cyfran.discover.events.forms import ClaimForm
        from cyfran.discover.events.messages import SENTENCES
        from cyfran.discover.events.models import Claim, SpokenPromise
        from cyfran.discover.events.rules import is_not_paid, may_see_claims
        from cyfran.discover.events.tasks import send_letters
        from cyfran.ui.corrections import Correctable, register_correctable
        from cyfran.ui.messages import register_sentences

        register_sentences(SENTENCES)
        register_renewal(send_letters)
        register_retention(
            Retention(
                "photos", _("Photographs of table sheets"), _("after they were added"), 3, drop_old_photos
            ),
            Retention(
                "sign_ups", _("Who signed up for an event"), _("after the event"), 12, drop_old_sign_ups
            ),
        )
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
        register_news(pages.news)
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
