"""Studies and the forms about them."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cyfran.core.accounts.rules import require
from cyfran.core.errors import ActionError
from cyfran.discover.evidence.extraction import actions, pages, queries
from cyfran.discover.evidence.extraction.forms import SheetForm, StudyForm
from cyfran.discover.evidence.extraction.models import FORMATS_BY_MEASURE
from cyfran.discover.evidence.fulltexts.pages import passage_choices
from cyfran.discover.evidence.fulltexts.views import record_for
from cyfran.discover.evidence.reviews import rules
from cyfran.discover.evidence.reviews.pages import review_trail
from cyfran.discover.evidence.reviews.views.access import review_for
from cyfran.ui.formats import plain
from cyfran.ui.forms import get_or_404, render_form_page, submit_form
from cyfran.ui.messages import sentence


def add_study(request: HttpRequest, slug: str, pk) -> HttpResponse:
    partnership, review = review_for(request, slug, pk, rules.may_review)
    form = StudyForm(request.POST or None)
    if submit_form(
        form,
        lambda: actions.add_study(
            review=review, reference=form.reference(), by=request.user, at=timezone.now()
        ),
        "title",
    ):
        messages.success(request, _("The study has been added."))
        return redirect("reporting:overview", slug, pk)
    return render_form_page(
        request, form, _("Add a study"), partnership=partnership, trail=review_trail(partnership, review)
    )


@require_POST
def include_study(request: HttpRequest, slug: str, pk, record_pk) -> HttpResponse:
    _partnership, _review, record = record_for(request, slug, pk, record_pk)
    try:
        study = actions.include_study(record=record, by=request.user, at=timezone.now())
    except ActionError as error:
        messages.error(request, sentence(error, _))
        return redirect("fulltexts:list", slug, pk)
    messages.success(
        request, _("The study has been added. Now describe what was done and what the study found.")
    )
    return redirect("extraction:study", slug, pk, study.pk)


def study(request: HttpRequest, slug: str, pk, study_pk) -> HttpResponse:
    """Show the agreed answers and effects to everyone; single answers and readings to reviewers only."""
    partnership, review = review_for(request, slug, pk)
    included_study = get_object_or_404(queries.study_in(review, study_pk))
    may_review = rules.may_review(request.user, partnership)
    effects = queries.effects_of(review, study=included_study)
    context = {
        "partnership": partnership,
        "review": review,
        "study": included_study,
        "forms": [
            _form_summary(progress, request.user)
            for progress in queries.extraction_of_study(included_study).values()
        ],
        "effects": [
            (effect, pages.format_reading(effect.agreed) if effect.agreed else "")
            for effect in effects
            if effect.agreed or may_review
        ],
        "reading_texts": {
            reading.pk: pages.format_reading(reading) for effect in effects for reading in effect.readings
        },
        "outcomes": [
            (outcome, FORMATS_BY_MEASURE[outcome.measure]) for outcome in queries.outcomes_of(review)
        ],
        "may_review": may_review,
        "trail": review_trail(partnership, review),
    }
    return render(request, "extraction/study.jinja", context)


def _form_summary(progress, user) -> dict:
    answers = pages.answers_of(progress.agreed, progress.form.questions) if progress.agreed else []
    return {"progress": progress, "answers": answers, "own_sheet": progress.sheet_by(user.pk)}


def _form_for(request: HttpRequest, slug: str, pk, study_pk, key: str):
    """Return partnership, review, study and the progress of one of its forms, for reviewers."""
    partnership, review = review_for(request, slug, pk, rules.may_review)
    included_study = get_object_or_404(queries.study_in(review, study_pk))
    progress = get_or_404(queries.extraction_of_study(included_study).get(key))
    return partnership, review, included_study, progress


def sheet(request: HttpRequest, slug: str, pk, study_pk, key: str) -> HttpResponse:
    """Show and save this reviewer's own answers; those of others are not shown here."""
    partnership, review, included_study, progress = _form_for(request, slug, pk, study_pk, key)
    own_sheet = progress.sheet_by(request.user.pk)
    form = _sheet_form(request, included_study, progress, [own_sheet] if own_sheet else [])
    if submit_form(form, lambda: _save_sheet(included_study, progress, form, request.user)):
        messages.success(request, _("Saved."))
        return redirect("extraction:study", slug, pk, study_pk)
    trail = pages.study_trail(partnership, review, included_study)
    return render_form_page(
        request,
        form,
        plain(progress.form.name),
        partnership=partnership,
        trail=trail,
        intro=included_study.title,
    )


def settle_sheet(request: HttpRequest, slug: str, pk, study_pk, key: str) -> HttpResponse:
    """Show all answers side by side, and save the consensus; refused to those who have not answered themselves."""
    partnership, review, included_study, progress = _form_for(request, slug, pk, study_pk, key)
    require(len(progress.sheets) > 1 and progress.sheet_by(request.user.pk) is not None, "answer_first")
    form = _sheet_form(request, included_study, progress, progress.sheets)
    if submit_form(
        form, lambda: _save_sheet(included_study, progress, form, request.user, is_consensus=True)
    ):
        messages.success(request, _("Saved."))
        return redirect("extraction:study", slug, pk, study_pk)
    context = {
        "partnership": partnership,
        "study": included_study,
        "form": form,
        "progress": progress,
        "rows": pages.side_by_side_answers(progress),
        "title": _("Agree on the answers"),
        "trail": pages.study_trail(partnership, review, included_study),
    }
    return render(request, "extraction/settle_sheet.jinja", context, status=422 if form.errors else 200)


def _sheet_form(request: HttpRequest, included_study, progress, sheets) -> SheetForm:
    posted = request.POST if request.method == "POST" else None
    passages = passage_choices(queries.passages_in(included_study))
    return SheetForm(
        posted,
        form=progress.form,
        passages=passages,
        initial=pages.initial_answers(sheets, progress.differences if len(sheets) > 1 else ()),
    )


def _save_sheet(included_study, progress, form, user, *, is_consensus: bool = False) -> None:
    actions.fill_sheet(
        study=included_study,
        form=progress.form,
        answers=form.answers(),
        sources=form.sources(),
        is_consensus=is_consensus,
        by=user,
        at=timezone.now(),
    )
