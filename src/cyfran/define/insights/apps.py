from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InsightsConfig(AppConfig):
    name = "cyfran.define.insights"
    label = "insights"

    def ready(self) -> None:
        from cyfran.core.overview import Chapter, register_chapter
        from cyfran.core.thread.node_types import NodeType, register_node_types
        from cyfran.define.insights import models, pages, queries
        from cyfran.define.insights.forms import InsightForm
        from cyfran.define.insights.messages import SENTENCES
        from cyfran.define.insights.models import Insight
        from cyfran.define.insights.rules import may_make_sense
        from cyfran.ui.corrections import Correctable, register_correctable
        from cyfran.ui.messages import register_sentences

        register_sentences(SENTENCES)
        register_chapter(
            Chapter("define", _("Insights"), _("What matters"), "insights:home", pages.home_summary)
        )
        register_node_types(
            NodeType(
                "theme", models.Theme, "define", _("Theme"), queries.show_themes, address="insights:theme"
            ),
            NodeType("insight", models.Insight, "define", _("Insight"), queries.show_insights),
            NodeType("challenge", models.Challenge, "define", _("Challenge"), queries.show_agreed),
            NodeType(
                "shared-outcome", models.SharedOutcome, "define", _("Shared outcome"), queries.show_agreed
            ),
        )
        register_correctable(Correctable("insight", Insight, "partnership", InsightForm, may_make_sense))
