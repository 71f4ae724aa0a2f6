"""Pages for respondents: one question after another, saved as they go, without an account, a script or a name."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from cyfran.discover.conversations.models import PublicationState
from cyfran.discover.surveys import actions, queries
from cyfran.discover.surveys.exchange import question_as_data
from cyfran.discover.surveys.forms import AnswerForm, SurveyConsentForm
from cyfran.discover.surveys.models import Survey
from cyfran.discover.surveys.pages import format_answer
from cyfran.discover.surveys.rules import asked_questions
from cyfran.ground.people.models import Participant, Route
from cyfran.ground.people.queries import consent_text
from cyfran.ground.people.views import (
    forget,
    get_by_join_code,
    participant_on_device,
    set_participant_cookie,
)
from cyfran.ui.downloads import download_json
from cyfran.ui.formats import reading_language
from cyfran.ui.forms import get_or_404, submit_form
from cyfran.ui.previews import previewed


def resolve_survey_code(code: str) -> str | None:
    """Return the address to which a typed code leads, or None if it is not the code of an opened survey."""
    survey = queries.opened_survey_with_code(code)
    return reverse("survey:start", args=[survey.join_code]) if survey else None


def resolve_own_survey(participant: Participant) -> str | None:
    """Return the address to which a personal code leads, or None if its holder answered no survey."""
    survey = queries.last_survey_of(participant)
    return reverse("survey:start", args=[survey.join_code]) if survey else None


def _get_survey(request: HttpRequest, code: str) -> Survey:
    return get_by_join_code(request, code, queries.opened_survey_with_code)


def enter_survey(request: HttpRequest, code: str) -> HttpResponse:
    """The page behind the QR code, before a language is chosen."""
    survey = _get_survey(request, code)
    return render(request, "surveys/enter.jinja", {"survey": survey, "partnership": survey.partnership})


def preview(request: HttpRequest, token: str) -> HttpResponse:
    """Show a draft to whoever has a link to it; once it is open, the link leads to the survey itself."""
    survey = get_or_404(queries.survey_with_id(previewed(token, "survey:preview")))
    if survey.state != PublicationState.DRAFT:
        return redirect("survey:start", survey.join_code)
    form = AnswerForm(None, questions=queries.questions_of(survey))
    context = {"survey": survey, "partnership": survey.partnership, "form": form}
    return render(request, "surveys/preview.jinja", context)


def start(request: HttpRequest, code: str) -> HttpResponse:
    survey, participant = _get_survey(request, code), participant_on_device(request)
    if queries.response_of(survey, participant):
        return redirect("survey:check", code)
    form = SurveyConsentForm(request.POST if request.method == "POST" else None)
    created = []
    if submit_form(
        form,
        lambda: created.append(
            actions.begin(
                survey=survey,
                participant=participant,
                consent_text=consent_text(),
                given=form.given(),
                language=reading_language(),
                at=timezone.now(),
                route=participant.route if participant else Route.LINK,
            )
        ),
    ):
        return set_participant_cookie(_redirect_to_next(created[0], code), created[0].participant)
    context = {
        "survey": survey,
        "partnership": survey.partnership,
        "form": form,
        "wording": consent_text().wording,
    }
    return render(request, "surveys/start.jinja", context, status=422 if form.errors else 200)


def _redirect_to_next(response, code: str, after: int = 0) -> HttpResponse:
    question = queries.next_question(response, queries.questions_of(response.survey), after)
    return redirect("survey:ask", code, question.number) if question else redirect("survey:check", code)


def _get_survey_and_response(request: HttpRequest, code: str):
    survey = _get_survey(request, code)
    return survey, queries.response_of(survey, participant_on_device(request))


def ask(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """One question. Each answer is saved; going back changes it."""
    survey, response = _get_survey_and_response(request, code)
    if response is None:
        return redirect("survey:start", code)
    questions, answers = queries.questions_of(survey), queries.answers_of(response)
    questions_asked = asked_questions(questions, answers)
    question = next((question for question in questions_asked if question.number == number), None)
    if question is None:
        return redirect("survey:check", code)
    form = AnswerForm(
        request.POST if request.method == "POST" else None, questions=[question], answers=answers
    )
    if submit_form(
        form,
        lambda: actions.reply(
            response=response, question=question, value=form.values()[question.pk], at=timezone.now()
        ),
    ):
        return _redirect_to_next(response, code, number)
    index = questions_asked.index(question)
    context = {
        "survey": survey,
        "partnership": survey.partnership,
        "form": form,
        "place": index + 1,
        "total": len(questions_asked),
        "previous": questions_asked[index - 1] if index else None,
    }
    return render(request, "surveys/ask.jinja", context, status=422 if form.errors else 200)


def check(request: HttpRequest, code: str) -> HttpResponse:
    """Everything someone answered, to change, hand in, download or erase."""
    survey, response = _get_survey_and_response(request, code)
    if response is None:
        return redirect("survey:start", code)
    if request.method == "POST" and survey.state == "open":
        actions.finish(response=response, at=timezone.now())
        return redirect("survey:check", code)
    answers, language = queries.answers_of(response), reading_language()
    answered_questions = [
        (
            question,
            format_answer(question, answers[question.pk], language) if question.pk in answers else None,
        )
        for question in asked_questions(queries.questions_of(survey), answers)
    ]
    context = {
        "survey": survey,
        "partnership": survey.partnership,
        "response": response,
        "answered_questions": answered_questions,
        "missing": [question for question, lines in answered_questions if lines is None and question.needed],
    }
    return render(request, "surveys/check.jinja", context)


def download_own_data(request: HttpRequest, code: str) -> HttpResponse:
    survey, response = _get_survey_and_response(request, code)
    answers = queries.answers_of(get_or_404(response))
    answered_questions = [
        question_as_data(question) | {"answer": answers.get(question.pk)}
        for question in queries.questions_of(survey)
    ]
    return download_json(
        {"name": {"en": survey.name_en, "cy": survey.name_cy}, "answers": answered_questions}, "cyfran.json"
    )


def erase(request: HttpRequest, code: str) -> HttpResponse:
    survey, response = _get_survey_and_response(request, code)
    if response is None:
        return redirect("survey:start", code)
    if request.method == "POST":
        actions.erase(response=response, at=timezone.now())
        return forget(render(request, "taking_part/erased.jinja", {}))
    context = {"survey": survey, "partnership": survey.partnership}
    return render(request, "surveys/erase.jinja", context)
