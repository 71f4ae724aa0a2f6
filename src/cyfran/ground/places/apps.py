from django.apps import AppConfig


class PlacesConfig(AppConfig):
    name = "cyfran.ground.places"
    label = "places"
