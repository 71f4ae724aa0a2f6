"""The thread: what anything rests on and what came of it, as far as whoever asks may see."""

from datetime import UTC, datetime

import pytest

from cyfran.core.thread.node_types import Reader, edges, node_types
from cyfran.core.thread.queries import later_nodes, thread_gaps, walk
from cyfran.define.insights import actions as insights
from cyfran.define.insights.models import Challenge, Insight
from cyfran.deliver.outcomes.models import Outcome
from cyfran.discover.conversations import actions as conversations
from cyfran.discover.conversations.models import Statement
from cyfran.ground.people.queries import consent_text
from cyfran.learn.library.models import LearningItem

NOW = datetime(2026, 10, 5, tzinfo=UTC)
VESTRY = "Roedd yn rhaid i mi ddweud yr un stori dair gwaith"


@pytest.fixture
def anyone(universe):
    return Reader(universe.partnership.pk, is_member=False)


@pytest.fixture
def quote(universe):
    return Statement.objects.get(text__startswith=VESTRY)


def kinds(steps):
    return {kind for found in steps.values() for kind, _ in found}


def test_every_arrow_is_a_relation_of_the_models():
    found = {(arrow.later.kind, arrow.earlier.kind) for arrow in edges()}

    assert found == {
        ("study", "review"),
        ("finding", "review"),
        ("finding", "study"),
        ("theme", "theme"),
        ("theme", "statement"),
        ("theme", "finding"),
        ("insight", "theme"),
        ("insight", "statement"),
        ("insight", "finding"),
        ("challenge", "insight"),
        ("challenge", "challenge"),
        ("shared-outcome", "challenge"),
        ("shared-outcome", "shared-outcome"),
        ("idea", "challenge"),
        ("proposal", "challenge"),
        ("proposal", "idea"),
        ("decision", "proposal"),
        ("commitment", "spoken_promise"),
        ("commitment", "proposal"),
        ("commitment", "decision"),
        ("commitment", "insight"),
        ("commitment", "shared-outcome"),
        ("feedback", "theme"),
        ("feedback", "commitment"),
        ("outcome", "shared-outcome"),
        ("outcome", "commitment"),
        ("learning", "outcome"),
        ("learning", "commitment"),
        ("proposal", "finding"),
        ("commitment", "finding"),
        ("learning", "finding"),
    }


def test_a_quote_leads_to_all_that_came_of_it(quote, anyone):
    thread = walk("statement", quote.pk, anyone)

    assert kinds(thread.forward) == {
        "theme",
        "insight",
        "challenge",
        "shared-outcome",
        "idea",
        "proposal",
        "decision",
        "commitment",
        "feedback",
        "outcome",
        "learning",
    }
    assert thread.back == {}


def test_an_outcome_leads_back_to_the_words_and_to_a_study(quote, anyone):
    outcome = Outcome.objects.get(shared_outcome__text_en="I could get help within a week.")

    thread = walk("outcome", outcome.pk, anyone)

    assert ("statement", quote.pk) in thread.nodes
    assert "study" in kinds(thread.back)


def test_the_number_of_queries_depends_on_depth_not_on_size(quote, anyone, django_assert_max_num_queries):
    with django_assert_max_num_queries(34) as before:
        walk("statement", quote.pk, anyone)
    theme = quote.themes.first()
    by = {"by": theme.by, "at": NOW}
    more = [
        conversations.add_seed(conversation=quote.conversation, text=f"One more {i}", language="en", **by)
        for i in range(30)
    ]
    insights.tag_statements(theme=theme, statements=more, **by)

    with django_assert_max_num_queries(len(before)):
        walk("statement", quote.pk, anyone)


def test_words_that_may_not_be_quoted_are_there_without_the_words(anyone):
    quiet = Statement.objects.get(text__startswith="My husband")

    thread = walk("statement", quiet.pk, anyone)

    assert thread.start.rendered.words is None
    assert "theme" in kinds(thread.forward)


def test_words_taken_back_vanish_from_every_thread_at_once(universe, quote, anyone, client):
    insight = Insight.objects.get(citations__statement=quote, text_en__startswith="Distress")
    page = f"/en/partnerships/dyffryn-gwynlas/thread/insight/{insight.pk}/"
    pages = [
        page,
        f"{page}data.json",
        f"/en/partnerships/dyffryn-gwynlas/insights/themes/{quote.themes.first().pk}/",
    ]
    assert [VESTRY in client.get(path).content.decode() for path in pages] == [True, True, True]

    conversations.change_consents(
        participation=quote.author, text=consent_text(), given=set(), language="cy", at=NOW
    )

    client.force_login(universe.users["officer"])
    assert [VESTRY in client.get(path).content.decode() for path in pages] == [False, False, False]
    assert ("statement", quote.pk) not in walk("insight", insight.pk, anyone).nodes
    home = client.get("/en/partnerships/dyffryn-gwynlas/insights/").content.decode()
    assert "Based on statements (3), themes (1) and findings (1)." in " ".join(home.split())


def test_what_is_not_agreed_is_for_members(universe, anyone):
    insight = Insight.objects.first()
    draft = insights.propose_challenge(
        partnership=universe.partnership,
        text=("A", "B"),
        insights=[insight],
        by=universe.users["officer"],
        at=NOW,
    )

    as_member = walk("insight", insight.pk, Reader(universe.partnership.pk, is_member=True))

    assert ("challenge", draft.pk) in as_member.nodes
    assert ("challenge", draft.pk) not in walk("insight", insight.pk, anyone).nodes
    assert walk("challenge", draft.pk, anyone) is None


def test_nothing_hidden_is_a_way_to_what_lies_behind_it(universe, quote, anyone):
    """Someone whose card is not let through sees no thread through it."""
    conversations.decide(
        statement=quote,
        accepted=False,
        ground="off_topic",
        reason="",
        by=universe.users["facilitator"],
        at=NOW,
    )
    challenge = Challenge.objects.get()

    assert ("statement", quote.pk) not in walk("challenge", challenge.pk, anyone).nodes
    assert walk("statement", quote.pk, anyone) is None


def test_things_of_another_partnership_are_not_there(quote):
    elsewhere = Reader(quote.pk, is_member=True)

    assert walk("statement", quote.pk, elsewhere) is None


def test_a_resident_sees_what_came_of_words_nobody_may_quote(anyone):
    quiet = Statement.objects.get(text__startswith="My husband")

    came = [node.node_type.kind for node in later_nodes([("statement", quiet.pk)], anyone)]

    assert came[:2] == ["theme", "feedback"]  # the nearest first
    assert {"commitment", "feedback", "outcome"} <= set(came)


def test_loose_ends_are_what_breaks_off(universe):
    found = thread_gaps(Reader(universe.partnership.pk, is_member=True))
    built = [
        end for end in found if end.node.node_type.kind in {"insight", "outcome", "learning", "proposal"}
    ]

    assert {end.node.rendered.words.en for end in built if end.node.node_type.kind == "proposal"} == {
        "Nights off for carers",
        "One number for everyone",
        "Listening taught at school",
    }
    assert [end for end in built if end.nothing_before] == []
    assert LearningItem.objects.count() == 7


def test_every_kind_has_a_name_and_a_phase():
    assert [stop.kind for stop in node_types() if not str(stop.name)] == []
