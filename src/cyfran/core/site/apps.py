from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "cyfran.core.site"
    label = "site"
