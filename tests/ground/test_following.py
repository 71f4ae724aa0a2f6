"""Anyone follows a partnership, a place, an item or what comes of their own words, by e-mail and without an account."""

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from cyfran.core.emails.models import OutgoingEmail
from cyfran.define.insights import actions as insights
from cyfran.define.insights.models import Theme
from cyfran.discover.conversations import actions as conversations
from cyfran.ground.notifications import tasks
from cyfran.ground.notifications.models import Subscription
from cyfran.ground.people.actions import forget
from cyfran.ground.people.models import Participant

ADDRESS = "https://cyfran.example"
FOLLOW = "/en/notifications/follow/"
PARTNERSHIP = f"{FOLLOW}partnerships/dyffryn-gwynlas/"
MARI = "mari@example.org"


@pytest.fixture(autouse=True)
def configured(settings, universe):
    settings.CYFRAN_ADDRESS = ADDRESS
    cache.clear()
    OutgoingEmail.objects.all().delete()


def link_in(kind):
    """The newest link of ours in an e-mail of this kind."""
    text = OutgoingEmail.objects.filter(kind=kind).latest("written_at").text
    return re.findall(rf"{ADDRESS}(/en/notifications/follow/\S+)", text)[-1]


def follows(client, page=PARTNERSHIP, email=MARI):
    """Someone fills in the form, opens the link in the e-mail and presses the button."""
    client.post(page, {"email": email})
    client.post(link_in("follow"))
    return Subscription.objects.get()


def something_new(universe):
    by = {"by": universe.users["officer"], "at": timezone.now()}
    insight = universe.partnership.insights.first()
    return insights.write_insight(
        partnership=universe.partnership,
        text=("Nights are the hardest", "Y nosweithiau sydd anoddaf"),
        themes=list(insight.themes.all()),
        statements=[],
        findings=[],
        **by,
    )


def written(days=0):
    return tasks.write_news_of(at=timezone.now() + timedelta(days=days))


def test_nothing_is_sent_before_the_address_is_confirmed(universe, client):
    client.post(PARTNERSHIP, {"email": MARI})
    shown = Client().get(link_in("follow")).content.decode()  # a program that looks into links
    something_new(universe)

    assert "Yes, e-mail me" in shown
    assert Subscription.objects.get().confirmed_at is None
    assert written() == 0


def test_a_follower_hears_of_what_is_new_once(universe, client):
    subscription = follows(client)
    nothing_new = written()
    something_new(universe)

    first, again, next_day = written(), written(), written(days=1)

    [email] = OutgoingEmail.objects.filter(kind="news")
    assert (nothing_new, first, again, next_day) == (0, 1, 0, 0)
    assert (email.address, email.recipient) == (MARI, subscription.pk)
    assert "Nights are the hardest" in email.text
    assert f"{ADDRESS}/en/partnerships/dyffryn-gwynlas/" in email.text


def test_what_comes_later_that_day_waits_for_the_next(universe, client):
    follows(client)
    something_new(universe)
    written()
    something_new(universe)

    assert written() == 0
    assert written(days=1) == 1


def test_a_conversation_that_opens_is_news(universe, client):
    follows(client)
    by = {"by": universe.users["officer"], "at": timezone.now()}
    conversation = conversations.begin_conversation(
        partnership=universe.partnership, question=("What about Sundays?", "Beth am y Sul?"), **by
    )
    conversations.add_seed(conversation=conversation, text="S", language="en", **by)
    before = written()
    conversations.set_state(conversation=conversation, state="open", **by)

    assert (before, written()) == (0, 1)
    assert "What about Sundays?" in OutgoingEmail.objects.get(kind="news").text


def test_drafts_are_no_news(universe, client):
    follows(client)
    insight = universe.partnership.insights.first()
    insights.propose_challenge(  # members see it; nobody has agreed to it yet
        partnership=universe.partnership,
        text=("A secret plan", "Cynllun cudd"),
        insights=[insight],
        by=universe.users["officer"],
        at=timezone.now(),
    )

    assert written() == 0


