from django.apps import AppConfig


class ReportingConfig(AppConfig):
    name = "cyfran.discover.evidence.reporting"
    label = "reporting"
