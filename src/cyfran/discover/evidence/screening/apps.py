from django.apps import AppConfig


class ScreeningConfig(AppConfig):
    name = "cyfran.discover.evidence.screening"
    label = "screening"

    def ready(self) -> None:
        from cyfran.core.jobs.worker import register_renewal
        from cyfran.discover.evidence.screening.messages import SENTENCES
        from cyfran.discover.evidence.screening.tasks import renew_screening_orders
        from cyfran.ui.messages import register_sentences

        register_sentences(SENTENCES)
        register_renewal(renew_screening_orders)
