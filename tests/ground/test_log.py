"""The audit log: seen by those who answer for a partnership or a site, filtered, and taken out as a file."""

import csv
import io
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from cyfran.core.audit.models import AuditEvent
from cyfran.core.errors import ActionError
from cyfran.ground.partnerships import actions
from cyfran.ground.partnerships.models import Membership
from cyfran.ground.partnerships.rules import has_role

LOG = "/en/partnerships/dyffryn-gwynlas/log/"
NOW = datetime.now(UTC)


def test_an_officer_reads_who_did_what_and_goes_back_page_by_page(universe, client):
    client.force_login(universe.users["officer"])
    number = AuditEvent.objects.filter(within=universe.partnership.pk).count()

    first = client.get(LOG).content.decode()
    oldest = client.get(f"{LOG}?page=9999").content.decode()

    assert number > 100
    assert first.count('<th scope="row"') + first.count("<tr") >= 100
    assert "partnership.begun" in oldest
    assert "Older" in first and "Older" not in oldest


def test_a_log_is_filtered_by_person_and_event(universe, client):
    client.force_login(universe.users["officer"])
    facilitator = universe.users["facilitator"]

    answer = client.get(LOG, {"person": facilitator.name, "event": "statement.mod", "format": "csv"})

    rows = list(csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode())))
    assert len(rows) > 40
    assert {row["event"] for row in rows} == {"statement.moderated"}
    assert {row["person"] for row in rows} == {facilitator.name}


def test_nothing_found_says_so(universe, client):
    client.force_login(universe.users["officer"])

    assert "There are no such events" in client.get(LOG, {"event": "no.such"}).content.decode()


def test_a_null_character_in_an_address_is_left_out(universe, client):
    """PostgreSQL refuses a text that holds one; a walk at random found it."""
    client.force_login(universe.users["officer"])

    assert client.get(f"{LOG}?person=x%00y&event=%00statement.mod").status_code == 200
    assert "statement.moderated" in client.get(f"{LOG}?event=%00statement.mod").content.decode()


@pytest.mark.parametrize(("role", "status"), [("member", 403), ("observer", 403), ("officer", 200)])
def test_the_log_is_for_officers(role, status, universe, client):
    client.force_login(universe.users[role])

    assert client.get(LOG).status_code == status


def test_the_log_of_the_site_is_for_operators(universe, client):
    client.force_login(universe.operator)

    assert "partnership.begun" not in client.get("/en/site/log/").content.decode()
    assert client.get("/en/site/log/").status_code == 200


def add(universe, last_day, role="connector"):
    return actions.add_member(
        partnership=universe.partnership,
        email="mari@example.org",
        name="Mari",
        language="cy",
        role=role,
        side="community",
        organisation=None,
        last_day=last_day,
        by=universe.users["officer"],
        at=NOW,
    )


def test_a_role_ends_by_itself_after_its_last_day(universe):
    tomorrow = timezone.localdate(NOW) + timedelta(days=1)  # also when the run passes midnight
    membership = add(universe, tomorrow)
    has_it = has_role(membership.user, universe.partnership, "connector")
    Membership.objects.filter(pk=membership.pk).update(last_day=tomorrow - timedelta(days=2))

    assert has_it
    assert not has_role(membership.user, universe.partnership, "connector")
    assert actions.end_roles_due(at=NOW) == 1
    membership.refresh_from_db()
    assert membership.left_at == NOW
    assert AuditEvent.objects.filter(kind="member.left", subject_id=membership.pk, by=None).exists()
    add(universe, None)  # the role can be given again


def test_a_last_day_that_has_passed_is_refused(universe):
    with pytest.raises(ActionError) as refused:
        add(universe, timezone.localdate(NOW) - timedelta(days=1))

    assert refused.value.code == "last_day_in_the_past"


def test_the_last_officer_stays_when_the_others_leave_by_a_date(universe):
    officers = Membership.objects.filter(partnership=universe.partnership, role="officer")
    lasting = officers.first()
    officers.exclude(pk=lasting.pk).update(last_day=timezone.localdate(NOW) + timedelta(days=1))

    with pytest.raises(ActionError) as refused:
        actions.end_membership(membership=lasting, by=lasting.user, at=NOW)

    assert officers.count() > 1
    assert refused.value.code == "last_officer"
