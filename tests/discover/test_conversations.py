import io
import json
from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError, transaction

from cyfran.cli.votes import read_votes
from cyfran.core.audit.models import AuditEvent
from cyfran.core.database import uuid7
from cyfran.core.errors import ActionError
from cyfran.discover.conversations import actions, queries
from cyfran.discover.conversations.analysis import votes_of
from cyfran.discover.conversations.models import (
    Conversation,
    Landscape,
    ModerationDecision,
    Participation,
    Statement,
    Vote,
)
from cyfran.ground.people.actions import give_consents
from cyfran.ground.people.models import Circumstance, Consent, Participant
from cyfran.ground.people.queries import circumstances_of, consent_text, participant_with_code
from cyfran.methods.opinion import landscape
from cyfran.methods.result import to_json
from tests.beside import shared_data

NOW = datetime(2026, 1, 5, tzinfo=UTC)
BASE = "/en/partnerships/dyffryn-gwynlas/conversations/"


@pytest.fixture
def someone(universe):
    return actions.join(
        conversation=universe.conversation,
        participant=None,
        text=consent_text(),
        given={"record"},
        route="qr",
        language="cy",
        at=NOW,
    )


def statement(universe):
    return queries.statements_of(universe.conversation).filter(accepted=True).first()


def vote(person, on, answer):
    return actions.cast_vote(
        participation=person, statement=on, answer=answer, selection_probability=0.1, at=NOW
    )


def refusal(action, **details):
    with pytest.raises(ActionError) as refused:
        action(**details)
    return refused.value.code


def test_the_story_tells_of_129_people_and_42_statements(universe):
    tally = queries.tally(universe.conversation)

    assert (tally.people, tally.accepted, tally.refused, tally.waiting) == (129, 42, 3, 1)
    assert (
        Circumstance.objects.filter(dimension="area").count() == 403
    )  # voters, and all others who were met or heard


def test_all_votes_are_kept_and_the_last_counts(universe, someone):
    first = statement(universe)
    for answer in (1, -1, 0):
        vote(someone, first, answer)

    assert Vote.objects.filter(participation=someone).count() == 3
    assert [v.answer for v in queries.own_data_of(someone).answers] == [0]


def test_the_database_refuses_to_change_a_vote(universe, someone):
    kept = vote(someone, statement(universe), 1)

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Vote.objects.filter(pk=kept.pk).update(answer=-1)


@pytest.mark.parametrize("change", [lambda rows: rows.update(kind="other"), lambda rows: rows.delete()])
def test_the_database_refuses_to_change_or_remove_an_event(universe, change):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        change(AuditEvent.objects.filter(kind="charter.written"))


def test_without_permission_nothing_is_kept(universe, someone):
    Consent.objects.create(
        participant=someone.participant,
        text=consent_text(),
        purpose="record",
        given=False,
        language="cy",
        how="link",
        at=NOW,
    )

    details = {
        "participation": someone,
        "statement": statement(universe),
        "answer": 1,
        "selection_probability": None,
        "at": NOW,
    }

    assert refusal(actions.cast_vote, **details) == "consent_needed"


def test_a_closed_conversation_takes_no_votes(universe, someone):
    actions.set_state(
        conversation=universe.conversation, state="closed", by=universe.users["officer"], at=NOW
    )
    details = {
        "participation": someone,
        "statement": statement(universe),
        "answer": 1,
        "selection_probability": None,
        "at": NOW,
    }

    assert refusal(actions.cast_vote, **details) == "conversation_not_open"


def test_what_is_not_accepted_cannot_be_voted_on(universe, someone):
    waiting = queries.waiting_statements(universe.conversation).first()
    details = {
        "participation": someone,
        "statement": waiting,
        "answer": 1,
        "selection_probability": None,
        "at": NOW,
    }

    assert refusal(actions.cast_vote, **details) == "statement_not_open"


def test_saying_it_twice_says_it_once(universe, someone):
    said = [
        actions.submit_statement(participation=someone, text="More benches", language="en", at=NOW)
        for _ in range(2)
    ]

    assert said[0] == said[1]


