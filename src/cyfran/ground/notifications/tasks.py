"""What the background worker does: e-mails to members with what waits for them, and to followers with what is new."""

import logging
from datetime import date, datetime

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, override

from cyfran.core.accounts.models import User
from cyfran.core.emails.actions import page_address, write_email, write_email_to
from cyfran.core.emails.queries import has_email
from cyfran.core.news import NewsItem
from cyfran.core.overview import OverviewTask
from cyfran.core.site.actions import record_job_error
from cyfran.core.thread.node_types import Reader
from cyfran.ground.notifications.actions import drop_unconfirmed
from cyfran.ground.notifications.models import Subscription
from cyfran.ground.notifications.queries import (
    confirmed_subscriptions,
    news_for,
    partnerships_to_notify,
    subscription_with_id,
)
from cyfran.ground.partnerships.models import Partnership
from cyfran.ground.partnerships.pages import overview
from cyfran.ground.partnerships.queries import partnership_facts
from cyfran.ui.formats import day, plain
from cyfran.ui.site_names import site_name

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
        subject = gettext("Waiting for you on %(site)s: %(number)s") % {"site": site_name(), "number": number}
    key = f"digest:{user.pk}:{at.date()}"
    return write_email_to(
        user, key=key, kind="digest", subject=subject, lines=lines, at=at, unsubscribe=unsubscribe
    )


def _tasks(partnership: Partnership, user: User) -> list[OverviewTask]:
    _chapters, tasks = overview(
        partnership, Reader(partnership.pk, is_member=True), user, partnership_facts(partnership)
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


# --- Followers ----------------------------------------------------------------------------------------------------

FOLLOW_SALT = "notifications.follow"
MOST_IN_AN_EMAIL = 20


def write_news() -> None:
    """Write to followers, where e-mails can have links."""
    if settings.CYFRAN_ADDRESS:
        write_news_of(at=timezone.now())


def write_news_of(*, at: datetime) -> int:
    """Write to every follower for whom there is something new, once a day at most; return how many e-mails are new."""
    drop_unconfirmed(at=at)
    written = 0
    for subscription in confirmed_subscriptions().iterator():
        try:
            written += _write_news_to(subscription, at)
        except Exception as error:
            logger.exception("An e-mail to a follower could not be written")
            record_job_error(place="write_news", error=error, at=at)
    return written


@transaction.atomic
def _write_news_to(subscription: Subscription, at: datetime) -> bool:
    told = set(subscription.told)
    with override(subscription.language):
        new = [item for item in news_for(subscription) if item.key not in told]
        if not new or has_email(_news_key(subscription, at)):
            return False
        stop = page_address(reverse("notifications:stop", args=[token_to_stop(subscription)]))
        lines = [
            name_of(subscription),
            "",
            *_news_lines(new),
            "",
            gettext("To get no more of these e-mails:"),
            stop,
        ]
        subject = gettext("New: %(number)s. %(name)s") % {"number": len(new), "name": name_of(subscription)}
    told_now = [*subscription.told, *(item.key for item in new)]
    Subscription.objects.filter(pk=subscription.pk).update(told=told_now)
    return _write_to_follower(
        subscription, _news_key(subscription, at), "news", subject, lines, at=at, unsubscribe=stop
    )


def _news_key(subscription: Subscription, at: datetime) -> str:
    return f"news:{subscription.pk}:{timezone.localdate(at)}"


def _news_lines(items: list[NewsItem]) -> list[str]:
    lines = []
    for item in items[:MOST_IN_AN_EMAIL]:
        text = plain(item.words) if item.words else gettext("words that may not be quoted")
        lines += [f"- {item.what}: {text}", f"  {page_address(item.path)}"]
    if items[MOST_IN_AN_EMAIL:]:
        lines.append(gettext("%(number)s more") % {"number": len(items) - MOST_IN_AN_EMAIL})
    return lines


def ask_to_confirm(subscription: Subscription, *, at: datetime) -> bool:
    """Ask the owner of an address whether it was they who wants these e-mails; the same question goes out once a day."""
    with override(subscription.language):
        link = page_address(reverse("notifications:confirm", args=[token_to_stop(subscription)]))
        lines = [
            gettext("Someone, probably you, asked us to e-mail this address when there is something new:"),
            name_of(subscription),
            "",
            gettext("If it was you, open this page and press the button:"),
            link,
            "",
            gettext("If it was not you, do nothing. We will forget your address in three days."),
        ]
        subject = gettext("Please confirm your e-mail address")
    key = f"follow:{subscription.pk}:{timezone.localdate(at)}"
    return _write_to_follower(subscription, key, "follow", subject, lines, at=at)


def _write_to_follower(
    subscription: Subscription, key: str, kind: str, subject: str, lines: list[str], **more
) -> bool:
    return write_email(
        key=key,
        kind=kind,
        recipient=subscription.pk,
        address=subscription.email,
        subject=subject,
        text="\n".join(lines) + "\n",
        **more,
    )


def name_of(subscription: Subscription) -> str:
    """Return what somebody follows, in the language in force. It quotes nobody's words."""
    if subscription.participant_id:
        return gettext("What happened to what I said")
    if subscription.place_id:
        return plain(subscription.place.name)
    return plain(subscription.partnership.name)


def token_to_stop(subscription: Subscription) -> str:
    """Return a token that confirms or ends one subscription, names nobody and does nothing else."""
    return signing.dumps(str(subscription.pk), salt=FOLLOW_SALT, compress=True)


def subscription_with_token(token: str) -> Subscription | None:
    try:
        return subscription_with_id(signing.loads(token, salt=FOLLOW_SALT))
    except signing.BadSignature:
        return None
