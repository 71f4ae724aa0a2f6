from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EvidenceConfig(AppConfig):
    name = "cyfran.discover.evidence"
    label = "evidence"

    def ready(self) -> None:
        from cyfran.core.jobs.worker import register_renewal
        from cyfran.core.overview import Chapter, register_chapter
        from cyfran.core.thread.node_types import NodeType, register_node_types
        from cyfran.discover.evidence import models, pages, queries
        from cyfran.discover.evidence.messages import SENTENCES
        from cyfran.discover.evidence.tasks import renew_screening_orders
        from cyfran.ui.messages import register_sentences

        register_sentences(SENTENCES)
        register_renewal(renew_screening_orders)
        register_chapter(
            Chapter("discover", _("Evidence review"), _("What is known"), "evidence:list", pages.home_summary)
        )
        register_node_types(
            NodeType(
                "review",
                models.Review,
                "discover",
                _("Evidence review"),
                queries.show_reviews,
                begins=True,
                address="evidence:detail",
            ),
            NodeType(
                "study",
                models.Study,
                "discover",
                _("Study"),
                queries.show_studies,
                within="review__partnership_id",
                begins=True,
            ),
            NodeType(
                "finding",
                models.Finding,
                "discover",
                _("Finding"),
                queries.show_findings,
                within="review__partnership_id",
            ),
        )
