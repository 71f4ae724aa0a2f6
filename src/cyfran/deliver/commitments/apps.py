from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CommitmentsConfig(AppConfig):
    name = "cyfran.deliver.commitments"
    label = "commitments"

    def ready(self) -> None:
        from cyfran.core.overview import Chapter, register_chapter
        from cyfran.core.thread.node_types import NodeType, register_node_types
        from cyfran.deliver.commitments import models, pages, queries
        from cyfran.deliver.commitments.messages import SENTENCES
        from cyfran.ui.messages import register_sentences

        register_sentences(SENTENCES)
        register_chapter(
            Chapter(
                "deliver", _("Commitments"), _("What is promised"), "commitments:list", pages.home_summary
            )
        )
        register_node_types(
            NodeType(
                "commitment",
                models.Commitment,
                "deliver",
                _("Commitment"),
                queries.show_commitments,
                address="commitments:detail",
            ),
            NodeType(
                "feedback",
                models.Feedback,
                "deliver",
                _("Feedback to people who took part"),
                queries.show_feedback,
                within="theme__partnership_id",
                ends=True,
            ),
        )
