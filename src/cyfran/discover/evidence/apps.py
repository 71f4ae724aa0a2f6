from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EvidenceConfig(AppConfig):
    name = "cyfran.discover.evidence"
    label = "evidence"

    def ready(self) -> None:
        from cyfran.core.jobs.worker import keep_up_to_date
        from cyfran.core.overview import Chapter, put_on_home
        from cyfran.core.thread.stops import Stop, put_on_thread
        from cyfran.discover.evidence import models, pages, queries
        from cyfran.discover.evidence.tasks import keep_orders

        keep_up_to_date(keep_orders)
        put_on_home(Chapter("discover", _("What is known"), "evidence:list", pages.says))
        put_on_thread(
            Stop("review", models.Review, "discover", _("Evidence review"), queries.show_reviews,
                 begins=True, address="evidence:detail"),
            Stop("study", models.Study, "discover", _("Study"), queries.show_studies,
                 within="review__partnership_id", begins=True),
            Stop("finding", models.Finding, "discover", _("Finding"), queries.show_findings,
                 within="review__partnership_id"),
        )  # fmt: skip
