"""Identifiers sort by the time they were made."""

import time
from uuid import RFC_4122

from cyfran.core.database import uuid7


def test_what_is_made_within_a_millisecond_is_in_order():
    made = []
    for _ in range(200):
        made.append(uuid7())
        until = time.perf_counter_ns() + 2_000
        while time.perf_counter_ns() < until:
            pass

    assert made == sorted(made)
    assert {(one.version, one.variant) for one in made} == {(7, RFC_4122)}
    assert abs((made[0].int >> 80) / 1000 - time.time()) < 60
