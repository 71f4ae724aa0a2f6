from django.apps import AppConfig


class FullTextsConfig(AppConfig):
    name = "cyfran.discover.evidence.fulltexts"
    label = "fulltexts"

    def ready(self) -> None:
        from cyfran.discover.evidence.fulltexts.messages import SENTENCES
        from cyfran.ui.messages import register_sentences

        register_sentences(SENTENCES)
