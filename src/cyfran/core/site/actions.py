import logging
import secrets
import traceback
from datetime import datetime, timedelta
from pathlib import Path

from django.db import transaction

from cyfran.core.accounts.models import User
from cyfran.core.accounts.rules import may_run_site, require
from cyfran.core.audit.actions import log_event
from cyfran.core.database import overwrite_deleted
from cyfran.core.request_memory import forget_remembered
from cyfran.core.retention import months_before, retentions
from cyfran.core.site.models import RetentionPeriod, SetupConfirmation, SiteDetails, SiteError, SiteLogo
from cyfran.core.site.queries import retention_months

logger = logging.getLogger(__name__)

PACKAGE = f"{Path(__file__).parents[2]}/"
ERRORS_KEPT = timedelta(days=90)
REPEATED_WITHIN = timedelta(hours=1)
REFERENCE_LETTERS = "ABCDEFGHJKMNPQRTUVWXY346789"


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
def change_logo(*, picture: bytes, by: User, at: datetime) -> SiteLogo:
    """Show another logo, which the caller has made small and plain; no bytes remove it."""
    require(may_run_site(by))
    logo = SiteLogo.objects.create(picture=picture, by=by, at=at)
    forget_remembered()
    log_event("site.logo_changed", logo, by=by, at=at, bytes=len(picture))
    return logo


@transaction.atomic
def confirm_step(*, step: str, by: User, at: datetime) -> SetupConfirmation:
    """Record that an operator has done a step of setting up."""
    require(may_run_site(by))
    confirmation = SetupConfirmation.objects.create(step=step, by=by, at=at)
    log_event("site.step_confirmed", confirmation, by=by, at=at, step=step)
    return confirmation


@transaction.atomic
def choose_retention(*, months: dict[str, int], by: User, at: datetime) -> None:
    """Choose for how many months kinds of record are kept. What stays the same is not recorded again."""
    require(may_run_site(by))
    present = retention_months()
    for kind, number in months.items():
        if number != present[kind]:
            period = RetentionPeriod.objects.create(kind=kind, months=number, at=at, by=by)
            log_event("site.retention_chosen", period, by=by, at=at, record=kind, months=number)


def drop_expired(*, at: datetime) -> dict[str, int]:
    """Delete what has been kept for long enough, and return how many of each kind. Only numbers are logged."""
    months = retention_months()
    dropped = {}
    for retention in retentions():
        with transaction.atomic():
            number = retention.drop(before=months_before(at, months[retention.kind]), at=at)
        if number:
            dropped[retention.kind] = number
            overwrite_deleted()
            logger.info("Deleted after their time: %s %s", number, retention.kind)
    return dropped


def new_reference() -> str:
    """Return a reference that a reader can say over the telephone."""
    return "".join(secrets.choice(REFERENCE_LETTERS) for _ in range(8))


@transaction.atomic
def record_error(*, reference: str, place: str, error: BaseException, at: datetime) -> SiteError:
    """Keep an unexpected error for the operators: its class and line, not its message, which may quote somebody's words.

    Errors are forgotten after ``ERRORS_KEPT``.
    """
    SiteError.objects.filter(at__lt=at - ERRORS_KEPT).delete()
    return SiteError.objects.create(reference=reference, place=place[:100], error=_name_error(error), at=at)


def record_job_error(*, place: str, error: BaseException, at: datetime) -> None:
    """Keep an error of background work, which may fail each second: the same one once an hour."""
    repeated = SiteError.objects.filter(place=place, error=_name_error(error), at__gt=at - REPEATED_WITHIN)
    if not repeated.exists():
        record_error(reference=new_reference(), place=place, error=error, at=at)


def _name_error(error: BaseException) -> str:
    """Return the class of an error with the last line of cyfran that it passed through."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if frame.filename.startswith(PACKAGE)] or list(frames)
    line = f" ({ours[-1].filename.removeprefix(PACKAGE)}:{ours[-1].lineno})" if ours else ""
    return f"{type(error).__name__}{line}"[:200]
