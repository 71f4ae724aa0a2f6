from django.apps import AppConfig


class PartnershipsConfig(AppConfig):
    name = "cyfran.ground.partnerships"
    label = "partnerships"

    def ready(self) -> None:
        from cyfran.core.jobs.worker import register_renewal
        from cyfran.ground.partnerships.tasks import end_roles

        register_renewal(end_roles)
