"""After the sense-making day: a short survey, answered on phones and on paper."""

from datetime import timedelta

from cyfran.core.accounts.models import User
from cyfran.demo.telling import both, content, day
from cyfran.discover.surveys import actions
from cyfran.discover.surveys.actions import QuestionDraft
from cyfran.discover.surveys.models import Survey
from cyfran.discover.surveys.queries import questions_of
from cyfran.ground.partnerships.models import Partnership
from cyfran.ground.people.queries import consent_text

HELD = day(2025, 5, 24, 16)


def surveyed(partnership: Partnership, users: dict[str, User]) -> None:
    told, officer = content("survey"), users["officer"]
    survey = actions.begin_survey(
        partnership=partnership,
        name=both(told["name"]),
        introduction=both(told["introduction"]),
        by=officer,
        at=HELD,
    )
    actions.fill_from(
        survey=survey, asked=[_asked(facts) for facts in told["questions"]], by=officer, at=HELD
    )
    actions.set_state(survey=survey, state="open", by=officer, at=HELD)
    for number, answers in enumerate(told["answers"], start=1):
        _answered(survey, answers, users["connector"], number)
    actions.set_state(survey=survey, state="closed", by=officer, at=HELD + timedelta(days=14))


def _asked(facts: dict) -> QuestionDraft:
    named = {name: [tuple(one) for one in facts.get(name, [])] for name in ("options", "items")}
    rest = {
        name: facts[name]
        for name in ("lowest", "highest", "needed", "only_if", "only_option")
        if name in facts
    }
    return QuestionDraft(kind=facts["kind"], text=both(facts), **named, **rest)


def _answered(survey: Survey, answers: list, connector: User, number: int) -> None:
    language, way, quoted, *said, order, grid = answers
    questions, at = questions_of(survey), HELD + timedelta(hours=number)
    things = [item["name"] for item in questions[-1].items]
    values = [*said, order.split(), dict(zip(things, grid.split(), strict=True))]
    given = {"record", "quote"} if quoted == "+" else {"record"}
    by_question = {q.pk: value for q, value in zip(questions, values, strict=True)}
    who = {"consent_text": consent_text(), "given": given, "language": language, "at": at}
    if way == "paper":
        actions.type_in(survey=survey, code="", answers=by_question, by=connector, **who)
        return
    response = actions.begin(survey=survey, participant=None, **who)
    for question in questions:
        actions.reply(response=response, question=question, value=by_question[question.pk], at=at)
    actions.finish(response=response, at=at)