def test_a_theme_is_followed_and_other_things_are_no_news_of_it(universe, client):
    themed = universe.partnership.insights.filter(themes__isnull=False).first()
    theme, other = themed.themes.first(), universe.partnership.themes.exclude(insights=themed).first()
    follows(client, f"{PARTNERSHIP}theme/{other.pk}/")
    something_new_of = {"by": universe.users["officer"], "at": timezone.now()}
    details = {"statements": [], "findings": [], "partnership": universe.partnership}
    insights.write_insight(text=("Of one", "O un"), themes=[theme], **details, **something_new_of)
    of_another = written()
    insights.write_insight(text=("Of it", "Ohono"), themes=[other], **details, **something_new_of)

    assert (of_another, written()) == (0, 1)


def test_a_place_is_followed(universe, client):
    follows(client, f"{FOLLOW}places/{universe.partnership.place.code}/")
    something_new(universe)

    assert written() == 1


def test_someone_hears_what_came_of_their_own_words(universe, client):
    client.post(f"/en/take-part/{universe.conversation.join_code}/", {"record": "on", "given": ["quote"]})
    participant = Participant.objects.latest("joined_at")
    said = conversations.submit_statement(
        participation=participant.participations.get(), text="The lamp", language="en", at=timezone.now()
    )
    by = {"by": universe.users["officer"], "at": timezone.now()}
    conversations.decide(statement=said, accepted=True, ground="fits", reason="", **by)
    follows(client, f"{FOLLOW}my-words/")
    theme = Theme.objects.filter(partnership=universe.partnership).first()
    before = written()
    insights.tag_statements(theme=theme, statements=[said], **by)

    assert (before, written()) == (0, 1)
    email = OutgoingEmail.objects.get(kind="news")
    assert "The lamp" not in email.text  # an e-mail is read by others, too
    forget_all = {"participant": participant, "at": timezone.now()}
    participant.participations.all().delete()
    forget(**forget_all)
    assert not Subscription.objects.exists()
    assert not OutgoingEmail.objects.exists()


def test_nobody_follows_words_without_taking_part(client):
    assert client.get(f"{FOLLOW}my-words/").status_code == 404


def test_one_press_stops_it_and_the_address_is_gone(universe, client):
    follows(client)
    something_new(universe)
    written()
    stop = link_in("news")
    page = client.get(stop).content.decode()

    stopped = Client(enforce_csrf_checks=True).post(stop)

    assert "Stop these e-mails" in page
    assert "We have deleted your address" in stopped.content.decode()
    assert not Subscription.objects.exists()
    assert not OutgoingEmail.objects.filter(kind="news").exists()
    assert client.get(stop).status_code == 200


def test_the_same_answer_whoever_follows_already(universe, client):
    follows(client)
    OutgoingEmail.objects.all().delete()

    again = client.post(PARTNERSHIP, {"email": MARI.upper()}).content.decode()
    new = client.post(PARTNERSHIP, {"email": "new@example.org"}).content.decode()

    assert again.replace(MARI.upper(), "X") == new.replace("new@example.org", "X")
    assert [email.address for email in OutgoingEmail.objects.all()] == ["new@example.org"]


def test_nobody_floods_a_mailbox(universe, client):
    nodes = [("theme", theme.pk) for theme in universe.partnership.themes.all()]
    pages = [f"{PARTNERSHIP}{kind}/{pk}/" for kind, pk in nodes][:6]
    answers = [client.post(page, {"email": MARI}).status_code for page in [*pages, pages[0]]]

    assert answers[:5] == [200] * 5
    assert answers[5] == 422
    assert OutgoingEmail.objects.count() == 5


def test_addresses_nobody_confirms_are_forgotten(client):
    client.post(PARTNERSHIP, {"email": MARI})
    written(days=4)

    assert not Subscription.objects.exists()


def test_what_the_public_may_not_see_cannot_be_followed(universe, client):
    challenge = insights.propose_challenge(
        partnership=universe.partnership,
        text=("A", "B"),
        insights=[universe.partnership.insights.first()],
        by=universe.users["officer"],
        at=timezone.now(),
    )
    client.force_login(universe.users["officer"])

    assert client.get(f"{PARTNERSHIP}challenge/{challenge.pk}/").status_code == 404


def test_a_site_without_an_address_says_so(settings, client):
    settings.CYFRAN_ADDRESS = ""

    answer = client.post(PARTNERSHIP, {"email": MARI})

    assert answer.status_code == 422
    assert "CYFRAN_ADDRESS" in answer.content.decode()
