from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "cyfran.core.audit"
    label = "audit"
    default = True
