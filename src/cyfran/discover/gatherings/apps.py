from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GatheringsConfig(AppConfig):
    name = "cyfran.discover.gatherings"
    label = "gatherings"

    def ready(self) -> None:
        from cyfran.core.jobs.worker import register_renewal
        from cyfran.core.overview import Chapter, register_chapter
        from cyfran.core.thread.node_types import NodeType, register_node_types
        from cyfran.discover.gatherings import pages, queries
        from cyfran.discover.gatherings.models import PromiseMade
        from cyfran.discover.gatherings.tasks import drop_photos, send_letters

        register_renewal(send_letters)
        register_renewal(drop_photos)
        register_chapter(
            Chapter("discover", _("Events"), _("Where people meet"), "gatherings:list", pages.home_summary)
        )
        register_node_types(
            NodeType("spoken_promise", PromiseMade, "discover", _("Promised in the room"), queries.show_promises_made,
                 begins=True),
        )  # fmt: skip