@pytest.mark.parametrize(("text", "code"), [("  ", "statement_empty"), ("x" * 281, "statement_too_long")])
def test_a_statement_has_to_fit(universe, someone, text, code):
    assert refusal(actions.submit_statement, participation=someone, text=text, language="en", at=NOW) == code


def test_a_refusal_needs_a_ground(universe):
    waiting = queries.waiting_statements(universe.conversation).first()
    details = {"statement": waiting, "accepted": False, "ground": "fits", "reason": "", "at": NOW}

    assert refusal(actions.decide, **details, by=universe.users["facilitator"]) == "rejection_needs_reason"


def test_everyone_is_asked_every_statement_once(universe, someone):
    asked = []
    while (turn := queries.next_turn(someone)).statement:
        assert queries.next_turn(someone).statement == turn.statement  # loading the page again asks the same
        assert 0 < turn.selection_probability <= 1
        asked.append(turn.statement.pk)
        vote(someone, turn.statement, 0)

    assert len(asked) == len(set(asked)) == 42


def test_a_new_statement_is_asked_sooner(universe):
    officer = universe.users["officer"]
    new = actions.add_seed(
        conversation=universe.conversation, text="Brand new", language="en", by=officer, at=NOW
    )
    people = [Participation(pk=uuid7(), conversation=universe.conversation) for _ in range(200)]

    first = sum(queries.next_turn(person).statement == new for person in people)

    # 36 are expected, and so few as 9 once in ten million runs; without the weight it would be 5
    assert first >= 10


def test_erasing_takes_everything_and_leaves_no_trace_of_whose(universe, someone, client):
    participant = someone.participant
    vote(someone, statement(universe), 1)
    said = actions.submit_statement(participation=someone, text="Only mine", language="en", at=NOW)
    from cyfran.ground.people.actions import record_circumstances

    record_circumstances(participant=participant, answers={"area": "SYN-A01"}, at=NOW)
    before = Circumstance.objects.count()

    actions.erase(participation=someone, at=NOW)

    assert not Participant.objects.filter(pk=participant.pk).exists()
    assert not Participation.objects.filter(pk=someone.pk).exists()
    assert not Statement.objects.filter(pk=said.pk).exists()
    assert not Vote.objects.filter(participation=someone.pk).exists()
    assert not Consent.objects.filter(participant=participant.pk).exists()
    assert Circumstance.objects.count() == before - 1
    assert AuditEvent.objects.filter(kind="participant.erased").count() == 1


def test_circumstances_do_not_say_whose_they_are(universe, someone):
    from cyfran.ground.people.actions import record_circumstances

    record_circumstances(participant=someone.participant, answers={"sex": "female"}, at=NOW)
    record_circumstances(participant=someone.participant, answers={"sex": "male"}, at=NOW)

    told = circumstances_of(someone.participant).get()

    assert told.category == "female"  # frozen as first told
    assert str(someone.participant.pk) not in {str(value) for value in vars(told).values()}


def test_a_landscape_is_worked_out_once_for_the_same_data(universe, someone):
    conversation = universe.conversation
    assert queries.stale_conversations(before=NOW) == []

    vote(someone, statement(universe), 1)
    assert queries.stale_conversations(before=NOW) == [conversation]
    first = actions.renew_landscape(conversation=conversation, at=NOW)
    again = actions.renew_landscape(conversation=conversation, at=NOW)

    assert first == again
    assert queries.stale_conversations(before=NOW) == []


def test_results_hold_nothing_of_someone_who_was_erased(universe, someone):
    conversation = universe.conversation
    vote(someone, statement(universe), 1)
    with_them = actions.renew_landscape(conversation=conversation, at=NOW)
    assert someone.label in with_them.data()["assignment"]

    actions.erase(participation=someone, at=NOW)

    assert not Landscape.objects.filter(conversation=conversation).exists()
    assert queries.stale_conversations(before=NOW) == [conversation]
    anew = actions.renew_landscape(conversation=conversation, at=NOW)
    assert someone.label not in anew.data()["assignment"]


