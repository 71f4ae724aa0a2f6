from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PaperConfig(AppConfig):
    name = "cyfran.discover.paper"
    label = "paper"

    def ready(self) -> None:
        from cyfran.core.overview import Chapter, put_on_home
        from cyfran.discover.paper import pages

        put_on_home(Chapter("discover", _("On paper"), "conversations:list", pages.says))
