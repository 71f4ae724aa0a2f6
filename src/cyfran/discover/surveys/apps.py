from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SurveysConfig(AppConfig):
    name = "cyfran.discover.surveys"
    label = "surveys"

    def ready(self) -> None:
        from cyfran.core.overview import Chapter, put_on_home
        from cyfran.discover.surveys import pages
        from cyfran.discover.surveys.views.answering import door_to_a_survey, own_door
        from cyfran.ground.people.views import put_door, put_own_door

        put_on_home(Chapter("discover", _("Surveys"), "surveys:list", pages.says))
        put_door(door_to_a_survey)
        put_own_door(own_door)
