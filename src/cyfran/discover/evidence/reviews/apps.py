from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReviewsConfig(AppConfig):
    name = "cyfran.discover.evidence.reviews"
    label = "reviews"

    def ready(self) -> None:
        from cyfran.core.overview import Chapter, register_chapter
        from cyfran.core.thread.node_types import NodeType, register_node_types
        from cyfran.discover.evidence.reviews import pages, queries
        from cyfran.discover.evidence.reviews.forms import ReviewForm
        from cyfran.discover.evidence.reviews.messages import SENTENCES
        from cyfran.discover.evidence.reviews.models import Review
        from cyfran.discover.evidence.reviews.rules import may_review
        from cyfran.ui.corrections import Correctable, register_correctable
        from cyfran.ui.messages import register_sentences

        register_sentences(SENTENCES)
        register_chapter(
            Chapter("discover", _("Evidence review"), _("What is known"), "reviews:list", pages.home_summary)
        )
        register_node_types(
            NodeType(
                "review",
                Review,
                "discover",
                _("Evidence review"),
                queries.show_reviews,
                begins=True,
                address="reporting:overview",
            )
        )
        register_correctable(Correctable("review", Review, "partnership", ReviewForm, may_review))
