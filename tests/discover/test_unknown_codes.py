"""A code that leads nowhere is asked for again, in the language that was chosen, or in both."""

import pytest


def test_before_a_language_is_chosen_both_ask_again(universe, client):
    page = client.get("/t/ZZZZZZ/")
    text = page.content.decode()

    assert page.status_code == 404
    assert 'href="/cy/take-part/"' in text and 'href="/en/take-part/"' in text
    assert "Nid ydym yn adnabod y cod hwn" in text


@pytest.mark.parametrize("path", ["take-part/ZZZZZZ/", "survey/ZZZZZZ/", "room/ZZZZZZ/"])
def test_in_a_language_it_asks_again_in_it(path, universe, client):
    page = client.get(f"/cy/{path}")

    assert page.status_code == 404
    assert "Rhowch y cod eto" in page.content.decode()


def test_another_missing_page_stays_one(universe, client):
    assert "Enter the code again" not in client.get("/en/nothing/").content.decode()
