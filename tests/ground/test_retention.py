"""Records are deleted after the months that the operators chose, and the privacy page says the same."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from cyfran.core.accounts.actions import open_account
from cyfran.core.accounts.models import User
from cyfran.core.audit.models import AuditEvent
from cyfran.core.files.actions import keep_upload, start_import
from cyfran.core.retention import months_before, retentions
from cyfran.core.site.actions import choose_retention, drop_expired
from cyfran.core.site.models import RetentionPeriod
from cyfran.core.site.queries import retention_months
from cyfran.discover.conversations import actions as conversations
from cyfran.discover.events import actions as events
from cyfran.discover.events.models import Attendance, SignUp
from cyfran.ground.notifications.actions import follow
from cyfran.ground.notifications.models import Subscription
from cyfran.ground.partnerships.models import Membership, Partnership
from cyfran.ground.people.models import Participant
from cyfran.ground.people.queries import consent_text

NOW = datetime(2031, 6, 1, 12, tzinfo=UTC)


@pytest.fixture
def operator(client, universe):
    client.force_login(universe.operator)
    return client


@pytest.fixture(autouse=True)
def real(universe):
    """The partnership of the story as a real one: what is invented is never deleted."""
    Partnership.objects.filter(pk=universe.partnership.pk).update(is_example=False)


def joins(universe, at):
    """Someone with a code of their own who joined then."""
    participation = conversations.join(
        conversation=universe.conversation,
        participant=None,
        text=consent_text(),
        given={"record"},
        route="link",
        language="cy",
        at=at,
    )
    conversations.give_code(participant=participation.participant, at=at)
    participation.participant.refresh_from_db()
    return participation


def test_the_privacy_page_lists_every_kind_with_the_months_that_hold(operator):
    values = {retention.kind: retention.months for retention in retentions()}

    saved = operator.post("/en/site/retention/", values | {"codes": "7"})

    page = operator.get("/en/about/privacy/").content.decode()
    assert saved.status_code == 302
    assert retention_months()["codes"] == 7
    assert RetentionPeriod.objects.count() == 1  # what stayed the same is not recorded again
    for retention in retentions():
        assert str(retention.what) in page


@pytest.mark.parametrize("months", ["0", "-1", "601", "x", ""])
def test_an_impossible_number_is_refused(months, operator):
    values = {retention.kind: retention.months for retention in retentions()}

    assert operator.post("/en/site/retention/", values | {"codes": months}).status_code == 422
    assert not RetentionPeriod.objects.exists()


def test_only_operators_choose(universe, client):
    client.force_login(universe.users["officer"])

    assert client.get("/en/site/retention/").status_code == 403


def test_codes_end_and_what_was_given_stays_unless_someone_took_part_again(universe, settings):
    settings.CYFRAN_ADDRESS = "https://cyfran.example"
    cut = months_before(NOW, 24)
    old, new, came_back = (joins(universe, cut + timedelta(days=days)) for days in (-1, 1, -1))
    follow(email="a@example.org", language="en", at=cut, participant=old.participant)
    statement = universe.conversation.statements.filter(is_seed=True).first()
    conversations.cast_vote(
        participation=came_back,
        statement=statement,
        answer=1,
        selection_probability=None,
        at=cut + timedelta(days=2),
    )

    dropped = drop_expired(at=NOW)

    digests = {person.pk: person.participant for person in (old, new, came_back)}
    for participant in digests.values():
        participant.refresh_from_db()
    assert dropped["codes"] >= 1
    assert not Subscription.objects.filter(participant=old.participant).exists()
    assert digests[old.pk].code_digest is None
    assert digests[new.pk].code_digest and digests[came_back.pk].code_digest
    assert universe.conversation.participations.filter(pk=old.pk).exists()


def test_sign_ups_go_and_who_came_stays(universe):
    ended = universe.partnership.events.get(name_en="An evening of results")
    details = {"participant": None, "group": None, "needs": {}, "email": "", "language": "cy"}
    events.sign_up(event=ended, **details, at=ended.starts_at)
    attended = Attendance.objects.count()

    drop_expired(at=ended.ends_at + timedelta(days=366))

    assert not SignUp.objects.filter(event=ended).exists()
    assert Attendance.objects.count() == attended


def test_files_of_imports_go_and_their_names_stay(universe):
    by = universe.users["officer"]
    old, other = (
        keep_upload(file=SimpleUploadedFile(name, b"x"), purpose="polis", by=by, at=NOW - timedelta(days=999))
        for name in ("votes.csv", "paper.pdf")
    )
    start_import(uploads=[old], purpose="polis", within=universe.partnership.pk, by=by, at=NOW)

    drop_expired(at=NOW)

    old.refresh_from_db()
    other.refresh_from_db()
    assert (old.name, bool(old.content)) == ("votes.csv", False)
    assert other.content  # a full text, say: a study rests on it


def test_nothing_is_deleted_before_its_time(universe):
    people = Participant.objects.filter(code_digest__isnull=False).count()

    drop_expired(at=datetime(2025, 2, 1, tzinfo=UTC))

    assert Participant.objects.filter(code_digest__isnull=False).count() == people
    assert not AuditEvent.objects.filter(kind="participant.erased", at__year=2025, at__month=2).exists()


def test_what_is_invented_is_kept(universe):
    Partnership.objects.filter(pk=universe.partnership.pk).update(is_example=True)
    invented = joins(universe, datetime(2020, 1, 1, tzinfo=UTC))

    drop_expired(at=NOW)

    invented.participant.refresh_from_db()
    assert invented.participant.code_digest


def test_a_longer_time_is_kept(universe):
    choose_retention(months={"codes": 600}, by=universe.operator, at=NOW)
    old = joins(universe, months_before(NOW, 100))

    drop_expired(at=NOW)

    old.participant.refresh_from_db()
    assert old.participant.code_digest


def test_accounts_without_a_role_end_and_the_names_beside_decisions_stay(universe):
    long_ago = months_before(NOW, 25)
    stranger = open_account(email="stranger@example.org", name="Nobody", language="en", at=long_ago)
    board = universe.users["board"]
    User.objects.update(created_at=long_ago, last_login=None)
    Membership.objects.filter(user=board).update(left_at=long_ago)

    drop_expired(at=NOW)

    board.refresh_from_db()
    assert not User.objects.filter(pk=stranger.pk).exists()
    assert (board.is_active, board.email.endswith(".invalid"), bool(board.name)) == (False, True, True)
    assert User.objects.filter(is_active=True, email=universe.users["officer"].email).exists()
    assert User.objects.filter(is_active=True, pk=universe.operator.pk).exists()


def test_an_account_whose_role_ended_of_late_is_kept(universe):
    board = universe.users["board"]
    User.objects.update(created_at=months_before(NOW, 25), last_login=None)
    Membership.objects.filter(user=board).update(left_at=months_before(NOW, 23))

    drop_expired(at=NOW)

    board.refresh_from_db()
    assert board.is_active
