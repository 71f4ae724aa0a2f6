from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    name = "cyfran.ground.people"
    label = "people"

    def ready(self) -> None:
        from cyfran.core.jobs.worker import register_renewal
        from cyfran.core.retention import Retention, register_retention
        from cyfran.ground.people.actions import drop_old_codes
        from cyfran.ground.people.tasks import forget_attempts

        register_renewal(forget_attempts)
        register_retention(
            Retention(
                "codes",
                _("Personal codes and linked accounts, by which people come back to what they gave"),
                _("after they last took part"),
                24,
                drop_old_codes,
            )
        )
