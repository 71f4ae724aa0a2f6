from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EmailsConfig(AppConfig):
    name = "cyfran.core.emails"
    label = "emails"

    def ready(self) -> None:
        from cyfran.core.emails.actions import drop_old_emails
        from cyfran.core.emails.tasks import send_emails
        from cyfran.core.jobs.worker import register_renewal
        from cyfran.core.retention import Retention, register_retention

        register_renewal(send_emails)
        register_retention(
            Retention(
                "emails",
                _("To whom e-mails were sent, and when"),
                _("after they were written"),
                3,
                drop_old_emails,
            )
        )
