from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "cyfran.ground.people"
    label = "people"

    def ready(self) -> None:
        from cyfran.core.jobs.worker import register_renewal
        from cyfran.ground.people.tasks import forget_attempts

        register_renewal(forget_attempts)
