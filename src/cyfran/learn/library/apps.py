from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LibraryConfig(AppConfig):
    name = "cyfran.learn.library"
    label = "library"

    def ready(self) -> None:
        from cyfran.core.overview import Chapter, put_on_home
        from cyfran.core.thread.stops import Stop, put_on_thread
        from cyfran.learn.library import models, pages, queries

        put_on_home(Chapter("learn", _("What was learnt"), "library:of_partnership", pages.says))
        put_on_thread(
            Stop(
                "learning", models.LearningItem, "learn", _("What was learnt"), queries.show_items, ends=True
            )
        )
