"""Afterwards: reflections, pulse counts, promises made in the room, claims and payments."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from cyfran.core.accounts.rules import require
from cyfran.discover.events import actions, queries, rules
from cyfran.discover.events.forms import (
    ANSWERS,
    PULSE,
    ClaimForm,
    PaymentForm,
    PulseForm,
    ReflectionForm,
    SpokenPromiseForm,
)
from cyfran.discover.events.pages import event_trail
from cyfran.discover.events.views.access import event_for, get_visible_event
from cyfran.ground.partnerships.rules import may_see_inside
from cyfran.ui.formats import reading_language
from cyfran.ui.forms import get_or_404, render_form_page, submit_form


def after(request: HttpRequest, slug: str, pk) -> HttpResponse:
    event = get_visible_event(request, slug, pk)
    partnership = event.partnership
    require(may_see_inside(request.user, partnership))
    sees_claims = rules.may_see_claims(request.user, partnership)
    context = {
        "partnership": partnership,
        "event": event,
        "questions": PULSE,
        "answers": ANSWERS,
        "pulse": queries.pulse_counts(event),
        "reflections": queries.reflections(event, request.user),
        "promises": queries.promises_of_event(event),
        "claims": queries.claims(event) if sees_claims else [],
        "claims_summary": queries.claims_summary(event),
        "sees_claims": sees_claims,
        "may_record": rules.may_record(request.user, partnership),
        "trail": event_trail(event),
    }
    return render(request, "events/after.jinja", context)


def _handle_form(request: HttpRequest, event, form, act, title: str) -> HttpResponse:
    """Show a form, or submit it and go back to the page ``after``."""
    if submit_form(form, act):
        return redirect("events:after", event.partnership.slug, event.pk)
    return render_form_page(request, form, title, partnership=event.partnership, trail=event_trail(event))


def reflect(request: HttpRequest, slug: str, pk) -> HttpResponse:
    event = event_for(request, slug, pk, rules.may_record)
    form = ReflectionForm(request.POST or None, initial={"language": reading_language()})

    def act():
        actions.reflect(event=event, **form.cleaned_data, by=request.user, at=timezone.now())

    return _handle_form(request, event, form, act, _("What are your reflections on this event?"))


def pulse(request: HttpRequest, slug: str, pk, question: str) -> HttpResponse:
    event = event_for(request, slug, pk, rules.may_record)
    title = str(get_or_404(PULSE.get(question)))
    form = PulseForm(request.POST or None, counted=queries.pulse_counts(event).get(question, {}))

    def act():
        details = {"question": question, "counts": form.counts()}
        actions.count_pulse(event=event, **details, by=request.user, at=timezone.now())

    return _handle_form(request, event, form, act, title)


def promise(request: HttpRequest, slug: str, pk) -> HttpResponse:
    event = event_for(request, slug, pk, rules.may_record)
    form = SpokenPromiseForm(request.POST or None, initial={"language": event.main_language})

    def act():
        actions.note_promise(event=event, **form.cleaned_data, by=request.user, at=timezone.now())

    return _handle_form(request, event, form, act, _("Add a promise made in the room"))


def claim(request: HttpRequest, slug: str, pk) -> HttpResponse:
    event = event_for(request, slug, pk, rules.may_see_claims)
    form = ClaimForm(request.POST or None, initial={"claimed_on": timezone.localdate()})

    def act():
        actions.claim(event=event, **form.cleaned_data, by=request.user, at=timezone.now())

    return _handle_form(request, event, form, act, _("Add a claim"))


def pay(request: HttpRequest, slug: str, pk, claim_pk) -> HttpResponse:
    event = event_for(request, slug, pk, rules.may_see_claims)
    unpaid_claim = get_or_404(queries.claim_in(event, claim_pk))
    form = PaymentForm(request.POST or None, initial={"paid_on": timezone.localdate()})

    def act():
        actions.pay(claim=unpaid_claim, **form.cleaned_data, by=request.user, at=timezone.now())

    return _handle_form(
        request,
        event,
        form,
        act,
        _("Record the payment for claim %(reference)s") % {"reference": unpaid_claim.reference},
    )
