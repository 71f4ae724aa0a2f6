"""Reading records one by one, settling what two disagree on, and saying when it is enough."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cyfran.discover.evidence import actions, analysis, pages, queries, rules
from cyfran.discover.evidence.forms import (
    RecordSearchForm,
    SampleForm,
    ScreeningPlanForm,
    ScreeningStopForm,
    ScreeningVoteForm,
)
from cyfran.discover.evidence.views.access import review_for
from cyfran.ui.forms import render_form_page, submit_form

FOUND, MINE = 20, 50


def screening(request: HttpRequest, slug: str, pk) -> HttpResponse:
    """How far reading is, what may be said of what is unread, and what to do next."""
    partnership, review = review_for(request, slug, pk, rules.may_review)
    reading = queries.reading_of(review)
    context = {
        "partnership": partnership,
        "review": review,
        "progress": pages.progress_of(reading, request.user.pk),
        "people": queries.people_of(review),
        "figures": analysis.stopping_figures(reading.part, reading.part_records),
        "agreement": analysis.screening_agreement(queries.pairs_of_verdicts(reading.decided)),
        "ordering": queries.ordering_of(review),
        "sample": _sample(review, reading),
        "stops": queries.screening_stops(review),
        "find": RecordSearchForm(initial={"words": request.GET.get("words", "")[:200]}),
        "found": _found(review, request),
        "trail": pages.review_trail(partnership, review),
    }
    return render(request, "evidence/screening.jinja", context)


def _found(review, request: HttpRequest):
    words = request.GET.get("words", "").strip()[:200]
    return queries.find_records(review, words, FOUND) if words else None


def _sample(review, reading):
    """Of the newest sample: how many, how many read and relevant, and what it says once all are read."""
    drawn = queries.sampled_records(review)
    if not drawn:
        return None
    final = [one.final for one in reading.decided if one.record in drawn and one.final is not None]
    missed = analysis.by_sample(len(drawn), sum(final), reading.left) if len(final) == len(drawn) else None
    return {"size": len(drawn), "read": len(final), "relevant": sum(final), "missed": missed}


def plan(request: HttpRequest, slug: str, pk) -> HttpResponse:
    partnership, review = review_for(request, slug, pk, rules.may_review)
    form = ScreeningPlanForm(request.POST or None, initial={"people": queries.people_of(review)})
    if submit_form(
        form,
        lambda: actions.plan_screening(
            review=review, people=form.cleaned_data["people"], by=request.user, at=timezone.now()
        ),
        "people",
    ):
        return redirect("evidence:screening", slug, pk)
    trail = pages.screening_trail(partnership, review)
    return render_form_page(request, form, _("Who reads the records"), partnership=partnership, trail=trail)


def screen_next(request: HttpRequest, slug: str, pk) -> HttpResponse:
    """The record this person reads next."""
    partnership, review = review_for(request, slug, pk, rules.may_review)
    record = queries.next_for(review, request.user)
    if record is None:
        messages.info(request, _("There is nothing left for you to read."))
        return redirect("evidence:screening", slug, pk)
    return _show(request, partnership, review, record, ScreeningVoteForm())


def screen_record(request: HttpRequest, slug: str, pk, record_pk) -> HttpResponse:
    """A certain record, and what this person says of it."""
    partnership, review = review_for(request, slug, pk, rules.may_review)
    record = get_object_or_404(queries.record_in(review, record_pk))
    mine = queries.newest_of(record, request.user)
    told = {"reason": mine.reason, "note": mine.note} if mine else {}
    form = ScreeningVoteForm(request.POST) if request.method == "POST" else ScreeningVoteForm(initial=told)
    if request.method == "POST" and submit_form(form, lambda: _screen(record, form, request.user)):
        after = (
            "evidence:disagreements"
            if request.POST.get("after") == "disagreements"
            else "evidence:screen_next"
        )
        return redirect(after, slug, pk)
    return _show(request, partnership, review, record, form, mine)


def _screen(record, form, user) -> None:
    actions.screen(record=record, by=user, at=timezone.now(), **form.cleaned_data)


def _show(request: HttpRequest, partnership, review, record, form, mine=None) -> HttpResponse:
    moved = queries.ranking_reasons(review, record)
    protocol = queries.protocol_of(review)
    pulled = [word for word, by in moved if by > 0]
    context = {
        "partnership": partnership,
        "review": review,
        "record": record,
        "title": pages.marked(record.title, pulled),
        "abstract": pages.marked(record.abstract, pulled),
        "moved": moved,
        "criteria": pages.parts_of(protocol) if protocol else [],
        "mine": mine,
        "before": queries.said_by(review, request.user, 1),
        "form": form,
        "trail": pages.screening_trail(partnership, review),
    }
    return render(request, "evidence/read.jinja", context, status=422 if form.errors else 200)


def disagreements(request: HttpRequest, slug: str, pk) -> HttpResponse:
    """What readers disagree on or are not sure of. What they said is shown only here, to whoever settles it."""
    partnership, review = review_for(request, slug, pk, rules.may_review)
    disputed = [one for one in queries.decided_in(review) if one.disputed]
    alone = queries.people_of(review) == 1
    for_me = [one for one in disputed if alone or request.user.pk not in one.verdicts]
    record = queries.record_in(review, for_me[0].record).first() if for_me else None
    context = {
        "partnership": partnership,
        "review": review,
        "record": record,
        "said": list(queries.abstract_votes_of(record)) if record else [],
        "for_me": len(for_me),
        "for_others": len(disputed) - len(for_me),
        "form": ScreeningVoteForm(),
        "trail": pages.screening_trail(partnership, review),
    }
    return render(request, "evidence/disagreements.jinja", context)


def mine(request: HttpRequest, slug: str, pk) -> HttpResponse:
    """What this person said, newest first, to be changed."""
    partnership, review = review_for(request, slug, pk, rules.may_review)
    context = {
        "partnership": partnership,
        "review": review,
        "abstract_votes": queries.said_by(review, request.user, MINE),
        "trail": pages.screening_trail(partnership, review),
    }
    return render(request, "evidence/mine.jinja", context)


def sample(request: HttpRequest, slug: str, pk) -> HttpResponse:
    partnership, review = review_for(request, slug, pk, rules.may_review)
    form = SampleForm(request.POST or None)
    if submit_form(
        form,
        lambda: actions.draw_sample(
            review=review, size=form.cleaned_data["size"], by=request.user, at=timezone.now()
        ),
        "size",
    ):
        return redirect("evidence:screen_next", slug, pk)
    intro = _("Records are drawn by chance from those that are unread, and come first when you read on.")
    trail = pages.screening_trail(partnership, review)
    return render_form_page(
        request, form, _("Draw a sample"), partnership=partnership, trail=trail, intro=intro
    )


def stop_screening(request: HttpRequest, slug: str, pk) -> HttpResponse:
    partnership, review = review_for(request, slug, pk, rules.may_review)
    form = ScreeningStopForm(request.POST if request.method == "POST" else None)
    if submit_form(
        form,
        lambda: actions.stop_screening(
            review=review, stopped=True, by=request.user, at=timezone.now(), **form.cleaned_data
        ),
        "note",
    ):
        return redirect("evidence:screening", slug, pk)
    reading = queries.reading_of(review)
    context = {
        "partnership": partnership,
        "form": form,
        "figures": analysis.stopping_figures(reading.part, reading.part_records),
        "trail": pages.screening_trail(partnership, review),
    }
    return render(request, "evidence/stop_screening.jinja", context)


@require_POST
def resume_screening(request: HttpRequest, slug: str, pk) -> HttpResponse:
    _partnership, review = review_for(request, slug, pk, rules.may_review)
    actions.stop_screening(review=review, stopped=False, by=request.user, at=timezone.now())
    return redirect("evidence:screening", slug, pk)
