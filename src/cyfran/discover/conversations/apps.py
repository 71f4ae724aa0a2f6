from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ConversationsConfig(AppConfig):
    name = "cyfran.discover.conversations"
    label = "conversations"

    def ready(self) -> None:
        from cyfran.core.jobs.worker import keep_up_to_date
        from cyfran.core.overview import Chapter, put_on_home
        from cyfran.core.thread.stops import Stop, put_on_thread
        from cyfran.discover.conversations import pages
        from cyfran.discover.conversations.models import Statement
        from cyfran.discover.conversations.queries import show_statements
        from cyfran.discover.conversations.tasks import keep_landscapes

        keep_up_to_date(keep_landscapes)
        put_on_home(Chapter("discover", _("What people say"), "conversations:list", pages.says))
        put_on_thread(
            Stop("statement", Statement, "discover", _("What someone said"), show_statements,
                 within="conversation__partnership_id", begins=True),
        )  # fmt: skip
