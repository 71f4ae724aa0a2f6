from django.apps import AppConfig


class ConversationsConfig(AppConfig):
    name = "cyfran.discover.conversations"
    label = "conversations"

    def ready(self) -> None:
        from cyfran.core.jobs.worker import keep_up_to_date
        from cyfran.discover.conversations.tasks import keep_landscapes

        keep_up_to_date(keep_landscapes)
