"""Someone with an account signs in by a code sent to them, and out again; a wrong code gets them nowhere."""

import pytest

from tests.journeys.conftest import PHONE

WRONG = {"en": "Incorrect code", "cy": "Nid yw'r cod yn gywir"}
MEMBER = {"en": "You are a member", "cy": "Rydych chi'n aelod"}


@pytest.mark.parametrize("scripts", [True, False], ids=["with-scripts", "without-scripts"])
@pytest.mark.parametrize("language", ["en", "cy"])
def test_signing_in_and_out(language, scripts, visitor):
    email = {"en": "evaluator@example.org", "cy": "member@example.org"}[language]
    someone = visitor(language, PHONE, scripts=scripts)
    someone.signs_in(email)
    someone.sees(MEMBER[language])
    someone.finds_the_page_accessible()

    someone.activates(someone.page.locator(".cy-header__sign-out"))

    someone.does_not_see(MEMBER[language])


@pytest.mark.parametrize("language", ["en", "cy"])
def test_a_wrong_code_says_so(language, visitor):
    someone = visitor(language, PHONE)
    someone.opens("sign-in/")
    someone.fills(email="board@example.org")
    someone.sends()
    someone.fills(code="XXXX-XXXX")
    someone.sends_the_code()

    someone.sees(WRONG[language])
    someone.finds_the_page_accessible()


@pytest.mark.parametrize("language", ["en", "cy"])
def test_an_address_without_an_account_is_not_given_away(language, visitor, site):
    stranger = visitor(language, PHONE)
    stranger.opens("sign-in/")
    stranger.fills(email=f"stranger-{language}@example.org")
    stranger.sends()

    stranger.page.locator("[name=code]").wait_for()
    assert site.letter_to(f"stranger-{language}@example.org").count("Dim cyfrif") == 1
