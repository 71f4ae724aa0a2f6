from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LibraryConfig(AppConfig):
    name = "cyfran.learn.library"
    label = "library"

    def ready(self) -> None:
        from cyfran.core.overview import Chapter, register_chapter
        from cyfran.core.thread.node_types import NodeType, register_node_types
        from cyfran.learn.library import models, pages, queries
        from cyfran.learn.library.forms import LearningForm
        from cyfran.learn.library.messages import SENTENCES
        from cyfran.learn.library.models import LearningItem
        from cyfran.learn.library.rules import may_write
        from cyfran.ui.corrections import Correctable, register_correctable
        from cyfran.ui.messages import register_sentences

        register_sentences(SENTENCES)
        register_chapter(
            Chapter(
                "learn", _("Learning"), _("What was learnt"), "library:of_partnership", pages.home_summary
            )
        )
        register_node_types(
            NodeType("learning", models.LearningItem, "learn", _("Learning"), queries.show_items, ends=True)
        )
        register_correctable(
            Correctable("learning-item", LearningItem, "partnership", LearningForm, may_write)
        )
