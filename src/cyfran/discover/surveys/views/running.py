"""For those who run a survey: write its questions, open it, invite people, type what came on paper, see what was answered."""

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
from cyfran.discover.surveys.analysis import for_everyone
from cyfran.discover.surveys.analysis import results as count_results
from cyfran.discover.surveys.exchange import as_data, read_xlsform, write_answers, write_xlsform
from cyfran.discover.surveys.forms import SurveyForm, SurveyQuestionForm, TypedForm, XlsformForm, written
from cyfran.discover.surveys.pages import survey_trail, surveys_trail
from cyfran.ground.partnerships.pages import partnership_trail
from cyfran.ground.partnerships.views.access import partnership_for
from cyfran.ground.people.models import ConsentPurpose
from cyfran.ground.people.queries import consent_text
from cyfran.ui.downloads import download
from cyfran.ui.formats import in_both
from cyfran.ui.forms import get_or_404, render_form_page, submit_form
from cyfran.ui.messages.marks import N_
from cyfran.ui.qr import qr_picture


def get_visible_survey(request: HttpRequest, slug: str, pk):
    """Give the survey of an address, where this person may see it."""
    survey = get_object_or_404(queries.survey_in(partnership_for(request, slug), pk))
    require(rules.may_see(request.user, survey, survey.state), "not_found")
    return survey


def _run(request: HttpRequest, slug: str, pk, rule=rules.may_run):
    survey = get_visible_survey(request, slug, pk)
    require(rule(request.user, survey.partnership))
    return survey


def _context(survey, **more) -> dict[str, object]:
    return {"partnership": survey.partnership, "survey": survey, "trail": survey_trail(survey), **more}


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
        messages.success(request, _("The survey is a draft. Add its questions, then open it."))
        return redirect("surveys:detail", slug, survey.pk)
    return render_form_page(
        request, form, _("Begin a survey"), partnership=partnership, trail=surveys_trail(partnership)
    )


def detail(request: HttpRequest, slug: str, pk) -> HttpResponse:
    survey = get_visible_survey(request, slug, pk)
    context = _context(
        survey,
        trail=surveys_trail(survey.partnership),
        questions=queries.questions_of(survey),
        may_run=rules.may_run(request.user, survey.partnership),
        may_type_in=rules.may_type_in(request.user, survey.partnership),
        may_see_results=rules.may_see_results(request.user, survey, survey.state),
    )
    return render(request, "surveys/detail.jinja", context)


def add_question(request: HttpRequest, slug: str, pk) -> HttpResponse:
    survey = _run(request, slug, pk)
    form = SurveyQuestionForm(
        request.POST if request.method == "POST" else None, before=queries.questions_of(survey)
    )
    if submit_form(
        form,
        lambda: actions.add_question(survey=survey, asked=form.asked(), by=request.user, at=timezone.now()),
    ):
        messages.success(request, _("The question is added. Add another, or go back to the survey."))
        return redirect("surveys:add_question", slug, pk)
    return render_form_page(
        request, form, _("Add a question"), partnership=survey.partnership, trail=survey_trail(survey)
    )


def change_question(request: HttpRequest, slug: str, pk, number: int) -> HttpResponse:
    survey = _run(request, slug, pk)
    question = get_or_404(queries.question_in(survey, number))
    before = [q for q in queries.questions_of(survey) if q.number < number]
    form = SurveyQuestionForm(
        request.POST if request.method == "POST" else None, before=before, initial=written(question)
    )
    if submit_form(
        form,
        lambda: actions.change_question(
            question=question, asked=form.asked(), by=request.user, at=timezone.now()
        ),
    ):
        return redirect("surveys:detail", slug, pk)
    return render_form_page(
        request, form, _("Change the question"), partnership=survey.partnership, trail=survey_trail(survey)
    )


def remove_question(request: HttpRequest, slug: str, pk, number: int) -> HttpResponse:
    survey = _run(request, slug, pk)
    question = get_or_404(queries.question_in(survey, number))
    if request.method == "POST":
        actions.remove_question(question=question, by=request.user, at=timezone.now())
    return redirect("surveys:detail", slug, pk)


