from django.apps import AppConfig


class WordingConfig(AppConfig):
    name = "cyfran.core.wording"
    label = "wording"
    default = True
