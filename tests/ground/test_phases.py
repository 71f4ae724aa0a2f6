"""Phases with dates: they open and close by themselves, and hold what has to wait for them."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from cyfran.core.audit.models import AuditEvent
from cyfran.core.errors import ActionError
from cyfran.discover.conversations import actions as conversations
from cyfran.discover.conversations import queries as conversation_queries
from cyfran.ground.partnerships import actions, queries
from cyfran.ground.partnerships.models import Phase, PhaseException, Side

NOW = datetime(2026, 10, 5, tzinfo=UTC)
GATES = "/en/partnerships/dyffryn-gwynlas/gates/"


@pytest.fixture
def early(universe):
    """The partnership after it went back to the first phase: none of the others is open."""
    officer = universe.users["officer"]
    actions.return_to_phase(
        partnership=universe.partnership, to_phase=Phase.GROUND, reason="New", by=officer, at=NOW
    )
    return universe


def set_dates(universe, phase, opens_on=None, closes_on=None):
    actions.set_phase_dates(
        partnership=universe.partnership,
        phase=phase,
        opens_on=opens_on,
        closes_on=closes_on,
        by=universe.users["officer"],
        at=NOW,
    )


def approve(universe, phase):
    for side, role in ((Side.INSTITUTION, "officer"), (Side.COMMUNITY, "member")):
        actions.approve_phase(
            partnership=universe.partnership, phase=phase, side=side, by=universe.users[role], at=NOW
        )


def draft(universe):
    by = {"by": universe.users["officer"], "at": NOW}
    conversation = conversations.begin_conversation(
        partnership=universe.partnership, question=("Q", "C"), **by
    )
    conversations.add_seed(conversation=conversation, text="S", language="en", **by)
    return conversation


def open_it(universe, conversation, at=NOW):
    conversations.set_state(conversation=conversation, state="open", by=universe.users["officer"], at=at)


def gate(universe, phase, day):
    return queries.gate_of(universe.partnership, phase, day)


def test_an_approved_phase_opens_on_its_first_day_and_closes_after_its_last(early):
    set_dates(early, Phase.DISCOVER, date(2027, 3, 1), date(2027, 3, 31))
    approve(early, Phase.DISCOVER)

    assert [
        gate(early, Phase.DISCOVER, date(2027, month, day)).is_open
        for month, day in ((2, 28), (3, 1), (3, 31), (4, 1))
    ] == [False, True, True, False]


def test_a_first_day_does_not_open_what_one_side_has_not_approved(early):
    set_dates(early, Phase.DISCOVER, date(2020, 1, 1))

    assert not gate(early, Phase.DISCOVER, date(2027, 1, 1)).is_open


def test_the_open_phase_is_the_last_that_has_begun(early):
    today = timezone.localdate()
    approve(early, Phase.DISCOVER)
    set_dates(early, Phase.DEFINE, today + timedelta(days=2))
    approve(early, Phase.DEFINE)

    assert queries.open_phase(early.partnership) == Phase.DISCOVER

    set_dates(early, Phase.DEFINE, today)

    assert queries.open_phase(early.partnership) == Phase.DEFINE


def test_a_conversation_waits_for_its_phase_or_a_recorded_reason(early):
    conversation = draft(early)
    with pytest.raises(ActionError) as refused:
        open_it(early, conversation)
    reason = {"reason": "A deadline of the law", "by": early.users["facilitator"], "at": NOW}

    exception = actions.allow_outside_phase(partnership=early.partnership, phase=Phase.DISCOVER, **reason)
    open_it(early, conversation)

    assert refused.value.code == "phase_not_open"
    assert conversation_queries.state_of(conversation) == "open"
    assert gate(early, Phase.DISCOVER, NOW.date()).exceptions == (exception,)


def test_what_is_open_closes_with_its_phase_and_opens_again_with_a_later_last_day(universe):
    conversation, today = draft(universe), timezone.localdate()
    open_it(universe, conversation)

    set_dates(universe, Phase.DISCOVER, None, today - timedelta(days=1))
    closed = conversation_queries.state_of(conversation)
    listed = conversation_queries.conversation_in(universe.partnership, conversation.pk).get().state
    set_dates(universe, Phase.DISCOVER, None, today)

    assert (closed, listed) == ("closed", "closed")
    assert conversation_queries.state_of(conversation) == "open"


def test_after_the_last_day_work_needs_a_new_reason(universe):
    conversation, yesterday = draft(universe), timezone.localdate() - timedelta(days=1)
    now = timezone.now()
    reason = {"reason": "Two villages were cut off", "by": universe.users["officer"], "at": now}
    set_dates(universe, Phase.DISCOVER, None, yesterday)
    with pytest.raises(ActionError):
        open_it(universe, conversation, now)

    actions.allow_outside_phase(partnership=universe.partnership, phase=Phase.DISCOVER, **reason)
    open_it(universe, conversation, now)

    assert conversation_queries.state_of(conversation) == "open"


def test_the_dates_that_stood_before_are_in_the_log(universe):
    set_dates(universe, Phase.LEARN, date(2027, 1, 1), None)
    set_dates(universe, Phase.LEARN, date(2027, 2, 1), None)

    event = AuditEvent.objects.filter(kind="phase.dates_set").latest("at", "id")
    assert (event.detail["before"], event.detail["after"]) == ("2027-01-01 -", "2027-02-01 -")


def test_a_last_day_before_the_first_is_refused_beside_what_was_entered(universe, client):
    client.force_login(universe.users["officer"])

    page = client.post(f"{GATES}learn/dates/", {"opens_on": "2027-02-02", "closes_on": "2027-02-01"})

    assert page.status_code == 422
    assert 'value="2027-02-02"' in page.content.decode()
    assert not gate(universe, Phase.LEARN, date(2027, 1, 1)).closes_on


@pytest.mark.parametrize(
    ("address", "phase"),
    [
        ("insights/challenges/add/", "define"),
        ("insights/outcomes/add/", "define"),
        ("proposals/ideas/add/", "develop"),
        ("proposals/add/", "develop"),
        ("commitments/add/", "deliver"),
    ],
)
def test_a_form_that_has_to_wait_leads_to_the_reason_and_back(address, phase, early, client):
    client.force_login(early.users["officer"])
    path = f"/en/partnerships/dyffryn-gwynlas/{address}"

    page = client.get(path, follow=True)
    [(where, _status)] = page.redirect_chain
    back = client.post(where, {"reason": "It cannot wait", "next": path})

    assert where.startswith(f"{GATES}{phase}/exception/?next=")
    assert "It cannot wait" in client.get(GATES).content.decode()
    assert back.url == path
    assert client.get(path).status_code == 200


def test_a_button_that_has_to_wait_leads_to_the_reason_and_back(early, client):
    conversation = draft(early)
    client.force_login(early.users["officer"])
    path = f"/en/partnerships/dyffryn-gwynlas/conversations/{conversation.pk}/"

    where = client.post(
        f"{path}state/", {"state": "open"}, headers={"referer": f"http://testserver{path}"}
    ).url

    assert client.post(where, {"reason": "It cannot wait"}).url == path


def test_who_may_not_go_ahead_is_told_who_may(early, client):
    client.force_login(early.users["member"])

    page = client.get(f"{GATES}define/exception/")
    sent = client.post(f"{GATES}define/exception/", {"reason": "Because"})

    assert "engagement officer or facilitator" in page.content.decode()
    assert sent.status_code == 403
    assert not PhaseException.objects.exists()


@pytest.mark.parametrize("elsewhere", ["https://example.org/", "//example.org/", "javascript:alert(1)"])
def test_nobody_is_sent_to_another_site(elsewhere, early, client):
    client.force_login(early.users["officer"])

    sent = client.post(f"{GATES}define/exception/", {"reason": "Because", "next": elsewhere})

    assert sent.url == GATES


def test_an_approval_is_a_task_from_two_weeks_before_the_first_day(early, client):
    client.force_login(early.users["member"])
    home = "/en/partnerships/dyffryn-gwynlas/"
    set_dates(early, Phase.DISCOVER, timezone.localdate() + timedelta(days=15))
    before = client.get(home).content.decode()
    set_dates(early, Phase.DISCOVER, timezone.localdate() + timedelta(days=14))

    assert "Approve a phase for your side: Discover" not in before
    assert "Approve a phase for your side: Discover" in client.get(home).content.decode()
