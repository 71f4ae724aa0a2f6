from django.apps import AppConfig


class EmailsConfig(AppConfig):
    name = "cyfran.core.emails"
    label = "emails"

    def ready(self) -> None:
        from cyfran.core.emails.tasks import drop_emails, send_emails
        from cyfran.core.jobs.worker import register_renewal

        register_renewal(send_emails)
        register_renewal(drop_emails)
