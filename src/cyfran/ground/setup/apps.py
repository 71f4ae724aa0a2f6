from django.apps import AppConfig


class SetupConfig(AppConfig):
    name = "cyfran.ground.setup"
    label = "setup"

    def ready(self) -> None:
        from cyfran.ground.setup.messages import SENTENCES
        from cyfran.ui.messages import register_sentences

        register_sentences(SENTENCES)
