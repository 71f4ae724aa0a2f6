from django.apps import AppConfig


class PartnershipsConfig(AppConfig):
    name = "cyfran.ground.partnerships"
    label = "partnerships"
