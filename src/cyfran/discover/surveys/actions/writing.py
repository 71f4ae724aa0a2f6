"""Writing a survey: begin it, put questions into it, open and close it."""

from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.db.models import F, Max

from cyfran.core.accounts.models import User
from cyfran.core.accounts.rules import require
from cyfran.core.audit.actions import log_event
from cyfran.discover.conversations.actions import MOST_CODES
from cyfran.discover.conversations.models import Conversation, PublicationState
from cyfran.discover.surveys import rules
from cyfran.discover.surveys.models import Question, QuestionType, Response, Survey, SurveyState
from cyfran.discover.surveys.queries import state_of
from cyfran.ground.partnerships.models import Partnership
from cyfran.ground.people.actions import new_code, personal_code, welcome_participant
from cyfran.ground.people.models import Route

MOST_QUESTIONS, MOST_OPTIONS = 40, 20
WITH_OPTIONS = (QuestionType.CHOICE, QuestionType.SEVERAL, QuestionType.RANKING, QuestionType.MATRIX)
WIDEST_SCALE = 11


@dataclass(frozen=True)
class QuestionDraft:
    """A question as someone wrote it. Options and items are (name, English, Welsh); ``only_if`` is a question's number."""

    kind: str
    text: tuple[str, str]
    options: list[tuple[str, str, str]] = field(default_factory=list)
    items: list[tuple[str, str, str]] = field(default_factory=list)
    lowest: int | None = None
    highest: int | None = None
    needed: bool = False
    only_if: int | None = None
    only_option: str = ""


@transaction.atomic
def begin_survey(
    *,
    partnership: Partnership,
    name: tuple[str, str],
    by: User,
    at: datetime,
    introduction: tuple[str, str] = ("", ""),
) -> Survey:
    """Begin a survey as a draft. Texts are (English, Welsh)."""
    require(rules.may_run(by, partnership))
    survey = Survey.objects.create(
        partnership=partnership,
        name_en=name[0],
        name_cy=name[1],
        introduction_en=introduction[0],
        introduction_cy=introduction[1],
        join_code=_free_code(),
        at=at,
        by=by,
    )
    SurveyState.objects.create(survey=survey, state=PublicationState.DRAFT, at=at, by=by)
    log_event("survey.begun", survey, by=by, at=at, within=partnership.pk)
    return survey


def _free_code() -> str:
    while True:
        code = new_code(6)
        if not any(table.objects.filter(join_code=code).exists() for table in (Survey, Conversation)):
            return code


@transaction.atomic
def add_question(*, survey: Survey, asked: QuestionDraft, by: User, at: datetime) -> Question:
    """Put a question after the last one."""
    _require_draft(survey, by)
    last = survey.questions.aggregate(last=Max("number"))["last"] or 0
    require(last < MOST_QUESTIONS, "too_many_questions", most=MOST_QUESTIONS)
    question = Question(survey=survey, number=last + 1)
    _write(question, asked)
    log_event("survey.changed", survey, by=by, at=at, within=survey.partnership_id)
    return question


@transaction.atomic
def change_question(*, question: Question, asked: QuestionDraft, by: User, at: datetime) -> Question:
    _require_draft(question.survey, by)
    follows = {q.only_option for q in question.followed_by.all()}
    names = {name for name, _, _ in asked.options}
    require(
        follows <= names and (not follows or asked.kind in (QuestionType.CHOICE, QuestionType.SEVERAL)),
        "question_is_followed",
    )
    _write(question, asked)
    log_event("survey.changed", question.survey, by=by, at=at, within=question.survey.partnership_id)
    return question


@transaction.atomic
def remove_question(*, question: Question, by: User, at: datetime) -> None:
    """Take a question out; those after it move up."""
    survey = question.survey
    _require_draft(survey, by)
    require(not question.followed_by.exists(), "question_is_followed")
    number = question.number
    question.delete()
    for later in survey.questions.filter(number__gt=number).order_by("number"):
        Question.objects.filter(pk=later.pk).update(number=F("number") - 1)
    log_event("survey.changed", survey, by=by, at=at, within=survey.partnership_id)


