from django.apps import AppConfig


class ArchiveConfig(AppConfig):
    name = "cyfran.learn.archive"
    label = "archive"
