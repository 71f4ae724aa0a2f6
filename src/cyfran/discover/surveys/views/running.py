"""Pages for organisers: write a survey, open it, invite people, type in questionnaires from paper, see the results."""

from io import StringIO

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from cyfran.core.accounts.rules import require
from cyfran.core.errors import FileRefused
from cyfran.core.files.actions import keep_upload
from cyfran.discover.conversations.forms import PaperCodesForm
from cyfran.discover.surveys import actions, queries, rules
from cyfran.discover.surveys.actions import QuestionDraft
from cyfran.discover.surveys.analysis import count_results, public_results
from cyfran.discover.surveys.exchange import read_xlsform, survey_as_data, write_answers, write_xlsform
from cyfran.discover.surveys.forms import (
    PaperResponseForm,
    SurveyForm,
    SurveyQuestionForm,
    XlsformForm,
    initial_of_question,
)
from cyfran.discover.surveys.pages import survey_trail, surveys_trail
from cyfran.ground.partnerships.pages import partnership_trail
from cyfran.ground.partnerships.views.access import partnership_for
from cyfran.ground.people.models import ConsentPurpose
from cyfran.ground.people.queries import consent_text
from cyfran.ui.downloads import download
from cyfran.ui.edited_meanwhile import note_what_stands
from cyfran.ui.formats import in_both_languages
from cyfran.ui.forms import get_or_404, render_form_page, submit_form
from cyfran.ui.messages.marks import N_
from cyfran.ui.previews import preview_link
from cyfran.ui.qr import qr_picture


def get_visible_survey(request: HttpRequest, slug: str, pk):
    """Return a survey; 404 where this person may not see it."""
    survey = get_object_or_404(queries.survey_in(partnership_for(request, slug), pk))
    require(rules.may_see(request.user, survey, survey.state), "not_found")
    return survey


def _get_survey(request: HttpRequest, slug: str, pk, rule=rules.may_run):
    """Return a survey if ``rule`` allows this person; refuse otherwise."""
    survey = get_visible_survey(request, slug, pk)
    require(rule(request.user, survey.partnership))
    return survey


def _context(survey, **extra) -> dict[str, object]:
    return {"partnership": survey.partnership, "survey": survey, "trail": survey_trail(survey), **extra}


def list_(request: HttpRequest, slug: str) -> HttpResponse:
    partnership = partnership_for(request, slug)
    context = {
        "partnership": partnership,
        "surveys": queries.surveys_of(partnership, request.user),
        "may_run": rules.may_run(request.user, partnership),
        "trail": partnership_trail(partnership),
    }
    return render(request, "surveys/list.jinja", context)


def add(request: HttpRequest, slug: str) -> HttpResponse:
    partnership = partnership_for(request, slug)
    require(rules.may_run(request.user, partnership))
    form = SurveyForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        texts = {"name": form.pair("name"), "introduction": form.pair("introduction")}
        survey = actions.begin_survey(partnership=partnership, **texts, by=request.user, at=timezone.now())
        messages.success(request, _("The survey is saved as a draft. Add questions, then open it."))
        return redirect("surveys:detail", slug, survey.pk)
    return render_form_page(
        request, form, _("Start a survey"), partnership=partnership, trail=surveys_trail(partnership)
    )


def detail(request: HttpRequest, slug: str, pk) -> HttpResponse:
    survey = get_visible_survey(request, slug, pk)
    context = _context(
        survey,
        trail=surveys_trail(survey.partnership),
        preview=preview_link(request, "survey:preview", pk),
        questions=queries.questions_of(survey),
        may_run=rules.may_run(request.user, survey.partnership),
        may_type_in=rules.may_type_in(request.user, survey.partnership),
        may_see_results=rules.may_see_results(request.user, survey, survey.state),
    )
    return render(request, "surveys/detail.jinja", context)


def add_question(request: HttpRequest, slug: str, pk) -> HttpResponse:
    survey = _get_survey(request, slug, pk)
    form = SurveyQuestionForm(
        request.POST if request.method == "POST" else None, earlier_questions=queries.questions_of(survey)
    )
    if submit_form(
        form,
        lambda: actions.add_question(
            survey=survey, question_draft=form.question_draft(), by=request.user, at=timezone.now()
        ),
    ):
        messages.success(request, _("Question added. Add another, or go back to the survey."))
        return redirect("surveys:add_question", slug, pk)
    return render_form_page(
        request, form, _("Add a question"), partnership=survey.partnership, trail=survey_trail(survey)
    )


def change_question(request: HttpRequest, slug: str, pk, number: int) -> HttpResponse:
    survey = _get_survey(request, slug, pk)
    question = get_or_404(queries.question_in(survey, number))
    earlier_questions = [question for question in queries.questions_of(survey) if question.number < number]
    form = SurveyQuestionForm(
        request.POST if request.method == "POST" else None,
        earlier_questions=earlier_questions,
        initial=initial_of_question(question),
    )
    note_what_stands(form)
    if submit_form(
        form,
        lambda: actions.change_question(
            question=question, question_draft=form.question_draft(), by=request.user, at=timezone.now()
        ),
    ):
        return redirect("surveys:detail", slug, pk)
    return render_form_page(
        request, form, _("Change the question"), partnership=survey.partnership, trail=survey_trail(survey)
    )


def remove_question(request: HttpRequest, slug: str, pk, number: int) -> HttpResponse:
    survey = _get_survey(request, slug, pk)
    question = get_or_404(queries.question_in(survey, number))
    if request.method == "POST":
        actions.remove_question(question=question, by=request.user, at=timezone.now())
    return redirect("surveys:detail", slug, pk)


