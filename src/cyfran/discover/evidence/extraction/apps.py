from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ExtractionConfig(AppConfig):
    name = "cyfran.discover.evidence.extraction"
    label = "extraction"

    def ready(self) -> None:
        from cyfran.core.thread.node_types import NodeType, register_node_types
        from cyfran.discover.evidence.extraction import queries
        from cyfran.discover.evidence.extraction.forms import StudyForm
        from cyfran.discover.evidence.extraction.messages import SENTENCES
        from cyfran.discover.evidence.extraction.models import Study
        from cyfran.discover.evidence.reviews.rules import may_review
        from cyfran.ui.corrections import Correctable, register_correctable
        from cyfran.ui.messages import register_sentences

        register_sentences(SENTENCES)
        register_correctable(
            Correctable(
                "study",
                Study,
                "review__partnership",
                StudyForm,
                may_review,
                others=tuple(StudyForm.base_fields),
                removable=True,
            )
        )
        register_node_types(
            NodeType(
                "study",
                Study,
                "discover",
                _("Study"),
                queries.show_studies,
                within="review__partnership_id",
                begins=True,
            )
        )
