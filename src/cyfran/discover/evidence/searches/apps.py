from django.apps import AppConfig


class SearchesConfig(AppConfig):
    name = "cyfran.discover.evidence.searches"
    label = "searches"

    def ready(self) -> None:
        from cyfran.discover.evidence.searches.messages import SENTENCES
        from cyfran.ui.messages import register_sentences

        register_sentences(SENTENCES)
