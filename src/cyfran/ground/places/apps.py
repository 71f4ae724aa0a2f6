from django.apps import AppConfig


class PlacesConfig(AppConfig):
    name = "cyfran.ground.places"
    label = "places"

    def ready(self) -> None:
        from cyfran.ground.places.messages import SENTENCES
        from cyfran.ui.messages import register_sentences

        register_sentences(SENTENCES)
