from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "cyfran.ui"
    label = "ui"

    def ready(self) -> None:
        from allauth.mfa import signals

        from cyfran.ui.second_factor import log_added, log_removed, log_reset

        signals.authenticator_added.connect(log_added)
        signals.authenticator_removed.connect(log_removed)
        signals.authenticator_reset.connect(log_reset)
