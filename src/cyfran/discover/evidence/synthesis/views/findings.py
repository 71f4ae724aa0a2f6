"""Adding and correcting findings."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from cyfran.discover.evidence.extraction.queries import outcomes_of, passages_to_quote, studies_of
from cyfran.discover.evidence.fulltexts.pages import passage_choices
from cyfran.discover.evidence.reviews import rules
from cyfran.discover.evidence.reviews.pages import review_trail
from cyfran.discover.evidence.reviews.views.access import review_for
from cyfran.discover.evidence.synthesis import actions, queries
from cyfran.discover.evidence.synthesis.forms import CorrectionForm, FindingForm
from cyfran.ui.formats import plain
from cyfran.ui.forms import render_form_page, submit_form


def add_finding(request: HttpRequest, slug: str, pk) -> HttpResponse:
    partnership, review = review_for(request, slug, pk, rules.may_review)
    studies = {str(study.pk): study for study in studies_of(review)}
    outcomes = {str(outcome.pk): outcome for outcome in outcomes_of(review)}
    passages = {str(passage.pk): passage for passage in passages_to_quote(review)}
    form = FindingForm(
        request.POST or None,
        studies=[(key, study.title) for key, study in studies.items()],
        outcomes=[(key, plain(outcome.name)) for key, outcome in outcomes.items()],
        passages=passage_choices(passages.values(), of_several=True),
    )
    if submit_form(
        form, lambda: _write_finding(review, form, studies, outcomes, passages, request.user), "why"
    ):
        return redirect("reporting:overview", slug, pk)
    trail = review_trail(partnership, review)
    return render_form_page(request, form, _("Write a finding"), partnership=partnership, trail=trail)


def correct_finding(request: HttpRequest, slug: str, pk, finding_pk) -> HttpResponse:
    partnership, review = review_for(request, slug, pk, rules.may_review)
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
        return redirect("reporting:overview", slug, pk)
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