def change_state(request: HttpRequest, slug: str, pk) -> HttpResponse:
    survey = _run(request, slug, pk)
    if request.method == "POST":
        state = "open" if request.POST.get("state") == "open" else "closed"
        actions.set_state(survey=survey, state=state, by=request.user, at=timezone.now())
    return redirect("surveys:detail", slug, pk)


def import_questions(request: HttpRequest, slug: str, pk) -> HttpResponse:
    """Questions from an XLSForm: all of them, or none and what is wrong with each."""
    survey = _run(request, slug, pk)
    form = XlsformForm(request.POST or None, request.FILES or None)
    problems = ()
    if form.is_valid():
        now, file = {"by": request.user, "at": timezone.now()}, form.cleaned_data["file"]
        upload = keep_upload(file=file, purpose="xlsform", **now)
        try:
            asked = [QuestionDraft(**question) for question in read_xlsform(file.file, upload.name)]
        except FileRefused as refused:
            problems = refused.problems
        else:
            if submit_form(form, lambda: actions.fill_from(survey=survey, asked=asked, **now), "file"):
                return redirect("surveys:detail", slug, pk)
    context = _context(survey, form=form, problems=problems)
    status = 422 if problems or form.errors else 200
    return render(request, "surveys/import_questions.jinja", context, status=status)


def invite(request: HttpRequest, slug: str, pk) -> HttpResponse:
    """A poster, and the questionnaire on paper with a code for each person."""
    survey = _run(request, slug, pk)
    address = request.build_absolute_uri(f"/s/{survey.join_code}/")
    context = _context(survey, address=address, qr=qr_picture(address), form=PaperCodesForm())
    return render(request, "surveys/invite.jinja", context)


def on_paper(request: HttpRequest, slug: str, pk) -> HttpResponse:
    """The questionnaire to print, so many times, each with a code of its own."""
    survey = _run(request, slug, pk)
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
        purposes=[in_both(purpose.label) for purpose in ConsentPurpose],
        only_if=in_both(N_("Only if")),
    )
    return render(request, "surveys/on_paper.jinja", context, status=422 if form.errors else 200)


def type_in(request: HttpRequest, slug: str, pk) -> HttpResponse:
    """Type one questionnaire after another from paper."""
    survey = _run(request, slug, pk, rules.may_type_in)
    form = TypedForm(
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
        messages.success(request, _("Kept. Type the next one."))
        return redirect("surveys:type_in", slug, pk)
    context = _context(survey, form=form)
    return render(request, "surveys/type_in.jinja", context, status=422 if form.errors else 200)


def _answered(request: HttpRequest, slug: str, pk):
    survey = _run(request, slug, pk, rules.may_see_answers)
    questions = queries.questions_of(survey)
    return survey, questions, queries.finished(survey, questions)


def results(request: HttpRequest, slug: str, pk) -> HttpResponse:
    """Counted, with ranges. To everyone only what enough have answered; words only to those who work with them."""
    survey = get_visible_survey(request, slug, pk)
    require(rules.may_see_results(request.user, survey, survey.state))
    questions, is_inside = (
        queries.questions_of(survey),
        rules.may_see_answers(request.user, survey.partnership),
    )
    answered = queries.finished(survey, questions)
    counted = count_results(questions, answered)
    context = _context(
        survey,
        results=counted if is_inside else for_everyone(counted),
        number=len(answered),
        is_inside=is_inside,
    )
    return render(request, "surveys/results.jinja", context)


def answers(request: HttpRequest, slug: str, pk) -> HttpResponse:
    survey, questions, answered = _answered(request, slug, pk)
    out = StringIO()
    write_answers(out, questions, answered)
    return download(out.getvalue(), f"survey-{survey.join_code}.csv")


def data(request: HttpRequest, slug: str, pk) -> HttpResponse:
    return JsonResponse(as_data(*_answered(request, slug, pk)))


def questions_as_xlsform(request: HttpRequest, slug: str, pk) -> HttpResponse:
    """The questions, for anyone who sees the survey: another area may ask the same."""
    survey = get_visible_survey(request, slug, pk)
    workbook = write_xlsform(survey, queries.questions_of(survey))
    return download(workbook, f"survey-{survey.join_code}.xlsx")
