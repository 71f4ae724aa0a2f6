from django.apps import AppConfig


class PartnershipsConfig(AppConfig):
    name = "cyfran.ground.partnerships"
    label = "partnerships"

    def ready(self) -> None:
        from cyfran.core.jobs.worker import register_renewal
        from cyfran.ground.partnerships.forms import PowerTopicForm
        from cyfran.ground.partnerships.models import PowerTopic
        from cyfran.ground.partnerships.rules import may_organise
        from cyfran.ground.partnerships.tasks import end_roles
        from cyfran.ui.corrections import Correctable, register_correctable

        register_renewal(end_roles)
        register_correctable(
            Correctable("power-topic", PowerTopic, "partnership", PowerTopicForm, may_organise)
        )
