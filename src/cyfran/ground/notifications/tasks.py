"""What the background worker does for members: write each an e-mail with what is waiting for them."""

import logging
from datetime import date, datetime

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, override

from cyfran.core.accounts.models import User
from cyfran.core.emails.actions import page_address, write_email_to
from cyfran.core.overview import OverviewTask
from cyfran.core.site.actions import record_job_error
from cyfran.core.site.queries import site_details
from cyfran.core.thread.node_types import Reader
from cyfran.ground.notifications.queries import partnerships_to_notify
from cyfran.ground.partnerships.models import Partnership
from cyfran.ground.partnerships.pages import overview
from cyfran.ground.partnerships.queries import phase_gates
from cyfran.ui.formats import day, plain

logger = logging.getLogger(__name__)

SALT = "notifications.unsubscribe"
FROM_HOUR = 7  # in the morning, by the clock of the site
# The day whose digests this process has written: it asks once a day, not once a second
_written_on: list[date] = []


def write_digests() -> None:
    now = timezone.localtime()
    if now.hour < FROM_HOUR or now.date() in _written_on or not settings.CYFRAN_ADDRESS:
        return
    write_digests_of(at=now)
    _written_on[:] = [now.date()]


def write_digests_of(*, at: datetime) -> int:
    """Write the digests of a day, each once, and return how many are new. Who has nothing to do gets none.

    One that cannot be written does not keep the others from theirs: operators see the error.
    """
    written = 0
    for user, partnerships in partnerships_to_notify(at.date()).items():
        try:
            written += _write_digest(user, partnerships, at)
        except Exception as error:
            logger.exception("A digest could not be written")
            record_job_error(place="write_digests", error=error, at=at)
    return written


def _write_digest(user: User, partnerships: list[Partnership], at: datetime) -> bool:
    with override(user.language):
        waiting = {partnership: _tasks(partnership, user) for partnership in partnerships}
        number = sum(len(tasks) for tasks in waiting.values())
        if not number:
            return False
        unsubscribe = page_address(reverse("notifications:unsubscribe", args=[token_of(user)]))
        lines = [gettext("Waiting for you:"), ""]
        for partnership, tasks in waiting.items():
            lines += [plain(partnership.name), *_lines(tasks), ""] if tasks else []
        lines += [gettext("To get these e-mails more or less often, or not at all:"), unsubscribe]
        details = site_details()
        site = plain(details.name) if details else "cyfran"
        subject = gettext("Waiting for you on %(site)s: %(number)s") % {"site": site, "number": number}
    key = f"digest:{user.pk}:{at.date()}"
    return write_email_to(
        user, key=key, kind="digest", subject=subject, lines=lines, at=at, unsubscribe=unsubscribe
    )


def _tasks(partnership: Partnership, user: User) -> list[OverviewTask]:
    _chapters, tasks = overview(
        partnership, Reader(partnership.pk, is_member=True), user, phase_gates(partnership)
    )
    return tasks


def _lines(tasks: list[OverviewTask]) -> list[str]:
    lines = []
    for task in tasks:
        due = gettext(" (by %(day)s)") % {"day": day(task.due)} if task.due else ""
        lines += [f"- {task.text}{due}", f"  {page_address(task.address)}"]
    return lines


def token_of(user: User) -> str:
    """Return a token that switches off someone's digests, names nobody and does nothing else."""
    return signing.dumps(str(user.pk), salt=SALT, compress=True)


def user_with_token(token: str) -> User | None:
    try:
        return User.objects.filter(pk=signing.loads(token, salt=SALT)).first()
    except signing.BadSignature:
        return None
