"""Answering a survey: begin, save one answer after another, finish; or type in a questionnaire from paper."""

from datetime import datetime
from typing import Any

from django.db import transaction

from cyfran.core.accounts.models import User
from cyfran.core.accounts.rules import require
from cyfran.core.audit.actions import log_event
from cyfran.discover.conversations import actions as conversations
from cyfran.discover.conversations.models import Participation, PublicationState
from cyfran.discover.surveys import rules
from cyfran.discover.surveys.actions.writing import next_number
from cyfran.discover.surveys.models import Question, Reply, Response, Survey
from cyfran.discover.surveys.queries import answers_of, questions_of, state_of
from cyfran.discover.surveys.rules import asked_questions, is_valid_answer
from cyfran.ground.people.actions import forget, give_consents, welcome_participant
from cyfran.ground.people.models import ConsentPurpose, ConsentText, Participant, Route
from cyfran.ground.people.queries import may_be_kept, participant_with_code


@transaction.atomic
def begin(
    *,
    survey: Survey,
    participant: Participant | None,
    consent_text: ConsentText,
    given: set[str],
    language: str,
    at: datetime,
    route: str = Route.LINK,
) -> Response:
    """Begin a response, without an account, with the consents that were given; a response that exists is returned."""
    require(rules.takes_answers(state_of(survey)), "survey_not_open")
    return _get_or_create_response(survey, participant, consent_text, given, language, route, at)


def _get_or_create_response(survey, participant, consent_text, given, language, route, at) -> Response:
    require(ConsentPurpose.RECORD in given, "consent_needed")
    participant = participant or welcome_participant(route=route, language=language, at=at)
    give_consents(
        participant=participant, text=consent_text, given=given, language=language, how=route, at=at
    )
    existing = Response.objects.filter(survey=survey, participant=participant).first()
    return existing or Response.objects.create(
        survey=survey, participant=participant, number=next_number(survey), language=language, began_at=at
    )


@transaction.atomic
def reply(*, response: Response, question: Question, value: object, at: datetime) -> None:
    """Save an answer, or delete it if ``value`` is empty. It can be changed until the survey closes."""
    require(rules.takes_answers(state_of(response.survey)), "survey_not_open")
    require(may_be_kept(response.participant_id), "consent_needed")
    _save_answer(response, question, value, at)


def _save_answer(response: Response, question: Question, value: object, at: datetime) -> None:
    require(question.survey_id == response.survey_id, "answer_not_understood")
    if value in (None, "", [], {}):
        require(not question.needed, "answer_needed")
        Reply.objects.filter(response=response, question=question).delete()
        return
    require(is_valid_answer(question, value), "answer_not_understood")
    Reply.objects.update_or_create(response=response, question=question, defaults={"value": value, "at": at})


@transaction.atomic
def finish(*, response: Response, at: datetime) -> None:
    """Finish a response. Every required question that was asked must be answered."""
    require(rules.takes_answers(state_of(response.survey)), "survey_not_open")
    _finish_response(response, at)


def _finish_response(response: Response, at: datetime) -> None:
    answers = answers_of(response)
    missing = [
        question
        for question in asked_questions(questions_of(response.survey), answers)
        if question.needed and question.pk not in answers
    ]
    require(not missing, "answers_missing", numbers=", ".join(str(question.number) for question in missing))
    Response.objects.filter(pk=response.pk, finished_at=None).update(finished_at=at)
    log_event("survey.answered", response.survey, by=None, at=at, within=response.survey.partnership_id)


@transaction.atomic
def type_in(
    *,
    survey: Survey,
    code: str,
    answers: dict[Any, object],
    consent_text: ConsentText,
    given: set[str],
    language: str,
    by: User,
    at: datetime,
) -> Response:
    """Save the answers someone gave on paper, under the code that came with it. Allowed after the survey has closed.

    The same code means the same response: typing it in again replaces the answers.
    """
    require(rules.may_type_in(by, survey.partnership))
    require(state_of(survey) != PublicationState.DRAFT, "survey_not_open")
    holder = participant_with_code(code) if code else None
    require(not code or holder is not None, "code_unknown")
    response = _get_or_create_response(survey, holder, consent_text, given, language, Route.PAPER, at)
    questions = questions_of(survey)
    asked_ids = {question.pk for question in asked_questions(questions, answers)}
    for question in questions:
        if question.pk in asked_ids:
            _save_answer(response, question, answers.get(question.pk), at)
    _finish_response(response, at)
    return response


@transaction.atomic
def erase(*, response: Response, at: datetime) -> None:
    """Delete everything that someone gave, here and in every conversation they took part in."""
    participant = response.participant
    participation = Participation.objects.filter(participant=participant).first()
    if participation:
        conversations.erase(participation=participation, at=at)
    else:
        forget(participant=participant, at=at)
