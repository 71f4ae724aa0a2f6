from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InsightsConfig(AppConfig):
    name = "cyfran.define.insights"
    label = "insights"

    def ready(self) -> None:
        from cyfran.core.overview import Chapter, put_on_home
        from cyfran.core.thread.stops import Stop, put_on_thread
        from cyfran.define.insights import models, pages, queries

        put_on_home(Chapter("define", _("What matters"), "insights:home", pages.says))
        put_on_thread(
            Stop("theme", models.Theme, "define", _("Theme"), queries.show_themes, address="insights:theme"),
            Stop("insight", models.Insight, "define", _("Insight"), queries.show_insights),
            Stop("challenge", models.Challenge, "define", _("Challenge"), queries.show_agreed),
            Stop("shared-outcome", models.SharedOutcome, "define", _("Shared outcome"), queries.show_agreed),
        )
