"""The charter, power topics and official texts of a partnership, and what each side says of anything."""

from datetime import datetime

from django.db import models, transaction

from cyfran.core.accounts.models import User
from cyfran.core.accounts.rules import require
from cyfran.core.audit.actions import log_event
from cyfran.core.database import is_referred_to
from cyfran.core.wording.actions import correct_values, vouch_for
from cyfran.core.wording.queries import OfficialText
from cyfran.ground.partnerships import rules
from cyfran.ground.partnerships.models import (
    Charter,
    Partnership,
    PowerAssessment,
    PowerTopic,
    Signature,
)


@transaction.atomic
def correct(
    *,
    instance: models.Model,
    values: dict[str, object],
    partnership: Partnership,
    by: User,
    at: datetime,
) -> None:
    """Correct something in a partnership. The caller has checked that ``by`` may, as its chapter says."""
    kind = f"{instance._meta.model_name}.corrected"
    correct_values(instance, kind, values, within=partnership.pk, by=by, at=at)


@transaction.atomic
def remove(*, instance: models.Model, partnership: Partnership, by: User, at: datetime) -> None:
    """Remove something to which nothing refers. The caller has checked that ``by`` may, as its chapter says."""
    require(not is_referred_to(instance), "removed_not_as_in_use")
    kind = f"{instance._meta.model_name}.removed"
    log_event(kind, instance, by=by, at=at, within=partnership.pk, text=str(instance))
    instance.delete()


@transaction.atomic
def write_charter(*, partnership: Partnership, terms: tuple[str, str], by: User, at: datetime) -> Charter:
    """Add a new version of the charter, to be signed by both sides. Earlier versions are kept."""
    require(rules.may_manage(by, partnership))
    newest = Charter.objects.filter(partnership=partnership).order_by("-version").first()
    before = (newest.terms_en.strip(), newest.terms_cy.strip()) if newest else None
    require(before != (terms[0].strip(), terms[1].strip()), "charter_unchanged")
    version = Charter.objects.filter(partnership=partnership).count() + 1
    charter = Charter.objects.create(
        partnership=partnership, version=version, terms_en=terms[0], terms_cy=terms[1], at=at, by=by
    )
    log_event("charter.written", charter, by=by, at=at, within=partnership.pk, version=version)
    return charter


@transaction.atomic
def sign_charter(*, charter: Charter, side: str, by: User, at: datetime) -> Signature:
    partnership = charter.partnership
    require(rules.may_approve_for(by, partnership, side), "not_for_this_side")
    return record_for_side(
        charter.signatures,
        event="charter.signed",
        subject=charter,
        partnership=partnership,
        by=by,
        at=at,
        side=side,
        once="signed_already",
    )


@transaction.atomic
def record_for_side(
    records,
    *,
    event: str,
    subject: models.Model,
    partnership: Partnership,
    by: User,
    at: datetime,
    side: str | None = None,
    once: str = "",
    detail: dict[str, object] | None = None,
    **fields: object,
):
    """Add what one side says: it agrees, accepts, judges or objects. Return the row.

    ``records`` is the related manager of the subject's ``SideRecord`` rows. The side is that of ``by``, unless another rule
    has found it. With ``once``, the code of a refusal, a side that has said it already is refused; else its newest row counts.
    """
    side = side or rules.may_answer_for(by, partnership)
    require(side is not None)
    require(not once or not records.filter(side=side).exists(), once)
    record = records.create(side=side, at=at, by=by, **fields)
    log_event(event, subject, by=by, at=at, within=partnership.pk, side=side, **(detail or {}))
    return record


@transaction.atomic
def name_power_topic(
    *, partnership: Partnership, name: tuple[str, str], by: User, at: datetime
) -> PowerTopic:
    require(rules.may_organise(by, partnership))
    topic = PowerTopic.objects.create(partnership=partnership, name_en=name[0], name_cy=name[1], at=at, by=by)
    log_event("power_topic.named", topic, by=by, at=at, within=partnership.pk)
    return topic


@transaction.atomic
def record_power(
    *,
    topic: PowerTopic,
    side: str,
    topic_set_by: str,
    method_set_by: str,
    decides: str,
    promised_level: int,
    by: User,
    at: datetime,
    actual_level: int | None = None,
    options_open: str = "",
) -> PowerAssessment:
    """Add one side's assessment of who decides on a topic, and how far power is shared. Its newest one counts."""
    partnership = topic.partnership
    require(rules.may_record_power(by, partnership, side), "not_for_this_side")
    assessment = PowerAssessment.objects.create(
        topic=topic,
        side=side,
        topic_set_by=topic_set_by,
        method_set_by=method_set_by,
        decides=decides,
        options_open=options_open,
        promised_level=promised_level,
        actual_level=actual_level,
        at=at,
        by=by,
    )
    log_event("power.recorded", topic, by=by, at=at, within=partnership.pk, side=side)
    return assessment


@transaction.atomic
def vouch_for_text(*, partnership: Partnership, text: OfficialText, by: User, at: datetime) -> None:
    """Record that ``by`` has checked this official text in its language."""
    require(rules.may_vouch_for_texts(by, partnership))
    vouch_for(text=text, by=by, at=at)
    within = partnership.pk
    log_event(
        "text.checked", text.subject, by=by, at=at, within=within, field=text.field, language=text.language
    )
