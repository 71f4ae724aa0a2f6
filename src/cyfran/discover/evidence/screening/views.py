"""Screening by title and abstract: votes, disagreements, control samples and stopping."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cyfran.discover.evidence.reviews import rules
from cyfran.discover.evidence.reviews.pages import protocol_parts, review_trail
from cyfran.discover.evidence.reviews.queries import protocol_of
from cyfran.discover.evidence.reviews.views.access import review_for
from cyfran.discover.evidence.screening import actions, analysis, pages, queries
from cyfran.discover.evidence.screening.forms import (
    RecordSearchForm,
    SampleForm,
    ScreeningPlanForm,
    ScreeningStopForm,
    ScreeningVoteForm,
)
from cyfran.discover.evidence.screening.rules import pairs_of_verdicts
from cyfran.discover.evidence.searches.queries import record_in
from cyfran.ui.forms import render_form_page, submit_form

MAX_MATCHES, MAX_OWN_VOTES = 20, 50


def progress(request: HttpRequest, slug: str, pk) -> HttpResponse:
    """How far screening is, how many relevant records may be missed, and what to do next."""
    partnership, review = review_for(request, slug, pk, rules.may_review)
    progress = queries.screening_progress(review)
    context = {
        "partnership": partnership,
        "review": review,
        "progress": pages.progress_of(progress, request.user.pk),
        "reviewers_per_record": queries.reviewers_per_record(review),
        "figures": analysis.stopping_figures(progress.current_decisions, progress.current_records),
        "agreement": analysis.screening_agreement(pairs_of_verdicts(progress.decisions)),
        "priority_order": queries.newest_priority_order(review),
        "sample": _sample_figures(review, progress),
        "stops": queries.screening_stops(review),
        "search_form": RecordSearchForm(initial={"words": request.GET.get("words", "")[:200]}),
        "matches": _find_matches(review, request),
        "trail": review_trail(partnership, review),
    }
    return render(request, "screening/progress.jinja", context)


def _find_matches(review, request: HttpRequest):
    words = request.GET.get("words", "").strip()[:200]
    return queries.find_records(review, words, MAX_MATCHES) if words else None


def _sample_figures(review, progress):
    """Return the size of the newest sample, how many are decided and relevant, and what is missed at most once all are."""
    sampled = queries.sampled_records(review)
    if not sampled:
        return None
    verdicts = [
        decision.final
        for decision in progress.decisions
        if decision.record in sampled and decision.final is not None
    ]
    missed = (
        analysis.missed_by_sample(len(sampled), sum(verdicts), progress.remaining)
        if len(verdicts) == len(sampled)
        else None
    )
    return {"size": len(sampled), "read": len(verdicts), "relevant": sum(verdicts), "missed": missed}


def plan(request: HttpRequest, slug: str, pk) -> HttpResponse:
    partnership, review = review_for(request, slug, pk, rules.may_review)
    form = ScreeningPlanForm(request.POST or None, initial={"people": queries.reviewers_per_record(review)})
    if submit_form(
        form,
        lambda: actions.plan_screening(
            review=review, people=form.cleaned_data["people"], by=request.user, at=timezone.now()
        ),
        "people",
    ):
        return redirect("screening:progress", slug, pk)
    trail = pages.screening_trail(partnership, review)
    return render_form_page(request, form, _("Who screens the records"), partnership=partnership, trail=trail)


def screen_next(request: HttpRequest, slug: str, pk) -> HttpResponse:
    """Show the record that this reviewer screens next."""
    partnership, review = review_for(request, slug, pk, rules.may_review)
    record = queries.next_record_for(review, request.user)
    if record is None:
        messages.info(request, _("There are no more records for you to screen."))
        return redirect("screening:progress", slug, pk)
    return _render_record(request, partnership, review, record, ScreeningVoteForm())


def screen_record(request: HttpRequest, slug: str, pk, record_pk) -> HttpResponse:
    """Show one record, and save this reviewer's vote on it."""
    partnership, review = review_for(request, slug, pk, rules.may_review)
    record = get_object_or_404(record_in(review, record_pk))
    own_vote = queries.newest_vote_by(record, request.user)
    initial = {"reason": own_vote.reason, "note": own_vote.note} if own_vote else {}
    form = ScreeningVoteForm(request.POST) if request.method == "POST" else ScreeningVoteForm(initial=initial)
    if request.method == "POST" and submit_form(form, lambda: _save_vote(record, form, request.user)):
        after = (
            "screening:disagreements"
            if request.POST.get("after") == "disagreements"
            else "screening:screen_next"
        )
        return redirect(after, slug, pk)
    return _render_record(request, partnership, review, record, form, own_vote)


