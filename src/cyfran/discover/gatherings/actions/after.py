"""After: how it felt, what was promised in the room, what people are owed and when they were paid."""

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from cyfran.core.accounts.models import User
from cyfran.core.accounts.rules import require
from cyfran.core.events.actions import log_event
from cyfran.discover.gatherings import rules
from cyfran.discover.gatherings.models import Claim, Gathering, Payment, PromiseMade, PulseCount, Reflection


@transaction.atomic
def reflect(
    *, gathering: Gathering, text: str, language: str, shared: bool, by: User, at: datetime
) -> Reflection:
    require(rules.may_record(by, gathering.partnership))
    found = Reflection.objects.create(
        gathering=gathering, text=text.strip(), language=language, shared=shared, at=at, by=by
    )
    log_event("gathering.reflected_on", gathering, by=by, at=at, within=gathering.partnership_id)
    return found


@transaction.atomic
def count_pulse(
    *, gathering: Gathering, question: str, counts: dict[int, int], by: User, at: datetime
) -> None:
    """Enter how many people gave each answer from 1 to 5. Entered again, the new count replaces the old one."""
    require(rules.may_record(by, gathering.partnership))
    for answer, number in counts.items():
        PulseCount.objects.update_or_create(
            gathering=gathering,
            question=question,
            answer=answer,
            defaults={"number": number, "at": at, "by": by},
        )
    within = gathering.partnership_id
    log_event("gathering.pulse_counted", gathering, by=by, at=at, within=within, question=question)


@transaction.atomic
def note_promise(
    *, gathering: Gathering, text: str, language: str, side: str, by: User, at: datetime
) -> PromiseMade:
    """Note what somebody promised in the room. It is a draft until someone takes it on as a promise."""
    require(rules.may_record(by, gathering.partnership))
    promise = PromiseMade.objects.create(
        partnership=gathering.partnership, gathering=gathering, text=text.strip(), language=language, side=side,
        at=at, by=by,
    )  # fmt: skip
    log_event("gathering.promise_noted", promise, by=by, at=at, within=gathering.partnership_id, side=side)
    return promise


@transaction.atomic
def claim(
    *,
    gathering: Gathering,
    reference: str,
    what: str,
    amount: Decimal,
    claimed_on: date,
    by: User,
    at: datetime,
) -> Claim:
    """Note what someone is owed, under a reference that only whoever pays can read."""
    require(rules.may_see_claims(by, gathering.partnership))
    found = Claim.objects.create(
        gathering=gathering, reference=reference.strip(), what=what, amount=amount, claimed_on=claimed_on, at=at, by=by
    )  # fmt: skip
    log_event("gathering.claimed", gathering, by=by, at=at, within=gathering.partnership_id)
    return found


@transaction.atomic
def pay(*, claim: Claim, paid_on: date, by: User, at: datetime) -> Payment:
    require(rules.may_see_claims(by, claim.gathering.partnership))
    require(not Payment.objects.filter(claim=claim).exists(), "paid_already")
    require(paid_on >= claim.claimed_on, "paid_before_claimed")
    payment = Payment.objects.create(claim=claim, paid_on=paid_on, at=at, by=by)
    gathering = claim.gathering
    log_event("gathering.paid", gathering, by=by, at=at, within=gathering.partnership_id)
    return payment
