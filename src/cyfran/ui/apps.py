from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "cyfran.ui"
    label = "ui"
