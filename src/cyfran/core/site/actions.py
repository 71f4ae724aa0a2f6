from datetime import datetime

from django.db import transaction

from cyfran.core.accounts.models import User
from cyfran.core.accounts.rules import may_run_site, require
from cyfran.core.audit.actions import log_event
from cyfran.core.request_memory import forget_remembered
from cyfran.core.site.models import SetupConfirmation, SiteDetails


@transaction.atomic
def describe_site(
    *,
    name: tuple[str, str],
    controller: tuple[str, str],
    contact: str,
    privacy_notice: tuple[str, str],
    by: User,
    at: datetime,
) -> SiteDetails:
    """Save new details of this site; the earlier ones stay on record."""
    require(may_run_site(by))
    details = SiteDetails.objects.create(
        name_en=name[0],
        name_cy=name[1],
        controller_en=controller[0],
        controller_cy=controller[1],
        contact=contact,
        privacy_notice_en=privacy_notice[0],
        privacy_notice_cy=privacy_notice[1],
        at=at,
        by=by,
    )
    forget_remembered()
    log_event("site.described", details, by=by, at=at)
    return details


@transaction.atomic
def confirm_step(*, step: str, by: User, at: datetime) -> SetupConfirmation:
    """Record that an operator has done a step of setting up."""
    require(may_run_site(by))
    confirmation = SetupConfirmation.objects.create(step=step, by=by, at=at)
    log_event("site.step_confirmed", confirmation, by=by, at=at, step=step)
    return confirmation