def change_state(request: HttpRequest, slug: str, pk) -> HttpResponse:
    survey = _get_survey(request, slug, pk)
    if request.method == "POST":
        state = "open" if request.POST.get("state") == "open" else "closed"
        actions.set_state(survey=survey, state=state, by=request.user, at=timezone.now())
        is_open = _("The survey is open. Anyone with its link or code can answer it.")
        messages.success(request, is_open if state == "open" else _("The survey is closed."))
    return redirect("surveys:detail", slug, pk)


def import_questions(request: HttpRequest, slug: str, pk) -> HttpResponse:
    """Import questions from an XLSForm, all of them or none; each problem is reported."""
    survey = _get_survey(request, slug, pk)
    form = XlsformForm(request.POST or None, request.FILES or None)
    problems = ()
    if form.is_valid():
        stamp, file = {"by": request.user, "at": timezone.now()}, form.cleaned_data["file"]
        upload = keep_upload(file=file, purpose="xlsform", **stamp)
        try:
            question_drafts = [QuestionDraft(**question) for question in read_xlsform(file.file, upload.name)]
        except FileRefused as refused:
            problems = refused.problems
        else:
            if submit_form(
                form,
                lambda: actions.add_questions(survey=survey, question_drafts=question_drafts, **stamp),
                "file",
            ):
                return redirect("surveys:detail", slug, pk)
    context = _context(survey, form=form, problems=problems)
    status = 422 if problems or form.errors else 200
    return render(request, "surveys/import_questions.jinja", context, status=status)


def invite(request: HttpRequest, slug: str, pk) -> HttpResponse:
    """A poster to print, and a form for paper questionnaires with a code each."""
    survey = _get_survey(request, slug, pk)
    address = request.build_absolute_uri(f"/s/{survey.join_code}/")
    context = _context(survey, address=address, qr=qr_picture(address), form=PaperCodesForm())
    return render(request, "surveys/invite.jinja", context)


def on_paper(request: HttpRequest, slug: str, pk) -> HttpResponse:
    """The questionnaires to print, each with a code of its own."""
    survey = _get_survey(request, slug, pk)
    form = PaperCodesForm(request.POST if request.method == "POST" else None)
    codes: list[str] = []
    if form.is_valid():
        codes = actions.issue_codes(
            survey=survey, how_many=form.cleaned_data["how_many"], by=request.user, at=timezone.now()
        )
    context = _context(
        survey,
        form=form,
        codes=codes,
        questions=queries.questions_of(survey),
        wording=consent_text().wording,
        address=request.build_absolute_uri("/"),
        large_print="large" in request.POST,
        purposes=[in_both_languages(purpose.label) for purpose in ConsentPurpose],
        only_if=in_both_languages(N_("Answer this only if you answered question")),
    )
    return render(request, "surveys/on_paper.jinja", context, status=422 if form.errors else 200)


def type_in(request: HttpRequest, slug: str, pk) -> HttpResponse:
    """Type in one questionnaire after another from paper."""
    survey = _get_survey(request, slug, pk, rules.may_type_in)
    form = PaperResponseForm(
        request.POST if request.method == "POST" else None, questions=queries.questions_of(survey)
    )
    if submit_form(
        form,
        lambda: actions.type_in(
            survey=survey,
            code=form.cleaned_data["code"],
            answers=form.values(),
            consent_text=consent_text(),
            given=form.consents(),
            language=form.cleaned_data["language"],
            by=request.user,
            at=timezone.now(),
        ),
    ):
        messages.success(request, _("Answers saved. Type in the next questionnaire."))
        return redirect("surveys:type_in", slug, pk)
    context = _context(survey, form=form)
    return render(request, "surveys/type_in.jinja", context, status=422 if form.errors else 200)


def _get_finished_responses(request: HttpRequest, slug: str, pk):
    survey = _get_survey(request, slug, pk, rules.may_see_answers)
    questions = queries.questions_of(survey)
    return survey, questions, queries.finished_responses(survey, questions)


def results(request: HttpRequest, slug: str, pk) -> HttpResponse:
    """Results with intervals. The public sees only what enough people have answered, and no texts."""
    survey = get_visible_survey(request, slug, pk)
    require(rules.may_see_results(request.user, survey, survey.state))
    questions, is_inside = (
        queries.questions_of(survey),
        rules.may_see_answers(request.user, survey.partnership),
    )
    finished_responses = queries.finished_responses(survey, questions)
    question_results = count_results(questions, finished_responses)
    context = _context(
        survey,
        results=question_results if is_inside else public_results(question_results),
        number=len(finished_responses),
        is_inside=is_inside,
    )
    return render(request, "surveys/results.jinja", context)


def answers(request: HttpRequest, slug: str, pk) -> HttpResponse:
    survey, questions, finished_responses = _get_finished_responses(request, slug, pk)
    out = StringIO()
    write_answers(out, questions, finished_responses)
    return download(out.getvalue(), f"survey-{survey.join_code}.csv")


def data(request: HttpRequest, slug: str, pk) -> HttpResponse:
    return JsonResponse(survey_as_data(*_get_finished_responses(request, slug, pk)))


def questions_as_xlsform(request: HttpRequest, slug: str, pk) -> HttpResponse:
    """The questions as XLSForm, for anyone who may see the survey, so that another area can ask the same."""
    survey = get_visible_survey(request, slug, pk)
    workbook = write_xlsform(survey, queries.questions_of(survey))
    return download(workbook, f"survey-{survey.join_code}.xlsx")
