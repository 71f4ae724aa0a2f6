from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "cyfran.ui"
    label = "ui"

    def ready(self) -> None:
        from allauth.account.signals import user_logged_in
        from allauth.mfa import signals
        from allauth.socialaccount.models import SocialAccount
        from django.core.signals import request_finished
        from django.db.models.signals import post_save

        from cyfran.core.request_log import end_request
        from cyfran.ui import field_messages
        from cyfran.ui.organisation_sign_in import count_second_factor, forget_claims
        from cyfran.ui.second_factor import log_added, log_removed, log_reset

        field_messages.install()
        request_finished.connect(end_request, dispatch_uid="ui.end_request")
        signals.authenticator_added.connect(log_added)
        signals.authenticator_removed.connect(log_removed)
        signals.authenticator_reset.connect(log_reset)
        user_logged_in.connect(count_second_factor)
        post_save.connect(forget_claims, sender=SocialAccount)
