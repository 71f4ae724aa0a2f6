"""Writing a survey: begin it, add, change and remove questions, open and close it, issue paper codes."""

from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.db.models import F, Max

from cyfran.core.accounts.models import User
from cyfran.core.accounts.rules import require
from cyfran.core.audit.actions import log_event
from cyfran.discover.conversations.actions import MOST_CODES
from cyfran.discover.conversations.models import PublicationState
from cyfran.discover.surveys import rules
from cyfran.discover.surveys.models import Question, QuestionType, Response, Survey, SurveyState
from cyfran.discover.surveys.queries import state_of
from cyfran.ground.partnerships.actions import require_phase
from cyfran.ground.partnerships.models import Partnership, Phase
from cyfran.ground.people.actions import give_join_code, personal_code, welcome_participant
from cyfran.ground.people.models import Route

MOST_QUESTIONS, MOST_OPTIONS = 40, 20
WITH_OPTIONS = (QuestionType.CHOICE, QuestionType.SEVERAL, QuestionType.RANKING, QuestionType.MATRIX)
WIDEST_SCALE = 11


@dataclass(frozen=True)
class QuestionDraft:
    """The input for a question. Options and items are (name, English, Welsh); ``only_if`` is a question's number."""

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
        join_code=give_join_code(at=at),
        at=at,
        by=by,
    )
    SurveyState.objects.create(survey=survey, state=PublicationState.DRAFT, at=at, by=by)
    log_event("survey.begun", survey, by=by, at=at, within=partnership.pk)
    return survey


@transaction.atomic
def add_question(*, survey: Survey, question_draft: QuestionDraft, by: User, at: datetime) -> Question:
    """Add a question after the last one."""
    _require_draft(survey, by)
    last_number = survey.questions.aggregate(last=Max("number"))["last"] or 0
    require(last_number < MOST_QUESTIONS, "too_many_questions", most=MOST_QUESTIONS)
    question = Question(survey=survey, number=last_number + 1)
    _apply_draft(question, question_draft)
    log_event("survey.changed", survey, by=by, at=at, within=survey.partnership_id)
    return question


@transaction.atomic
def change_question(*, question: Question, question_draft: QuestionDraft, by: User, at: datetime) -> Question:
    _require_draft(question.survey, by)
    required_options = {follower.only_option for follower in question.followed_by.all()}
    names = {name for name, _, _ in question_draft.options}
    require(
        required_options <= names
        and (not required_options or question_draft.kind in (QuestionType.CHOICE, QuestionType.SEVERAL)),
        "question_is_followed",
    )
    _apply_draft(question, question_draft)
    log_event("survey.changed", question.survey, by=by, at=at, within=question.survey.partnership_id)
    return question


@transaction.atomic
def remove_question(*, question: Question, by: User, at: datetime) -> None:
    """Remove a question and renumber those after it."""
    survey = question.survey
    _require_draft(survey, by)
    require(not question.followed_by.exists(), "question_is_followed")
    number = question.number
    question.delete()
    for later in survey.questions.filter(number__gt=number).order_by("number"):
        Question.objects.filter(pk=later.pk).update(number=F("number") - 1)
    log_event("survey.changed", survey, by=by, at=at, within=survey.partnership_id)


@transaction.atomic
def add_questions(*, survey: Survey, question_drafts: list[QuestionDraft], by: User, at: datetime) -> None:
    """Add several questions after the last one, all of them or none."""
    for question_draft in question_drafts:
        add_question(survey=survey, question_draft=question_draft, by=by, at=at)


def _require_draft(survey: Survey, by: User) -> None:
    require(rules.may_run(by, survey.partnership))
    require(state_of(survey) == PublicationState.DRAFT, "survey_was_opened")


