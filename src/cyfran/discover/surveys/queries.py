"""Reading surveys: their state, their questions, and what was answered."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from cyfran.discover.conversations.models import PublicationState
from cyfran.discover.surveys.models import Question, Reply, Response, Survey, SurveyState
from cyfran.discover.surveys.rules import asked_questions
from cyfran.ground.partnerships.models import Partnership, Phase
from cyfran.ground.partnerships.queries import states_by_phase
from cyfran.ground.partnerships.rules import may_see_inside
from cyfran.ground.people.models import Consent, ConsentPurpose, Participant
from cyfran.ground.people.queries import may_be_kept


def _with_state(surveys: QuerySet[Survey]) -> QuerySet[Survey]:
    states = _by_phase(SurveyState.objects.filter(survey=OuterRef("pk")))
    newest = states.order_by("-id").values("state_now")[:1]
    finished = Count("responses", filter=Q(responses__finished_at__isnull=False), distinct=True)
    return surveys.annotate(
        state=Subquery(newest), finished_count=finished, question_count=Count("questions", distinct=True)
    )


def surveys_of(partnership: Partnership, viewer) -> QuerySet[Survey]:
    """The surveys this person may see, the newest first."""
    surveys = _with_state(Survey.objects.filter(partnership=partnership))
    if not may_see_inside(viewer, partnership):
        surveys = surveys.exclude(state=PublicationState.DRAFT)
    return surveys.order_by("-at")


def survey_in(partnership: Partnership, pk) -> QuerySet[Survey]:
    return _with_state(Survey.objects.filter(partnership=partnership, pk=pk)).select_related(
        "partnership__place"
    )


def survey_with_id(pk) -> Survey | None:
    return _with_state(Survey.objects.filter(pk=pk)).select_related("partnership__place").first()


def opened_survey_with_code(code: str) -> Survey | None:
    """Return the survey of a join code, or None: a draft is not there for anybody yet."""
    survey = _with_state(Survey.objects.filter(join_code=code.upper()))
    return survey.exclude(state=PublicationState.DRAFT).select_related("partnership__place").first()


def state_of(survey: Survey) -> str:
    return _by_phase(SurveyState.objects.filter(survey=survey)).latest("id").state_now


def _by_phase(states: QuerySet[SurveyState]) -> QuerySet[SurveyState]:
    return states_by_phase(states, "survey__partnership", Phase.DISCOVER)


def questions_of(survey: Survey) -> list[Question]:
    return list(Question.objects.filter(survey=survey).select_related("only_if").order_by("number"))


def question_in(survey: Survey, number: int) -> Question | None:
    return Question.objects.filter(survey=survey, number=number).first()


def response_of(survey: Survey, participant: Participant | None) -> Response | None:
    """Return someone's response to a survey, or None, also if their consent to keep it has ended."""
    if participant is None or not may_be_kept(participant.pk):
        return None
    return (
        Response.objects.filter(survey=survey, participant=participant).select_related("participant").first()
    )


def last_survey_of(participant: Participant) -> Survey | None:
    newest = Response.objects.filter(participant=participant).select_related("survey").order_by("-began_at")
    return newest[0].survey if newest else None


def answers_of(response: Response) -> dict[Any, object]:
    return dict(Reply.objects.filter(response=response).values_list("question", "value"))


def next_question(response: Response, questions: list[Question], after: int = 0) -> Question | None:
    """Return the next question to ask after the one with this number, or None."""
    return next(
        (
            question
            for question in asked_questions(questions, answers_of(response))
            if question.number > after
        ),
        None,
    )


@dataclass(frozen=True)
class FinishedResponse:
    """A finished response with its answers to the questions that were asked, and whether its texts may be quoted."""

    response: Response
    answers: dict[Any, object]
    may_quote: bool


def finished_responses(survey: Survey, questions: list[Question]) -> list[FinishedResponse]:
    """Every finished response with its answers, in the order of their numbers."""
    newest = Consent.objects.filter(
        participant=OuterRef("participant"), purpose=ConsentPurpose.QUOTE
    ).order_by("-id")
    responses = Response.objects.filter(survey=survey, finished_at__isnull=False)
    replies: dict[Any, dict[Any, object]] = defaultdict(dict)
    for response, question, value in Reply.objects.filter(response__survey=survey).values_list(
        "response", "question", "value"
    ):
        replies[response][question] = value
    finished_responses = []
    for response in responses.annotate(quoted=Subquery(newest.values("given")[:1])).order_by("number"):
        answers = replies[response.pk]
        asked_ids = {question.pk for question in asked_questions(questions, answers)}
        counted_answers = {pk: value for pk, value in answers.items() if pk in asked_ids}
        finished_responses.append(FinishedResponse(response, counted_answers, bool(response.quoted)))
    return finished_responses
