"""Walks through a site made for it: ``python -m tests.monkey empty|story STEPS SEED``. Ends with 1 if anything failed.

The database and the folder are those of the environment (DATABASE_URL, CYFRAN_DATA): empty, or the demo's for ``story``.
"""

import os
import sys
from itertools import islice

LANGUAGES = ("en", "cy")


def main(kind: str, steps: int, seed: int) -> int:
    os.environ["DJANGO_SETTINGS_MODULE"] = "cyfran.config.settings"
    import logging

    import django

    django.setup()
    logging.disable(logging.ERROR)
    from django.db import connection
    from django.test.utils import override_settings, setup_test_environment

    from tests.make_demo_site import make_tables

    setup_test_environment()
    if not connection.introspection.table_names():
        make_tables()
    immediate = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    plain_names = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    from django.conf import settings

    with override_settings(TASKS=immediate, STORAGES=settings.STORAGES | {"staticfiles": plain_names}):
        walk = walk_through(kind, steps, seed)
    report(walk, steps)
    return 1 if walk.faults else 0


def walk_through(kind: str, steps: int, seed: int):
    from tests.monkey.walk import Walk

    begin(kind)
    walk = Walk([], seed)
    for number in range(steps):
        if number % 40 == 0:
            join_newcomers(walk)
        walk.step(number)
    return walk


def begin(kind: str) -> None:
    from django.utils import timezone

    from cyfran.core.accounts.actions import open_account
    from cyfran.ground.people.actions import publish_default_consent_text

    if kind == "story":
        from cyfran.demo import story

        if not story.story_exists():
            story.tell()
        return
    from cyfran.ground.places.actions import load_wales

    publish_default_consent_text(at=timezone.now())
    load_wales()  # by one press of a button, which a walk may be long in finding
    open_account(
        email="operator@example.org", name="Operator", language="en", at=timezone.now(), is_operator=True
    )


def join_newcomers(walk) -> None:
    """Whoever has an account by now walks too, besides two who have none; at most a dozen."""
    from django.test import Client

    from cyfran.core.accounts.models import User
    from tests.monkey.walk import Person

    if not walk.people:
        for language in LANGUAGES:
            walk.people.append(
                Person(f"stranger ({language})", Client(), False, {f"/{language}/": None, "/": None})
            )
    names = {person.name for person in walk.people}
    newcomers = (user for user in User.objects.order_by("id") if user.email not in names)
    for user in islice(newcomers, 14 - len(walk.people)):
        client = Client()
        client.force_login(user)
        language = LANGUAGES[len(walk.people) % 2]
        walk.people.append(
            Person(user.email, client, True, {f"/{language}/": None, f"/{language}/partnerships/": None})
        )


def report(walk, steps: int) -> None:
    from tests.house.test_addresses import NAMES

    names = {name for name in NAMES if not name.startswith("account_")}
    seen = names & set(walk.visits)
    print(
        f"{steps} steps by {len(walk.people)} people (seed {walk.seed}): {sum(walk.visits.values())} requests,"
    )
    print(
        f"{sum(walk.sent.values())} of them forms; {len(seen)} of {len(names)} kinds of address; by status:"
    )
    print("  " + ", ".join(f"{status}: {number}" for status, number in sorted(walk.statuses.items())))
    print(f"Not reached: {', '.join(sorted(names - seen))}")
    once = {fault.error: fault for fault in walk.faults}
    for fault in once.values():
        print(f"\n{fault}")
    print(f"\n{len(once)} different faults in {len(walk.faults)} answers")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3])))