def imported(client, folder):
    """The conversation that an officer gets who sends the files of a folder through the page."""
    with (folder / "votes.csv").open("rb") as votes, (folder / "comments.csv").open("rb") as comments:
        details = {
            "question_en": "Q",
            "question_cy": "C",
            "language": "en",
            "votes": votes,
            "comments": comments,
        }
        assert client.post(f"{BASE}import/", details).status_code == 302
    return Conversation.objects.latest("began_at")


@pytest.mark.parametrize("name", ["london.youth.policing", "ssis.land-bank-farmland.2rumnecbeh.2021-08-01"])
def test_an_import_through_the_page_gives_the_bytes_of_the_command_line(name, universe, client):
    folder = shared_data("polis", name)
    client.force_login(universe.users["officer"])
    conversation = imported(client, folder)

    for mode in ("recommended", "compatible"):
        result = client.post(f"{BASE}{conversation.pk}/landscape/result/", {"mode": mode})

        assert result.content.decode() == to_json(landscape(read_votes(folder).votes, mode=mode).to_dict())


def test_of_votes_without_moments_the_later_row_counts_everywhere(universe, client, tmp_path):
    (tmp_path / "votes.csv").write_text("comment-id,voter-id,vote\n0,a,1\n0,b,1\n0,a,-1\n")
    (tmp_path / "comments.csv").write_text("comment-id,comment-body\n0,Hello\n")
    client.force_login(universe.users["officer"])

    kept = votes_of(imported(client, tmp_path))

    assert kept.answers.tolist() == read_votes(tmp_path).votes.answers.tolist() == [-1, 1]


def test_what_was_imported_leaves_as_it_came(universe, client, tmp_path):
    folder = shared_data("polis", "london.youth.policing")
    client.force_login(universe.users["officer"])
    conversation = imported(client, folder)

    for name in ("votes.csv", "comments.csv"):
        (tmp_path / name).write_bytes(client.get(f"{BASE}{conversation.pk}/{name}").content)

    assert read_votes(tmp_path).votes.input_sha256() == read_votes(folder).votes.input_sha256()


def test_an_import_that_is_begun_again_is_kept_once(universe, client):
    from cyfran.core.files.models import ImportJob
    from cyfran.discover.conversations.tasks import read_import

    client.force_login(universe.users["officer"])
    votes = io.BytesIO(b"comment-id,voter-id,vote\n0,a,1\n")
    comments = io.BytesIO(b"comment-id,comment-body\n0,Hello\n")
    details = {"question_en": "Q", "question_cy": "C", "language": "en", "votes": votes, "comments": comments}
    client.post(f"{BASE}import/", details)
    import_job = ImportJob.objects.latest("at")

    read_import.call(str(import_job.pk), "Q", "C", "en", str(universe.partnership.pk))

    assert Conversation.objects.filter(import_job=import_job).count() == 1


def test_refused_words_are_shown_only_to_those_who_decide(universe, client):
    path = f"{BASE}{universe.conversation.pk}/statements/not-shown/"
    words = b"oils that cure stress"

    as_stranger = client.get(path).content
    client.force_login(universe.users["facilitator"])

    assert words not in as_stranger
    assert b"advertises something" in as_stranger
    assert words in client.get(path).content


def test_statements_are_shown_as_text(universe, client):
    officer = universe.users["officer"]
    text = "<script>alert(1)</script> {{ 7 * 7 }}"
    actions.add_seed(conversation=universe.conversation, text=text, language="en", by=officer, at=NOW)
    actions.renew_landscape(conversation=universe.conversation, at=NOW)

    page = client.get(f"{BASE}{universe.conversation.pk}/landscape/").content.decode()

    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_words_taken_back_are_shown_nowhere_and_asked_of_nobody(universe, client, someone):
    conversation, facilitator = universe.conversation, universe.users["facilitator"]
    words = "The chapel clock has stopped"
    actions.change_consents(
        participation=someone, text=consent_text(), given={"quote"}, language="en", at=NOW
    )
    said = actions.submit_statement(participation=someone, text=words, language="en", at=NOW)
    actions.decide(statement=said, accepted=True, ground="fits", reason="", by=facilitator, at=NOW)
    actions.renew_landscape(conversation=conversation, at=NOW)
    base = f"{BASE}{conversation.pk}/"
    client.force_login(universe.users["officer"])
    paths = [f"{base}landscape/", f"{base}comments.csv"]
    assert [words in client.get(path).content.decode() for path in paths] == [True, True]

    actions.change_consents(participation=someone, text=consent_text(), given=set(), language="en", at=NOW)

    assert [words in client.get(path).content.decode() for path in paths] == [False, False]
    assert not queries.open_statements(conversation).filter(pk=said.pk).exists()
    assert queries.own_data_of(someone).statements[0].text == words  # they themselves still see them


