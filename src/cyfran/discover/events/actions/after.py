"""Afterwards: reflections, pulse counts, promises made in the room, claims and payments."""

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from cyfran.core.accounts.models import User
from cyfran.core.accounts.rules import require
from cyfran.core.audit.actions import log_event
from cyfran.discover.events import rules
from cyfran.discover.events.models import Claim, Event, Payment, PulseCount, Reflection, SpokenPromise


@transaction.atomic
def reflect(*, event: Event, text: str, language: str, shared: bool, by: User, at: datetime) -> Reflection:
    """Save what a facilitator makes of an event, for themselves or shared."""
    require(rules.may_record(by, event.partnership))
    reflection = Reflection.objects.create(
        event=event, text=text.strip(), language=language, shared=shared, at=at, by=by
    )
    log_event("event.reflected_on", event, by=by, at=at, within=event.partnership_id)
    return reflection


@transaction.atomic
def count_pulse(*, event: Event, question: str, counts: dict[int, int], by: User, at: datetime) -> None:
    """Save how many people gave each answer from 1 to 5. A new count replaces the old one."""
    require(rules.may_record(by, event.partnership))
    for answer, number in counts.items():
        PulseCount.objects.update_or_create(
            event=event,
            question=question,
            answer=answer,
            defaults={"number": number, "at": at, "by": by},
        )
    within = event.partnership_id
    log_event("event.pulse_counted", event, by=by, at=at, within=within, question=question)


@transaction.atomic
def note_promise(
    *, event: Event, text: str, language: str, side: str, by: User, at: datetime
) -> SpokenPromise:
    """Save a promise made in the room. It is a draft until someone makes it a commitment."""
    require(rules.may_record(by, event.partnership))
    promise = SpokenPromise.objects.create(
        partnership=event.partnership,
        event=event,
        text=text.strip(),
        language=language,
        side=side,
        at=at,
        by=by,
    )
    log_event("event.promise_noted", promise, by=by, at=at, within=event.partnership_id, side=side)
    return promise


@transaction.atomic
def claim(
    *,
    event: Event,
    reference: str,
    what: str,
    amount: Decimal,
    claimed_on: date,
    by: User,
    at: datetime,
) -> Claim:
    """Save a claim under a reference that only whoever pays can read."""
    require(rules.may_see_claims(by, event.partnership))
    new_claim = Claim.objects.create(
        event=event,
        reference=reference.strip(),
        what=what,
        amount=amount,
        claimed_on=claimed_on,
        at=at,
        by=by,
    )
    log_event("event.claimed", event, by=by, at=at, within=event.partnership_id)
    return new_claim


@transaction.atomic
def pay(*, claim: Claim, paid_on: date, by: User, at: datetime) -> Payment:
    """Record that a claim was paid."""
    require(rules.may_see_claims(by, claim.event.partnership))
    require(not Payment.objects.filter(claim=claim).exists(), "paid_already")
    require(paid_on >= claim.claimed_on, "paid_before_claimed")
    payment = Payment.objects.create(claim=claim, paid_on=paid_on, at=at, by=by)
    event = claim.event
    log_event("event.paid", event, by=by, at=at, within=event.partnership_id)
    return payment
