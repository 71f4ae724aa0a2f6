"""For those who answer: one question after another, kept as they go, without an account, a script or a name."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from cyfran.discover.surveys import actions, queries
from cyfran.discover.surveys.exchange import question_as_data
from cyfran.discover.surveys.forms import AnswerForm
from cyfran.discover.surveys.models import Survey
from cyfran.discover.surveys.pages import in_words
from cyfran.discover.surveys.rules import asked
from cyfran.ground.people.forms import ConsentForm
from cyfran.ground.people.models import Participant, Route
from cyfran.ground.people.queries import consent_text
from cyfran.ground.people.views import (
    check_tries,
    count_failure,
    forget,
    participant_on_device,
    set_participant_cookie,
)
from cyfran.ui.downloads import download_json
from cyfran.ui.formats import reading_language
from cyfran.ui.forms import get_or_404, submit_form


def resolve_survey_code(code: str) -> str | None:
    """Where a typed code leads, if it is that of a survey that was opened."""
    survey = queries.survey_with_code(code)
    return reverse("survey:start", args=[code]) if survey and survey.state != "draft" else None


def own_door(participant: Participant) -> str | None:
    """Where someone's own code leads, if they answered a survey."""
    survey = queries.last_survey_of(participant)
    return reverse("survey:start", args=[survey.join_code]) if survey else None


def _behind(request: HttpRequest, code: str) -> Survey:
    check_tries(request, code)
    survey = queries.survey_with_code(code)
    if survey is None or survey.state == "draft":
        count_failure(request, code)
        raise Http404
    return survey


def enter_survey(request: HttpRequest, code: str) -> HttpResponse:
    """Behind the QR code, before a language is chosen."""
    survey = _behind(request, code)
    return render(request, "surveys/enter.jinja", {"survey": survey, "partnership": survey.partnership})


def start(request: HttpRequest, code: str) -> HttpResponse:
    survey, participant = _behind(request, code), participant_on_device(request)
    if queries.response_of(survey, participant):
        return redirect("survey:check", code)
    form = ConsentForm(request.POST if request.method == "POST" else None)
    begun = []
    if submit_form(
        form,
        lambda: begun.append(
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
        return set_participant_cookie(_to_next(begun[0], code), begun[0].participant)
    context = {
        "survey": survey,
        "partnership": survey.partnership,
        "form": form,
        "wording": consent_text().wording,
    }
    return render(request, "surveys/start.jinja", context, status=422 if form.errors else 200)


def _to_next(response, code: str, after: int = 0) -> HttpResponse:
    question = queries.next_question(response, queries.questions_of(response.survey), after)
    return redirect("survey:ask", code, question.number) if question else redirect("survey:check", code)


def _mine(request: HttpRequest, code: str):
    survey = _behind(request, code)
    return survey, queries.response_of(survey, participant_on_device(request))


def ask(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """One question. What was answered so far is kept; going back changes it."""
    survey, response = _mine(request, code)
    if response is None:
        return redirect("survey:start", code)
    questions, answers = queries.questions_of(survey), queries.answers_of(response)
    wanted = asked(questions, answers)
    question = next((q for q in wanted if q.number == number), None)
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
        return _to_next(response, code, number)
    place = wanted.index(question)
    context = {
        "survey": survey,
        "partnership": survey.partnership,
        "form": form,
        "place": place + 1,
        "in_all": len(wanted),
        "before": wanted[place - 1] if place else None,
    }
    return render(request, "surveys/ask.jinja", context, status=422 if form.errors else 200)


def check(request: HttpRequest, code: str) -> HttpResponse:
    """Everything someone answered, to be changed, handed in, taken along or taken back."""
    survey, response = _mine(request, code)
    if response is None:
        return redirect("survey:start", code)
    if request.method == "POST" and survey.state == "open":
        actions.finish(response=response, at=timezone.now())
        return redirect("survey:check", code)
    answers, language = queries.answers_of(response), reading_language()
    told = [
        (question, in_words(question, answers[question.pk], language) if question.pk in answers else None)
        for question in asked(queries.questions_of(survey), answers)
    ]
    context = {
        "survey": survey,
        "partnership": survey.partnership,
        "response": response,
        "told": told,
        "left": [question for question, said in told if said is None and question.needed],
    }
    return render(request, "surveys/check.jinja", context)


def download_own_data(request: HttpRequest, code: str) -> HttpResponse:
    survey, response = _mine(request, code)
    answers = queries.answers_of(get_or_404(response))
    told = [
        question_as_data(question) | {"answer": answers.get(question.pk)}
        for question in queries.questions_of(survey)
    ]
    return download_json(
        {"name": {"en": survey.name_en, "cy": survey.name_cy}, "answers": told}, "cyfran.json"
    )


def erase(request: HttpRequest, code: str) -> HttpResponse:
    survey, response = _mine(request, code)
    if response is None:
        return redirect("survey:start", code)
    if request.method == "POST":
        actions.erase(response=response, at=timezone.now())
        return forget(render(request, "taking_part/erased.jinja", {}))
    context = {"survey": survey, "partnership": survey.partnership}
    return render(request, "surveys/erase.jinja", context)
