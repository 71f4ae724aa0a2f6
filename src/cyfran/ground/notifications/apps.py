from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "cyfran.ground.notifications"
    label = "notifications"

    def ready(self) -> None:
        from cyfran.core.jobs.worker import once_an_hour, register_renewal
        from cyfran.ground.notifications.tasks import write_digests, write_news

        register_renewal(write_digests)
        register_renewal(once_an_hour("news", write_news))
