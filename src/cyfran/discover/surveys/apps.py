from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SurveysConfig(AppConfig):
    name = "cyfran.discover.surveys"
    label = "surveys"

    def ready(self) -> None:
        from cyfran.core.news import register_news
        from cyfran.core.overview import Chapter, register_chapter
        from cyfran.discover.surveys import pages
        from cyfran.discover.surveys.forms import SurveyForm
        from cyfran.discover.surveys.messages import SENTENCES
        from cyfran.discover.surveys.models import Survey
        from cyfran.discover.surveys.rules import may_run
        from cyfran.discover.surveys.views.answering import resolve_own_survey, resolve_survey_code
        from cyfran.ground.people.views import register_code_resolver, register_own_page_resolver
        from cyfran.ui.corrections import Correctable, register_correctable
        from cyfran.ui.messages import register_sentences

        register_sentences(SENTENCES)
        register_news(pages.news)
        register_chapter(
            Chapter(
                "discover",
                _("Surveys"),
                _("A few questions with set answers"),
                "surveys:list",
                pages.home_summary,
            )
        )
        register_code_resolver(resolve_survey_code)
        register_own_page_resolver(resolve_own_survey)
        register_correctable(Correctable("survey", Survey, "partnership", SurveyForm, may_run))
