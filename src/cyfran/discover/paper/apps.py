from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PaperConfig(AppConfig):
    name = "cyfran.discover.paper"
    label = "paper"

    def ready(self) -> None:
        from cyfran.core.overview import Chapter, register_chapter
        from cyfran.discover.paper import pages
        from cyfran.discover.paper.messages import SENTENCES
        from cyfran.ui.messages import register_sentences

        register_sentences(SENTENCES)
        register_chapter(
            Chapter(
                "discover",
                _("On paper"),
                _("Voting sheets and cards"),
                "conversations:list",
                pages.home_summary,
            )
        )
