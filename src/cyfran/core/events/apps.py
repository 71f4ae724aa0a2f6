from django.apps import AppConfig


class EventsConfig(AppConfig):
    name = "cyfran.core.events"
    label = "events"
    default = True
