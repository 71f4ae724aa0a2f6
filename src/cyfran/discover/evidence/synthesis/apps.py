from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SynthesisConfig(AppConfig):
    name = "cyfran.discover.evidence.synthesis"
    label = "synthesis"

    def ready(self) -> None:
        from cyfran.core.thread.node_types import NodeType, register_node_types
        from cyfran.discover.evidence.synthesis import queries
        from cyfran.discover.evidence.synthesis.messages import SENTENCES
        from cyfran.discover.evidence.synthesis.models import Finding
        from cyfran.ui.messages import register_sentences

        register_sentences(SENTENCES)
        register_node_types(
            NodeType(
                "finding",
                Finding,
                "discover",
                _("Finding"),
                queries.show_findings,
                within="review__partnership_id",
            )
        )
