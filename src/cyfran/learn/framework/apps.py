from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FrameworkConfig(AppConfig):
    name = "cyfran.learn.framework"
    label = "framework"

    def ready(self) -> None:
        from cyfran.core.overview import Chapter, register_chapter
        from cyfran.learn.framework import pages
        from cyfran.learn.framework.messages import SENTENCES
        from cyfran.ui.messages import register_sentences

        register_sentences(SENTENCES)
        register_chapter(
            Chapter("learn", _("Framework"), _("What good looks like"), "framework:home", pages.home_summary)
        )