def _apply_draft(question: Question, draft: QuestionDraft) -> None:
    """Check a draft, copy it to a question, and save it."""
    has_options = draft.kind in WITH_OPTIONS
    require(all(draft.text), "both_languages_needed")
    require(
        not has_options or 2 <= len(draft.options) <= MOST_OPTIONS, "options_out_of_range", most=MOST_OPTIONS
    )
    for choices in (draft.options, draft.items):
        require(len({name for name, _, _ in choices}) == len(choices), "option_twice")
        require(all(en and cy for _, en, cy in choices), "both_languages_needed")
        for texts in ([en.casefold() for _, en, _ in choices], [cy.casefold() for _, _, cy in choices]):
            require(len(set(texts)) == len(texts), "option_twice")
    if draft.kind == QuestionType.MATRIX:
        require(1 <= len(draft.items) <= MOST_OPTIONS, "items_out_of_range", most=MOST_OPTIONS)
    if draft.kind == QuestionType.SCALE:
        has_bounds = draft.lowest is not None and draft.highest is not None
        require(
            has_bounds and 1 <= draft.highest - draft.lowest < WIDEST_SCALE,
            "scale_out_of_range",
            most=WIDEST_SCALE,
        )
    question.kind, (question.text_en, question.text_cy) = draft.kind, draft.text
    question.options = _choices_as_dicts(draft.options) if has_options else []
    question.items = _choices_as_dicts(draft.items) if draft.kind == QuestionType.MATRIX else []
    question.lowest, question.highest = (
        (draft.lowest, draft.highest) if draft.kind == QuestionType.SCALE else (None, None)
    )
    question.needed = draft.needed
    question.only_if, question.only_option = _condition(question, draft)
    question.save()


def _condition(question: Question, draft: QuestionDraft) -> tuple[Question | None, str]:
    """Return the earlier question and the option on which this one depends, or (None, "")."""
    if draft.only_if is None:
        return None, ""
    condition_question = question.survey.questions.filter(
        number=draft.only_if, number__lt=question.number
    ).first()
    is_choice = condition_question is not None and condition_question.kind in (
        QuestionType.CHOICE,
        QuestionType.SEVERAL,
    )
    require(
        is_choice and draft.only_option in {option["name"] for option in condition_question.options},
        "condition_unknown",
    )
    return condition_question, draft.only_option


def _choices_as_dicts(choices: list[tuple[str, str, str]]) -> list[dict[str, str]]:
    return [{"name": name, "en": en, "cy": cy} for name, en, cy in choices]


@transaction.atomic
def set_state(*, survey: Survey, state: str, by: User, at: datetime) -> None:
    """Open a survey to answers, or close it. It can be opened again, but its questions cannot be changed any more."""
    require(rules.may_run(by, survey.partnership))
    require(state != PublicationState.DRAFT and state != state_of(survey), "state_set_already")
    require(survey.questions.exists(), "survey_asks_nothing")
    if state == PublicationState.OPEN:
        require_phase(survey.partnership, Phase.DISCOVER, at=at)
    SurveyState.objects.create(survey=survey, state=state, at=at, by=by)
    log_event(f"survey.{state}", survey, by=by, at=at, within=survey.partnership_id)


def next_number(survey: Survey) -> int:
    """Return the next free response number; the survey is locked, so that two who arrive at once get different ones."""
    Survey.objects.select_for_update().get(pk=survey.pk)
    return (Response.objects.filter(survey=survey).aggregate(last=Max("number"))["last"] or 0) + 1


@transaction.atomic
def issue_codes(*, survey: Survey, how_many: int, by: User, at: datetime) -> list[str]:
    """Create participants with a personal code each, for paper questionnaires, and return the codes."""
    require(rules.may_run(by, survey.partnership))
    require(1 <= how_many <= MOST_CODES, "codes_out_of_range", most=MOST_CODES)
    codes = [personal_code() for _ in range(how_many)]
    for code in codes:
        welcome_participant(route=Route.PAPER, language="cy", at=at, code=code)
    log_event("codes.issued", survey, by=by, at=at, within=survey.partnership_id, number=how_many)
    return codes
