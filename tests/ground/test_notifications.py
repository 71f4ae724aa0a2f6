"""Members hear: an invitation, a commitment to accept, what is waiting for them."""

import re
from datetime import UTC, datetime

import pytest
from django.core import mail

from cyfran.core.emails.actions import send_waiting_emails
from cyfran.core.emails.models import OutgoingEmail
from cyfran.core.errors import ActionError
from cyfran.core.site.models import SiteError
from cyfran.ground.notifications import actions, queries, tasks
from cyfran.ground.notifications.tasks import token_of, write_digests_of

MONDAY, TUESDAY = datetime(2026, 10, 5, 8, tzinfo=UTC), datetime(2026, 10, 6, 8, tzinfo=UTC)


@pytest.fixture(autouse=True)
def address(settings):
    settings.CYFRAN_ADDRESS = "https://cyfran.example/"


def sent():
    send_waiting_emails(at=datetime.now(UTC))
    return {letter.to[0]: letter for letter in mail.outbox}


def test_a_new_member_is_told_so_in_their_language(universe, client):
    client.force_login(universe.users["officer"])
    member = {
        "email": "newydd@example.org",
        "name": "Mari Newydd",
        "language": "cy",
        "side": "community",
        "role": "member",
    }

    client.post("/en/partnerships/dyffryn-gwynlas/members/add/", member)

    letter = sent()["newydd@example.org"]
    assert letter.subject.startswith("Rydych yn un o aelodau ")
    assert "Mari Newydd" in letter.body
    link = re.search(r"https://cyfran\.example(/cy/sign-in/\S+)", letter.body)[1]
    assert client.get(link, follow=True).status_code == 200


def test_who_has_something_to_do_is_told_on_mondays_once(universe):
    numbers = [write_digests_of(at=MONDAY), write_digests_of(at=MONDAY), write_digests_of(at=TUESDAY)]
    letters = sent()

    assert numbers[0] > 0 and numbers[1:] == [0, 0]
    assert len(letters) == numbers[0]
    officer = letters["officer@example.org"]
    assert "https://cyfran.example/en/" in officer.body or "https://cyfran.example/cy/" in officer.body
    # Every link leads somewhere that this person may open
    assert officer.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_every_link_of_a_digest_opens_for_whom_it_is(universe, client):
    write_digests_of(at=MONDAY)
    officer = sent()["officer@example.org"]
    client.force_login(universe.users["officer"])

    links = re.findall(r"https://cyfran\.example(\S+)", officer.body)

    assert len(links) > 1
    assert {path: client.get(path).status_code for path in links} == dict.fromkeys(links, 200)


@pytest.mark.parametrize(("frequency", "days"), [("daily", (1, 1)), ("weekly", (1, 0)), ("off", (0, 0))])
def test_a_digest_comes_as_often_as_chosen(frequency, days, universe, client):
    officer = universe.users["officer"]
    client.force_login(officer)
    page = client.get("/cy/notifications/").content.decode()
    client.post("/cy/notifications/", {"frequency": frequency})

    for moment in (MONDAY, TUESDAY):
        write_digests_of(at=moment)

    keys = [f"digest:{officer.pk}:{moment.date()}" for moment in (MONDAY, TUESDAY)]
    assert tuple(OutgoingEmail.objects.filter(key=key).count() for key in keys) == days
    assert 'value="weekly" checked' in page or re.search(r'value="weekly"[^>]* checked', page)


def test_one_press_stops_digests_without_signing_in(universe, client):
    member = universe.users["member"]
    path = f"/cy/notifications/unsubscribe/{token_of(member)}/"

    opened = client.get(path)
    before = queries.frequency_of(member)
    client.post(path, {"List-Unsubscribe": "One-Click"})

    assert (opened.status_code, before, queries.frequency_of(member)) == (200, "weekly", "off")
    assert client.get("/cy/notifications/unsubscribe/forged/").status_code == 404


def test_who_has_left_or_has_nothing_to_do_gets_no_digest(universe):
    universe.partnership.memberships.update(left_at=MONDAY)

    assert write_digests_of(at=MONDAY) == 0


def test_owners_are_asked_to_accept_a_commitment(universe, client):
    client.force_login(universe.users["officer"])
    page = "/en/partnerships/dyffryn-gwynlas/commitments/add/"
    form = client.get(page).content.decode()
    institution, community = universe.users["board"], universe.users["member"]
    proposal = re.search(r'name="insights"[^>]*value="([^"]+)"', form)[1]

    answer = client.post(
        page,
        {
            "text_en": "A bus on Sundays",
            "text_cy": "Bws ar y Sul",
            "institution_owner": str(institution.pk),
            "community_owner": str(community.pk),
            "insights": [proposal],
            "first_due_0": "1",
            "first_due_1": "5",
            "first_due_2": "2099",
            "first_due": "2099-05-01",
        },
    )

    assert answer.status_code == 302, answer.content.decode()
    letters = sent()
    assert {institution.email, community.email} <= set(letters)
    texts = {"cy": "Bws ar y Sul", "en": "A bus on Sundays"}
    assert texts[community.language] in letters[community.email].body
    assert "/commitments/" in letters[community.email].body


def test_who_chooses_nothing_is_asked_to_sign_in(client, db):
    assert client.get("/en/notifications/").status_code == 403


def test_a_frequency_that_is_none_is_refused(universe):
    with pytest.raises(ActionError):
        actions.choose_frequency(user=universe.users["member"], frequency="hourly", at=MONDAY)


def test_a_digest_that_cannot_be_written_keeps_nobody_else_from_theirs(universe, monkeypatch):
    number = write_digests_of(at=MONDAY)
    OutgoingEmail.objects.all().delete()
    whole = tasks._write_digest

    def fails_for_the_officer(user, *more):
        if user == universe.users["officer"]:
            raise ValueError("something unforeseen")
        return whole(user, *more)

    monkeypatch.setattr(tasks, "_write_digest", fails_for_the_officer)

    assert write_digests_of(at=MONDAY) == number - 1
    assert SiteError.objects.filter(place="write_digests").exists()
