from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CommitmentsConfig(AppConfig):
    name = "cyfran.deliver.commitments"
    label = "commitments"

    def ready(self) -> None:
        from cyfran.core.overview import Chapter, put_on_home
        from cyfran.core.thread.stops import Stop, put_on_thread
        from cyfran.deliver.commitments import models, pages, queries

        put_on_home(Chapter("deliver", _("What is promised"), "commitments:list", pages.says))
        put_on_thread(
            Stop("commitment", models.Commitment, "deliver", _("Promise"), queries.show_commitments,
                 address="commitments:detail"),
            Stop("feedback", models.Feedback, "deliver", _("What people heard back"), queries.show_feedback,
                 within="theme__partnership_id", ends=True),
        )  # fmt: skip