def test_words_on_a_card_are_kept_under_its_code_and_wait_to_be_read(universe):
    conversation, officer = universe.conversation, universe.users["officer"]
    code = actions.issue_paper_codes(conversation=conversation, how_many=1, by=officer, at=NOW)[0]
    card = {
        "conversation": conversation,
        "text": "Bara brith",
        "language": "cy",
        "consent_text": consent_text(),
        "by": officer,
    }

    said = actions.write_down(**card, code=code.lower(), given={"record"}, at=NOW)

    assert (said.author.participant, said.route) == (participant_with_code(code), "paper")
    assert said in queries.waiting_statements(conversation)
    refusals = []
    for wrong in ({"code": "AAAA-AAAA", "given": {"record"}}, {"code": code, "given": set()}):
        with pytest.raises(ActionError) as refused:
            actions.write_down(**card | wrong, at=NOW)
        refusals.append(refused.value.code)
    assert refusals == ["code_not_of_this_conversation", "consent_needed_to_write_down"]


@pytest.fixture
def own_code(universe, client):
    """Someone who takes part on their own phone, allows to be quoted, and has a code."""
    client.post(f"/cy/take-part/{universe.conversation.join_code}/", {"record": "on", "quote": "on"})
    participant = Participation.objects.latest("at").participant
    return actions.give_code(participant=participant, at=NOW)


def written_under(code, universe, given, at=NOW):
    return actions.write_down(
        conversation=universe.conversation,
        code=code,
        text=f"Said aloud, {sorted(given)}",
        language="en",
        consent_text=consent_text(),
        given=given,
        by=universe.users["officer"],
        at=at,
    )


@pytest.mark.parametrize(("aloud", "cleared"), [({"record"}, False), ({"record", "quote"}, True)])
def test_what_somebody_writes_down_changes_nobodys_own_consents(aloud, cleared, universe, own_code):
    holder = participant_with_code(own_code)
    before = list(Consent.objects.filter(participant=holder).values())

    said = written_under(own_code, universe, aloud)

    seen = queries.statements_of(universe.conversation).get(pk=said.pk)
    assert list(Consent.objects.filter(participant=holder).values()) == before
    assert (seen.cleared, seen.taken_back, seen.route) == (cleared, False, "in_person")


def test_words_that_were_allowed_aloud_are_taken_back_by_oneself_later(universe, own_code):
    holder = participant_with_code(own_code)
    said = written_under(own_code, universe, {"record", "quote"})
    later = NOW + timedelta(days=1)

    give_consents(
        participant=holder, text=consent_text(), given={"record"}, language="cy", how="link", at=later
    )

    seen = queries.statements_of(universe.conversation).get(pk=said.pk)
    assert (seen.cleared, seen.taken_back) == (False, True)


def test_nothing_is_written_down_for_who_no_longer_allows_it(universe, own_code):
    holder = participant_with_code(own_code)
    give_consents(participant=holder, text=consent_text(), given=set(), language="cy", how="link", at=NOW)

    with pytest.raises(ActionError) as refused:
        written_under(own_code, universe, {"record", "quote"})

    assert refused.value.code == "consent_needed_to_write_down"


def test_words_of_who_holds_a_code_are_theirs_to_take_back(universe, own_code):
    said = written_under(own_code, universe, {"record", "quote"})

    with pytest.raises(ActionError) as refused:
        actions.withdraw_statement(statement=said, by=universe.users["officer"], at=NOW)

    assert refused.value.code == "words_belong_to_participant"


