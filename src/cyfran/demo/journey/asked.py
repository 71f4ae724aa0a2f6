"""A short survey after the sense-making day, answered on phones and on paper."""

from datetime import timedelta

from cyfran.core.accounts.models import User
from cyfran.demo.telling import content, day, text_pair
from cyfran.discover.surveys import actions
from cyfran.discover.surveys.actions import QuestionDraft
from cyfran.discover.surveys.models import Survey
from cyfran.discover.surveys.queries import questions_of
from cyfran.ground.partnerships.models import Partnership
from cyfran.ground.people.queries import consent_text

HELD = day(2025, 5, 24, 16)


def run_survey(partnership: Partnership, users: dict[str, User]) -> None:
    script, officer = content("survey"), users["officer"]
    survey = actions.begin_survey(
        partnership=partnership,
        name=text_pair(script["name"]),
        introduction=text_pair(script["introduction"]),
        by=officer,
        at=HELD,
    )
    actions.add_questions(
        survey=survey,
        question_drafts=[_question_draft(entry) for entry in script["questions"]],
        by=officer,
        at=HELD,
    )
    actions.set_state(survey=survey, state="open", by=officer, at=HELD)
    for number, answers in enumerate(script["answers"], start=1):
        _add_answers(survey, answers, users["connector"], number)
    actions.set_state(survey=survey, state="closed", by=officer, at=HELD + timedelta(days=14))


def _question_draft(entry: dict) -> QuestionDraft:
    lists = {name: [tuple(pair) for pair in entry.get(name, [])] for name in ("options", "items")}
    settings = {
        name: entry[name]
        for name in ("lowest", "highest", "needed", "only_if", "only_option")
        if name in entry
    }
    return QuestionDraft(kind=entry["kind"], text=text_pair(entry), **lists, **settings)


def _add_answers(survey: Survey, answers: list, connector: User, number: int) -> None:
    language, channel, may_quote, *values_before, order, grid = answers
    questions, at = questions_of(survey), HELD + timedelta(hours=number)
    item_names = [item["name"] for item in questions[-1].items]
    values = [*values_before, order.split(), dict(zip(item_names, grid.split(), strict=True))]
    consents = {"record", "quote"} if may_quote == "+" else {"record"}
    answers_by_question = {question.pk: value for question, value in zip(questions, values, strict=True)}
    details = {"consent_text": consent_text(), "given": consents, "language": language, "at": at}
    if channel == "paper":
        actions.type_in(survey=survey, code="", answers=answers_by_question, by=connector, **details)
        return
    response = actions.begin(survey=survey, participant=None, **details)
    for question in questions:
        actions.reply(response=response, question=question, value=answers_by_question[question.pk], at=at)
    actions.finish(response=response, at=at)
