"""Links that show a draft to whoever has them, and save nothing."""

import re
from datetime import UTC, datetime, timedelta
from unittest.mock import patch

import pytest

from cyfran.discover.conversations import actions as conversations
from cyfran.discover.surveys import actions as surveys
from cyfran.ui.previews import VALID_FOR

NOW = datetime(2026, 1, 5, tzinfo=UTC)
HOME = "/en/partnerships/dyffryn-gwynlas/"


def conversation_draft(universe, by):
    conversation = conversations.begin_conversation(
        partnership=universe.partnership, question=("Which path?", "Pa lwybr?"), **by
    )
    conversations.add_seed(conversation=conversation, text="The river path floods", language="en", **by)
    return conversation, f"{HOME}conversations/{conversation.pk}/", "The river path floods", conversations


def survey_draft(universe, by):
    survey = surveys.begin_survey(partnership=universe.partnership, name=("Paths", "Llwybrau"), **by)
    question = surveys.QuestionDraft("text", ("How do you get here?", "Sut ydych chi'n dod?"))
    surveys.add_question(survey=survey, question_draft=question, **by)
    return survey, f"{HOME}surveys/{survey.pk}/", "How do you get here?", surveys


@pytest.fixture(params=[conversation_draft, survey_draft], ids=["conversation", "survey"])
def draft(request, universe):
    return request.param(universe, {"by": universe.users["officer"], "at": NOW})


@pytest.fixture
def link(draft, universe, client):
    client.force_login(universe.users["officer"])
    page = client.get(draft[1]).content.decode()
    client.logout()
    [address] = set(re.findall(r'href="http://testserver(/en/[^"]*/preview/[^"]+)"', page))
    return address


def test_a_stranger_with_the_link_sees_the_draft(draft, link, client):
    page = client.get(link)

    assert page.status_code == 200
    assert draft[2] in page.content.decode()
    assert "This is a preview" in page.content.decode()


def test_nothing_can_be_sent_from_a_preview(link, client):
    page = client.get(link).content.decode()
    main = page[page.index("<main") : page.index("</main>")]

    assert 'method="post"' not in main
    assert not client.cookies.get("participant")


def test_a_link_that_was_changed_or_is_old_shows_nothing(link, client):
    changed = client.get(link[:-2] + ("a/" if link[-2] != "a" else "b/"))
    with patch("django.core.signing.time.time", return_value=_long_after()):
        old = client.get(link)

    assert (changed.status_code, old.status_code) == (409, 409)
    assert "preview link does not work" in old.content.decode()


def _long_after():
    return (datetime.now(UTC) + VALID_FOR + timedelta(seconds=5)).timestamp()


def test_once_it_is_open_the_link_leads_to_the_real_page(draft, link, universe, client):
    subject, _page, _text, actions = draft
    kind = "conversation" if actions is conversations else "survey"
    actions.set_state(**{kind: subject}, state="open", by=universe.users["officer"], at=NOW)

    page = client.get(link)

    assert page.status_code == 302
    assert subject.join_code in page.url


def test_a_link_to_one_kind_shows_no_other(universe, client):
    _survey, page, _text, _actions = survey_draft(universe, {"by": universe.users["officer"], "at": NOW})
    client.force_login(universe.users["officer"])
    [address] = set(
        re.findall(r'href="http://testserver(/en/[^"]*/preview/[^"]+)"', client.get(page).content.decode())
    )

    assert client.get(address.replace("/survey/", "/take-part/")).status_code == 409