def test_everything_someone_gave_can_be_taken_along(universe, client):
    code = universe.conversation.join_code
    client.post(f"/en/take-part/{code}/", {"record": "on", "quote": "on"})
    client.post(f"/en/take-part/{code}/say/", {"text": "More benches", "language": "en"})

    data = json.loads(client.get(f"/en/take-part/{code}/mine/download/").content)

    assert data["statements"][0]["text"] == "More benches"
    assert data["consents"] == {"record": True, "quote": True, "reuse": False}


def test_a_slip_of_paper_lets_one_person_in_and_back(universe, client):
    officer = universe.users["officer"]
    slip = actions.issue_paper_codes(conversation=universe.conversation, how_many=2, by=officer, at=NOW)[0]
    code = universe.conversation.join_code

    client.post("/cy/take-part/", {"code": slip.lower()})
    joined = client.post(f"/cy/take-part/{code}/", {"record": "on"})

    assert joined.status_code == 302
    assert Consent.objects.latest("id").how == "paper"


def test_trying_codes_one_after_another_is_stopped(universe, client):
    own, of_room = (
        ("AAAAA{}", 30),
        ("AAA{}", 300),
    )  # codes of rooms are mistyped by a whole hall behind one address
    for shape, most in (own, of_room):
        codes = [shape.format(i) for i in range(100, 102 + most)]
        answers = [client.post("/en/take-part/", {"code": code}).status_code for code in codes]

        assert answers[:most] == [422] * most
        assert answers[most:] == [429, 429]


def test_a_right_code_is_no_try(universe, client):
    code = universe.conversation.join_code

    assert {client.post("/en/take-part/", {"code": code}).status_code for _ in range(40)} == {302}


def test_a_forged_cookie_lets_nobody_in(universe, client):
    participant = Participation.objects.filter(conversation=universe.conversation).first().participant
    client.cookies["cyfran-part"] = f"{participant.pk}:forged"

    response = client.get(f"/en/take-part/{universe.conversation.join_code}/mine/")

    assert response.status_code == 302


def test_decisions_are_added_never_changed(universe):
    waiting, facilitator = (
        queries.waiting_statements(universe.conversation).first(),
        universe.users["facilitator"],
    )
    for accepted, ground in ((True, "fits"), (False, "off_topic")):
        actions.decide(statement=waiting, accepted=accepted, ground=ground, reason="", by=facilitator, at=NOW)

    assert ModerationDecision.objects.filter(statement=waiting).count() == 2
    assert queries.statements_of(universe.conversation).get(pk=waiting.pk).accepted is False
    assert Landscape.objects.count() == 1


def test_a_question_is_corrected_until_somebody_takes_part(universe, client):
    officer = universe.users["officer"]
    client.force_login(officer)
    draft = actions.begin_conversation(
        partnership=universe.partnership, question=("Waht?", "Beth?"), by=officer, at=NOW
    )
    texts = {"question_en": "What?", "question_cy": "Beth?", "introduction_en": "", "introduction_cy": ""}

    client.post(f"/en/partnerships/dyffryn-gwynlas/conversations/{draft.pk}/change/", texts)
    answered = universe.conversation
    refused = client.post(f"/en/partnerships/dyffryn-gwynlas/conversations/{answered.pk}/change/", texts)

    draft.refresh_from_db()
    answered.refresh_from_db()
    assert draft.question_en == "What?"
    assert "its question stays as it is" in refused.content.decode()
    assert answered.question_en != "What?"


def test_an_introduction_is_corrected_at_any_time(universe, client):
    conversation = universe.conversation
    client.force_login(universe.users["officer"])
    texts = {
        "question_en": conversation.question_en,
        "question_cy": conversation.question_cy,
        "introduction_en": "Why we ask",
        "introduction_cy": "Pam rydyn ni'n gofyn",
    }

    client.post(f"/en/partnerships/dyffryn-gwynlas/conversations/{conversation.pk}/change/", texts)

    conversation.refresh_from_db()
    assert conversation.introduction_en == "Why we ask"
