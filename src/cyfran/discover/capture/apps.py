from django.apps import AppConfig


class CaptureConfig(AppConfig):
    name = "cyfran.discover.capture"
    label = "capture"