def _save_vote(record, form, user) -> None:
    actions.screen(record=record, by=user, at=timezone.now(), **form.cleaned_data)


def _render_record(request: HttpRequest, partnership, review, record, form, own_vote=None) -> HttpResponse:
    reasons = queries.ranking_reasons(review, record)
    protocol = protocol_of(review)
    supporting = [word for word, weight in reasons if weight > 0]
    context = {
        "partnership": partnership,
        "review": review,
        "record": record,
        "title": pages.highlight_words(record.title, supporting),
        "abstract": pages.highlight_words(record.abstract, supporting),
        "ranking_reasons": reasons,
        "criteria": protocol_parts(protocol) if protocol else [],
        "own_vote": own_vote,
        "previous_votes": queries.newest_votes_by(review, request.user, 1),
        "form": form,
        "trail": pages.screening_trail(partnership, review),
    }
    return render(request, "screening/read.jinja", context, status=422 if form.errors else 200)


def disagreements(request: HttpRequest, slug: str, pk) -> HttpResponse:
    """Show the next disagreement with its votes, which nobody sees elsewhere, to a reviewer who may settle it."""
    partnership, review = review_for(request, slug, pk, rules.may_review)
    disputed = [decision for decision in queries.screening_decisions(review) if decision.disputed]
    is_only_reviewer = queries.reviewers_per_record(review) == 1
    for_me = [
        decision for decision in disputed if is_only_reviewer or request.user.pk not in decision.verdicts
    ]
    record = record_in(review, for_me[0].record).first() if for_me else None
    context = {
        "partnership": partnership,
        "review": review,
        "record": record,
        "votes": list(queries.abstract_votes_of(record)) if record else [],
        "for_me": len(for_me),
        "for_others": len(disputed) - len(for_me),
        "form": ScreeningVoteForm(),
        "trail": pages.screening_trail(partnership, review),
    }
    return render(request, "screening/disagreements.jinja", context)


def mine(request: HttpRequest, slug: str, pk) -> HttpResponse:
    """List this reviewer's votes, newest first, so that they can be changed."""
    partnership, review = review_for(request, slug, pk, rules.may_review)
    context = {
        "partnership": partnership,
        "review": review,
        "abstract_votes": queries.newest_votes_by(review, request.user, MAX_OWN_VOTES),
        "trail": pages.screening_trail(partnership, review),
    }
    return render(request, "screening/mine.jinja", context)


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
        return redirect("screening:screen_next", slug, pk)
    intro = _(
        "Records are drawn at random from those not screened yet. You will see them first when you continue screening."
    )
    trail = pages.screening_trail(partnership, review)
    return render_form_page(
        request, form, _("Draw a random sample"), partnership=partnership, trail=trail, intro=intro
    )


def stop(request: HttpRequest, slug: str, pk) -> HttpResponse:
    partnership, review = review_for(request, slug, pk, rules.may_review)
    form = ScreeningStopForm(request.POST if request.method == "POST" else None)
    if submit_form(
        form,
        lambda: actions.stop_screening(
            review=review, stopped=True, by=request.user, at=timezone.now(), **form.cleaned_data
        ),
        "note",
    ):
        return redirect("screening:progress", slug, pk)
    progress = queries.screening_progress(review)
    context = {
        "partnership": partnership,
        "form": form,
        "figures": analysis.stopping_figures(progress.current_decisions, progress.current_records),
        "trail": pages.screening_trail(partnership, review),
    }
    return render(request, "screening/stop.jinja", context)


@require_POST
def resume(request: HttpRequest, slug: str, pk) -> HttpResponse:
    _partnership, review = review_for(request, slug, pk, rules.may_review)
    actions.stop_screening(review=review, stopped=False, by=request.user, at=timezone.now())
    return redirect("screening:progress", slug, pk)
