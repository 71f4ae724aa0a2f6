"""After: how it felt, what was promised in the room, what people are owed and when they were paid."""

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
    require(rules.may_record(by, event.partnership))
    found = Reflection.objects.create(
        event=event, text=text.strip(), language=language, shared=shared, at=at, by=by
    )
    log_event("event.reflected_on", event, by=by, at=at, within=event.partnership_id)
    return found


@transaction.atomic
def count_pulse(*, event: Event, question: str, counts: dict[int, int], by: User, at: datetime) -> None:
    """Enter how many people gave each answer from 1 to 5. Entered again, the new count replaces the old one."""
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
    """Note what somebody promised in the room. It is a draft until someone takes it on as a promise."""
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
    """Note what someone is owed, under a reference that only whoever pays can read."""
    require(rules.may_see_claims(by, event.partnership))
    found = Claim.objects.create(
        event=event,
        reference=reference.strip(),
        what=what,
        amount=amount,
        claimed_on=claimed_on,
        at=at,
        by=by,
    )
    log_event("event.claimed", event, by=by, at=at, within=event.partnership_id)
    return found


@transaction.atomic
def pay(*, claim: Claim, paid_on: date, by: User, at: datetime) -> Payment:
    require(rules.may_see_claims(by, claim.event.partnership))
    require(not Payment.objects.filter(claim=claim).exists(), "paid_already")
    require(paid_on >= claim.claimed_on, "paid_before_claimed")
    payment = Payment.objects.create(claim=claim, paid_on=paid_on, at=at, by=by)
    event = claim.event
    log_event("event.paid", event, by=by, at=at, within=event.partnership_id)
    return payment
