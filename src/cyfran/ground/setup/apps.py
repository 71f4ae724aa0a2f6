from django.apps import AppConfig


class SetupConfig(AppConfig):
    name = "cyfran.ground.setup"
    label = "setup"

    def ready(self) -> None:
        from cyfran.core.jobs.worker import once_an_hour, register_renewal
        from cyfran.ground.setup.messages import SENTENCES
        from cyfran.ground.setup.tasks import delete_expired
        from cyfran.ui.messages import register_sentences

        register_sentences(SENTENCES)
        register_renewal(once_an_hour("retention", delete_expired))
