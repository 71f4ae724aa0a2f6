"""After: what facilitators make of it, how it felt, what was promised in the room, what people are owed."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from cyfran.core.accounts.rules import require
from cyfran.discover.gatherings import actions, queries, rules
from cyfran.discover.gatherings.forms import (
    ANSWERS,
    PULSE,
    ClaimForm,
    PaymentForm,
    PromiseMadeForm,
    PulseForm,
    ReflectionForm,
)
from cyfran.discover.gatherings.pages import gathering_trail
from cyfran.discover.gatherings.views.door import gathering_for, get_visible_event
from cyfran.ground.partnerships.rules import may_see_inside
from cyfran.ui.formats import reading_language
from cyfran.ui.forms import get_or_404, render_form_page, submit_form


def after(request: HttpRequest, slug: str, pk) -> HttpResponse:
    gathering = get_visible_event(request, slug, pk)
    partnership = gathering.partnership
    require(may_see_inside(request.user, partnership))
    sees_claims = rules.may_see_claims(request.user, partnership)
    context = {
        "partnership": partnership,
        "gathering": gathering,
        "questions": PULSE,
        "answers": ANSWERS,
        "pulse": queries.pulse_counts(gathering),
        "reflections": queries.reflections(gathering, request.user),
        "promises": queries.promises_of_event(gathering),
        "claims": queries.claims(gathering) if sees_claims else [],
        "owed": queries.claims_summary(gathering),
        "sees_claims": sees_claims,
        "may_record": rules.may_record(request.user, partnership),
        "trail": gathering_trail(gathering),
    }
    return render(request, "gatherings/after.jinja", context)


def _about(request: HttpRequest, gathering, form, act, title: str) -> HttpResponse:
    """A form about one gathering that leads back to what is left to do."""
    if submit_form(form, act):
        return redirect("gatherings:after", gathering.partnership.slug, gathering.pk)
    return render_form_page(
        request, form, title, partnership=gathering.partnership, trail=gathering_trail(gathering)
    )


def reflect(request: HttpRequest, slug: str, pk) -> HttpResponse:
    gathering = gathering_for(request, slug, pk, rules.may_record)
    form = ReflectionForm(request.POST or None, initial={"language": reading_language()})

    def act():
        actions.reflect(gathering=gathering, **form.cleaned_data, by=request.user, at=timezone.now())

    return _about(request, gathering, form, act, _("What do you make of it?"))


def pulse(request: HttpRequest, slug: str, pk, question: str) -> HttpResponse:
    gathering = gathering_for(request, slug, pk, rules.may_record)
    title = str(get_or_404(PULSE.get(question)))
    form = PulseForm(request.POST or None, counted=queries.pulse_counts(gathering).get(question, {}))

    def act():
        told = {"question": question, "counts": form.counts()}
        actions.count_pulse(gathering=gathering, **told, by=request.user, at=timezone.now())

    return _about(request, gathering, form, act, title)


def promise(request: HttpRequest, slug: str, pk) -> HttpResponse:
    gathering = gathering_for(request, slug, pk, rules.may_record)
    form = PromiseMadeForm(request.POST or None, initial={"language": gathering.leading_language})

    def act():
        actions.note_promise(gathering=gathering, **form.cleaned_data, by=request.user, at=timezone.now())

    return _about(request, gathering, form, act, _("Note what was promised in the room"))


def claim(request: HttpRequest, slug: str, pk) -> HttpResponse:
    gathering = gathering_for(request, slug, pk, rules.may_see_claims)
    form = ClaimForm(request.POST or None, initial={"claimed_on": timezone.localdate()})

    def act():
        actions.claim(gathering=gathering, **form.cleaned_data, by=request.user, at=timezone.now())

    return _about(request, gathering, form, act, _("Note what someone is owed"))


def pay(request: HttpRequest, slug: str, pk, claim_pk) -> HttpResponse:
    gathering = gathering_for(request, slug, pk, rules.may_see_claims)
    owed = get_or_404(queries.claim_in(gathering, claim_pk))
    form = PaymentForm(request.POST or None, initial={"paid_on": timezone.localdate()})

    def act():
        actions.pay(claim=owed, **form.cleaned_data, by=request.user, at=timezone.now())

    return _about(request, gathering, form, act, _("Paid: %(reference)s") % {"reference": owed.reference})