@transaction.atomic
def fill_from(*, survey: Survey, asked: list[QuestionDraft], by: User, at: datetime) -> None:
    """Put all questions of a form that was written elsewhere after the last one, or none of them."""
    for one in asked:
        add_question(survey=survey, asked=one, by=by, at=at)


def _require_draft(survey: Survey, by: User) -> None:
    require(rules.may_run(by, survey.partnership))
    require(state_of(survey) == PublicationState.DRAFT, "survey_was_opened")


def _write(question: Question, asked: QuestionDraft) -> None:
    has_options = asked.kind in WITH_OPTIONS
    require(all(asked.text), "both_languages_needed")
    require(
        not has_options or 2 <= len(asked.options) <= MOST_OPTIONS, "options_out_of_range", most=MOST_OPTIONS
    )
    for named in (asked.options, asked.items):
        require(len({name for name, _, _ in named}) == len(named), "option_twice")
        require(all(en and cy for _, en, cy in named), "both_languages_needed")
    if asked.kind == QuestionType.MATRIX:
        require(1 <= len(asked.items) <= MOST_OPTIONS, "items_out_of_range", most=MOST_OPTIONS)
    if asked.kind == QuestionType.SCALE:
        known = asked.lowest is not None and asked.highest is not None
        require(
            known and 1 <= asked.highest - asked.lowest < WIDEST_SCALE,
            "scale_out_of_range",
            most=WIDEST_SCALE,
        )
    question.kind, (question.text_en, question.text_cy) = asked.kind, asked.text
    question.options = _as_stored(asked.options) if has_options else []
    question.items = _as_stored(asked.items) if asked.kind == QuestionType.MATRIX else []
    question.lowest, question.highest = (
        (asked.lowest, asked.highest) if asked.kind == QuestionType.SCALE else (None, None)
    )
    question.needed = asked.needed
    question.only_if, question.only_option = _condition(question, asked)
    question.save()


def _condition(question: Question, asked: QuestionDraft) -> tuple[Question | None, str]:
    if asked.only_if is None:
        return None, ""
    earlier = question.survey.questions.filter(number=asked.only_if, number__lt=question.number).first()
    known = earlier is not None and earlier.kind in (QuestionType.CHOICE, QuestionType.SEVERAL)
    require(known and asked.only_option in {o["name"] for o in earlier.options}, "condition_unknown")
    return earlier, asked.only_option


def _as_stored(named: list[tuple[str, str, str]]) -> list[dict[str, str]]:
    return [{"name": name, "en": en, "cy": cy} for name, en, cy in named]


@transaction.atomic
def set_state(*, survey: Survey, state: str, by: User, at: datetime) -> None:
    """Open a survey to answers, or close it. It can be opened again, but its questions stay."""
    require(rules.may_run(by, survey.partnership))
    require(state != PublicationState.DRAFT and state != state_of(survey), "state_is_so_already")
    require(survey.questions.exists(), "survey_asks_nothing")
    SurveyState.objects.create(survey=survey, state=state, at=at, by=by)
    log_event(f"survey.{state}", survey, by=by, at=at, within=survey.partnership_id)


def next_number(survey: Survey) -> int:
    """Count on from the highest number given so far, one at a time even when many arrive at once."""
    Survey.objects.select_for_update().get(pk=survey.pk)
    return (Response.objects.filter(survey=survey).aggregate(last=Max("number"))["last"] or 0) + 1


@transaction.atomic
def issue_codes(*, survey: Survey, how_many: int, by: User, at: datetime) -> list[str]:
    """Make codes for questionnaires on paper: each lets one person come back to what was typed for them."""
    require(rules.may_run(by, survey.partnership))
    require(1 <= how_many <= MOST_CODES, "codes_out_of_range", most=MOST_CODES)
    codes = [personal_code() for _ in range(how_many)]
    for code in codes:
        welcome_participant(route=Route.PAPER, language="cy", at=at, code=code)
    log_event("codes.issued", survey, by=by, at=at, within=survey.partnership_id, number=how_many)
    return codes
