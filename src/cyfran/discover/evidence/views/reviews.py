from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from cyfran.discover.evidence import actions, queries, rules
from cyfran.discover.evidence.forms import CorrectionForm, FindingForm, ReviewForm, StudyForm
from cyfran.discover.evidence.pages import concern_names, passage_choices, review_trail, reviews_trail
from cyfran.ground.partnerships.pages import partnership_trail
from cyfran.ground.partnerships.views.access import partnership_for
from cyfran.ui.formats import plain
from cyfran.ui.forms import render_form_page, submit_form


def list_(request: HttpRequest, slug: str) -> HttpResponse:
    partnership = partnership_for(request, slug)
    context = {
        "partnership": partnership,
        "reviews": queries.reviews_of(partnership),
        "may_review": rules.may_review(request.user, partnership),
        "trail": partnership_trail(partnership),
    }
    return render(request, "evidence/list.jinja", context)


def add(request: HttpRequest, slug: str) -> HttpResponse:
    partnership = partnership_for(request, slug, rules.may_review)
    form = ReviewForm(request.POST or None)
    if form.is_valid():
        review = actions.begin_review(
            partnership=partnership, question=form.pair("question"), by=request.user, at=timezone.now()
        )
        return redirect("evidence:detail", slug, review.pk)
    return render_form_page(
        request,
        form,
        _("Start an evidence review"),
        partnership=partnership,
        trail=reviews_trail(partnership),
    )


def detail(request: HttpRequest, slug: str, pk) -> HttpResponse:
    partnership = partnership_for(request, slug)
    review = get_object_or_404(queries.reviews_of(partnership), pk=pk)
    context = {
        "partnership": partnership,
        "review": review,
        "findings": queries.findings_of(review),
        "studies": queries.studies_of(review),
        "outcomes": queries.outcomes_of(review),
        "concern_names": concern_names,
        "may_review": rules.may_review(request.user, partnership),
        "trail": reviews_trail(partnership),
    }
    return render(request, "evidence/detail.jinja", context)


def add_study(request: HttpRequest, slug: str, pk) -> HttpResponse:
    partnership = partnership_for(request, slug, rules.may_review)
    review = get_object_or_404(queries.reviews_of(partnership), pk=pk)
    form = StudyForm(request.POST or None)
    if submit_form(
        form,
        lambda: actions.add_study(
            review=review, reference=form.reference(), by=request.user, at=timezone.now()
        ),
        "title",
    ):
        messages.success(request, _("The study has been added."))
        return redirect("evidence:detail", slug, pk)
    return render_form_page(
        request, form, _("Add a study"), partnership=partnership, trail=review_trail(partnership, review)
    )


def add_finding(request: HttpRequest, slug: str, pk) -> HttpResponse:
    partnership = partnership_for(request, slug, rules.may_review)
    review = get_object_or_404(queries.reviews_of(partnership), pk=pk)
    studies = {str(study.pk): study for study in queries.studies_of(review)}
    outcomes = {str(outcome.pk): outcome for outcome in queries.outcomes_of(review)}
    passages = {str(passage.pk): passage for passage in queries.passages_to_quote(review)}
    form = FindingForm(
        request.POST or None,
        studies=[(key, study.title) for key, study in studies.items()],
        outcomes=[(key, plain(outcome.name)) for key, outcome in outcomes.items()],
        passages=passage_choices(passages.values(), of_several=True),
    )
    if submit_form(
        form, lambda: _write_finding(review, form, studies, outcomes, passages, request.user), "why"
    ):
        return redirect("evidence:detail", slug, pk)
    trail = review_trail(partnership, review)
    return render_form_page(request, form, _("Write a finding"), partnership=partnership, trail=trail)


def correct_finding(request: HttpRequest, slug: str, pk, finding_pk) -> HttpResponse:
    partnership = partnership_for(request, slug, rules.may_review)
    review = get_object_or_404(queries.reviews_of(partnership), pk=pk)
    finding = get_object_or_404(queries.findings_of(review), pk=finding_pk)
    fields = ("text_en", "text_cy", "certainty", "concerns", "why")
    form = CorrectionForm(request.POST or None, initial={name: getattr(finding, name) for name in fields})
    if submit_form(
        form,
        lambda: actions.correct_finding(
            finding=finding,
            text=form.pair("text"),
            by=request.user,
            at=timezone.now(),
            **{name: form.cleaned_data[name] for name in ("certainty", "concerns", "why", "reason")},
        ),
        "why",
    ):
        messages.success(request, _("Saved."))
        return redirect("evidence:detail", slug, pk)
    trail = review_trail(partnership, review)
    return render_form_page(request, form, _("Correct a finding"), partnership=partnership, trail=trail)


def _write_finding(review, form, studies: dict, outcomes: dict, passages: dict, user) -> None:
    cleaned = form.cleaned_data
    actions.write_finding(
        review=review,
        text=form.pair("text"),
        studies=[studies[key] for key in cleaned["studies"]],
        outcome=outcomes.get(cleaned.get("outcome", "")),
        passages=[passages[key] for key in cleaned.get("passages", [])],
        **{name: cleaned[name] for name in ("certainty", "concerns", "why")},
        by=user,
        at=timezone.now(),
    )
