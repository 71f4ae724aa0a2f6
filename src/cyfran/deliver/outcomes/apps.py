from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OutcomesConfig(AppConfig):
    name = "cyfran.deliver.outcomes"
    label = "outcomes"

    def ready(self) -> None:
        from cyfran.core.overview import Chapter, register_chapter
        from cyfran.core.thread.node_types import NodeType, register_node_types
        from cyfran.deliver.outcomes import models, pages, queries
        from cyfran.deliver.outcomes.messages import SENTENCES
        from cyfran.ui.messages import register_sentences

        register_sentences(SENTENCES)
        register_chapter(
            Chapter("deliver", _("Outcomes"), _("What came of it"), "outcomes:list", pages.home_summary)
        )
        register_node_types(
            NodeType(
                "outcome",
                models.Outcome,
                "deliver",
                _("Outcome"),
                queries.show_outcomes,
                within="shared_outcome__partnership_id",
                address="outcomes:detail",
            ),
        )
