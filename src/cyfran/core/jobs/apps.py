from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "cyfran.core.jobs"
    label = "jobs"
    default = True
