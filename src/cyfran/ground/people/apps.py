from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "cyfran.ground.people"
    label = "people"
