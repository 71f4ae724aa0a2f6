"""Whether this site works: what a monitor asks every minute."""

import secrets
import shutil
from collections.abc import Callable
from datetime import timedelta

from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError, OperationalError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from cyfran.core.emails.queries import waiting_emails
from cyfran.core.jobs.actions import HEARTBEAT_LOST_AFTER
from cyfran.core.jobs.models import WorkerHeartbeat

LEAST_FREE = 200 * 1024 * 1024  # bytes on the disk of the data
EMAILS_LATE_AFTER = timedelta(hours=1)
CANARY = "canary_passed_at"
OK, UNWRITABLE = "ok", "the database cannot be written"

_up_to_date: list[
    bool
] = []  # reading the migrations takes long, and they do not go back while this process runs


def check_health() -> dict[str, str]:
    """Return what each check found: ``ok``, or in one sentence what is wrong."""
    return {name: _run(check) for name, check in CHECKS.items()}


def canary_passed_at() -> str:
    """Return when the canary last passed, or nothing where it never did."""
    try:
        return cache.get(CANARY) or ""
    except DatabaseError:
        return ""


def _run(check: Callable[[], str]) -> str:
    try:
        return check()
    except (DatabaseError, OSError) as error:
        return f"cannot be checked: {type(error).__name__}"


def _database() -> str:
    """Write and read back, as a database that can be read may be full or read-only."""
    token = secrets.token_hex(8)
    try:
        cache.set("health", token, 60)
        return OK if cache.get("health") == token else UNWRITABLE
    except OperationalError:
        return UNWRITABLE


def _disk() -> str:
    free = shutil.disk_usage(settings.CYFRAN_DATA).free
    return OK if free >= LEAST_FREE else f"{free // 1024**2} MB are free"


def _worker() -> str:
    alive = WorkerHeartbeat.objects.filter(at__gte=timezone.now() - HEARTBEAT_LOST_AFTER).exists()
    return OK if alive else "no background worker is running"


def _emails() -> str:
    """Ask for those whose turn has come: a server that asks to try again later is no fault of this site."""
    late = waiting_emails().filter(next_attempt_at__lt=timezone.now() - EMAILS_LATE_AFTER).count()
    return OK if not late else f"{late} e-mails should have been sent more than an hour ago"


def _migrations() -> str:
    if not _up_to_date:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            return "the database is behind this version: run cyfran migrate"
        _up_to_date.append(True)
    return OK


CHECKS = {
    "database": _database,
    "disk": _disk,
    "worker": _worker,
    "emails": _emails,
    "migrations": _migrations,
}
