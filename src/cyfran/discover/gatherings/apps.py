from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GatheringsConfig(AppConfig):
    name = "cyfran.discover.gatherings"
    label = "gatherings"

    def ready(self) -> None:
        from cyfran.core.jobs.worker import keep_up_to_date
        from cyfran.core.overview import Chapter, put_on_home
        from cyfran.core.thread.stops import Stop, put_on_thread
        from cyfran.discover.gatherings import pages, queries
        from cyfran.discover.gatherings.models import PromiseMade
        from cyfran.discover.gatherings.tasks import drop_photos, send_letters

        keep_up_to_date(send_letters)
        keep_up_to_date(drop_photos)
        put_on_home(Chapter("discover", _("Where people meet"), "gatherings:list", pages.says))
        put_on_thread(
            Stop("spoken_promise", PromiseMade, "discover", _("Promised in the room"), queries.show_promises_made,
                 begins=True),
        )  # fmt: skip
