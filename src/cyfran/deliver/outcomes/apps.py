from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OutcomesConfig(AppConfig):
    name = "cyfran.deliver.outcomes"
    label = "outcomes"

    def ready(self) -> None:
        from cyfran.core.overview import Chapter, put_on_home
        from cyfran.core.thread.stops import Stop, put_on_thread
        from cyfran.deliver.outcomes import models, pages, queries

        put_on_home(Chapter("deliver", _("What came of it"), "outcomes:list", pages.says))
        put_on_thread(
            Stop("outcome", models.Outcome, "deliver", _("Outcome"), queries.show_outcomes,
                 within="shared_outcome__partnership_id", address="outcomes:detail"),
        )  # fmt: skip
