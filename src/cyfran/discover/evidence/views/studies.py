"""A study of the review: what was taken from it, by whom, and where two people differ."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from cyfran.core.accounts.rules import require
from cyfran.discover.evidence import actions, pages, queries, rules
from cyfran.discover.evidence.forms import SheetForm
from cyfran.discover.evidence.models import FORMATS_BY_MEASURE
from cyfran.discover.evidence.views.access import review_for
from cyfran.ui.formats import plain
from cyfran.ui.forms import get_or_404, render_form_page, submit_form


def study(request: HttpRequest, slug: str, pk, study_pk) -> HttpResponse:
    """What counts is for everyone to see; what one person said alone is not."""
    partnership, review = review_for(request, slug, pk)
    found = get_object_or_404(queries.study_in(review, study_pk))
    may_review = rules.may_review(request.user, partnership)
    told = queries.effects_of(review, study=found)
    context = {
        "partnership": partnership,
        "review": review,
        "study": found,
        "forms": [_part(one, request.user) for one in queries.extraction_of_study(found).values()],
        "effects": [
            (one, pages.in_words(one.final) if one.final else "") for one in told if one.final or may_review
        ],
        "said": {one.pk: pages.in_words(one) for each in told for one in each.said},
        "outcomes": [(one, FORMATS_BY_MEASURE[one.measure]) for one in queries.outcomes_of(review)],
        "may_review": may_review,
        "trail": pages.review_trail(partnership, review),
    }
    return render(request, "evidence/study.jinja", context)


def _part(answered, user) -> dict:
    answers = pages.answers_of(answered.final, answered.form.questions) if answered.final else []
    return {"answered": answered, "answers": answers, "mine": answered.by(user.pk)}


def _form_for(request: HttpRequest, slug: str, pk, study_pk, key: str):
    partnership, review = review_for(request, slug, pk, rules.may_review)
    found = get_object_or_404(queries.study_in(review, study_pk))
    answered = get_or_404(queries.extraction_of_study(found).get(key))
    return partnership, review, found, answered


def sheet(request: HttpRequest, slug: str, pk, study_pk, key: str) -> HttpResponse:
    """One person's answers. What others answered is not shown here."""
    partnership, review, found, answered = _form_for(request, slug, pk, study_pk, key)
    mine = answered.by(request.user.pk)
    form = _sheet_form(request, found, answered, [mine] if mine else [])
    if submit_form(form, lambda: _fill(found, answered, form, request.user)):
        messages.success(request, _("Saved."))
        return redirect("evidence:study", slug, pk, study_pk)
    trail = pages.study_trail(partnership, review, found)
    return render_form_page(
        request, form, plain(answered.form.name), partnership=partnership, trail=trail, intro=found.title
    )


def settle_sheet(request: HttpRequest, slug: str, pk, study_pk, key: str) -> HttpResponse:
    """What each person answered, side by side, and a form for what they agree on. One's own answers come first."""
    partnership, review, found, answered = _form_for(request, slug, pk, study_pk, key)
    require(len(answered.sheets) > 1 and answered.by(request.user.pk) is not None, "answer_first")
    form = _sheet_form(request, found, answered, answered.sheets)
    if submit_form(form, lambda: _fill(found, answered, form, request.user, is_consensus=True)):
        messages.success(request, _("Saved."))
        return redirect("evidence:study", slug, pk, study_pk)
    context = {
        "partnership": partnership,
        "study": found,
        "form": form,
        "answered": answered,
        "rows": pages.side_by_side_answers(answered),
        "title": _("Settle what differs"),
        "trail": pages.study_trail(partnership, review, found),
    }
    return render(request, "evidence/settle_sheet.jinja", context, status=422 if form.errors else 200)


def _sheet_form(request: HttpRequest, found, answered, sheets) -> SheetForm:
    told = request.POST if request.method == "POST" else None
    passages = pages.passage_choices(queries.passages_in(found))
    return SheetForm(
        told,
        form=answered.form,
        passages=passages,
        initial=pages.initial_answers(sheets, answered.differ if len(sheets) > 1 else ()),
    )


def _fill(found, answered, form, user, *, is_consensus: bool = False) -> None:
    actions.fill_sheet(
        study=found,
        form=answered.form,
        answers=form.answers(),
        sources=form.sources(),
        is_consensus=is_consensus,
        by=user,
        at=timezone.now(),
    )
