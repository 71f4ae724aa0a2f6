"""What rules ask for is worked out once a request, and anew once it was changed."""

from datetime import UTC, datetime

from cyfran.core.request_memory import forget_remembered, remember, remember_for_request
from cyfran.ground.partnerships import actions
from cyfran.ground.partnerships.models import Membership, Role
from cyfran.ground.partnerships.rules import has_role

AT = datetime(2026, 11, 28, tzinfo=UTC)


def test_it_is_worked_out_once_in_a_request_and_each_time_outside():
    asked = []

    def compute():
        asked.append(1)
        return len(asked)

    with remember_for_request():
        inside = [remember("key", compute), remember("key", compute)]
        forget_remembered()
        inside.append(remember("key", compute))
    outside = [remember("key", compute), remember("key", compute)]

    assert (inside, outside) == ([1, 1, 2], [3, 4])


def test_one_request_remembers_nothing_of_another():
    with remember_for_request():
        remember("key", lambda: "first")
    with remember_for_request():
        assert remember("key", lambda: "second") == "second"


def test_many_rules_ask_the_database_once_and_a_role_that_ended_is_gone_at_once(
    universe, django_assert_num_queries
):
    officer, partnership = universe.users["officer"], universe.partnership
    facilitator = (
        Membership.objects.current()
        .select_related("user")
        .get(partnership=partnership, role=Role.FACILITATOR)
    )

    with remember_for_request():
        with django_assert_num_queries(1):
            held = [
                has_role(facilitator.user, partnership, role)
                for role in (Role.FACILITATOR, Role.OFFICER, Role.BOARD)
            ]
        actions.end_membership(membership=facilitator, by=officer, at=AT)
        after = has_role(facilitator.user, partnership, Role.FACILITATOR)

    assert (held, after) == ([True, False, False], False)
