"""Trails of the pages of surveys, answers as text, and the summary for the home page."""

from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cyfran.core.news import NewsItem
from cyfran.core.overview import ChapterSummary, Figure
from cyfran.core.thread.node_types import Reader
from cyfran.discover.conversations.models import PublicationState
from cyfran.discover.surveys.models import Question, QuestionType, Survey
from cyfran.discover.surveys.queries import surveys_of
from cyfran.discover.surveys.rules import may_run
from cyfran.ground.partnerships.models import Partnership
from cyfran.ground.partnerships.pages import partnership_trail
from cyfran.ui.formats import words
from cyfran.ui.trail import step


def surveys_trail(partnership: Partnership) -> list[dict[str, object]]:
    return [*partnership_trail(partnership), step(_("Surveys"), "surveys:list", partnership.slug)]


def survey_trail(survey: Survey) -> list[dict[str, object]]:
    current_step = step(words(survey.name), "surveys:detail", survey.partnership.slug, survey.pk)
    return [*surveys_trail(survey.partnership), current_step]


def format_answer(question: Question, value: object, language: str) -> list[str]:
    """Return an answer as lines of text in one language."""
    options = {option["name"]: option[language] for option in question.options}
    match question.kind:
        case QuestionType.CHOICE:
            return [options.get(value, "")]
        case QuestionType.SEVERAL:
            return [options.get(name, "") for name in value]
        case QuestionType.RANKING:
            return [f"{place}. {options.get(name, '')}" for place, name in enumerate(value, start=1)]
        case QuestionType.MATRIX:
            return [
                f"{item[language]}: {options.get(value[item['name']], '')}"
                for item in question.items
                if item["name"] in value
            ]
    return [str(value)]


def news(partnership: Partnership) -> list[NewsItem]:
    """Return the surveys that are open to everyone."""
    return [
        NewsItem(
            f"survey:{survey.pk}",
            _("Survey"),
            survey.name,
            reverse("surveys:detail", args=[partnership.slug, survey.pk]),
        )
        for survey in surveys_of(partnership, AnonymousUser())
        if survey.state == PublicationState.OPEN
    ]


def home_summary(partnership: Partnership, reader: Reader, user) -> ChapterSummary:
    surveys = list(surveys_of(partnership, user))
    if not surveys and not may_run(user, partnership):
        return ChapterSummary([], [])
    finished_count = sum(survey.finished_count for survey in surveys)
    return ChapterSummary(
        [Figure(_("survey responses"), finished_count, reverse("surveys:list", args=[partnership.slug]))], []
    )
