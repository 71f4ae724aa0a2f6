from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "cyfran.core.files"
    label = "files"
    default = True
