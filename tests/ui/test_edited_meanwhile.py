"""Two people change one thing: the second sees what the first did, and their own words are kept."""

import re

import pytest
from django.test import Client

ADDRESS = "/en/partnerships/dyffryn-gwynlas/change/"
TEXTS = {"name_en": "Name", "name_cy": "Enw", "purpose_en": "Purpose", "purpose_cy": "Diben"}


@pytest.fixture
def two(universe):
    """Two officers who have opened the same page."""
    browsers = Client(), Client()
    for browser in browsers:
        browser.force_login(universe.users["officer"])
    return browsers


def stands(page):
    return re.search(r'name="stands" value="(\w+)"', page.content.decode())[1]


def test_the_second_is_told_what_the_first_wrote_and_decides(two, universe):
    first, second = two
    seen = stands(second.get(ADDRESS))
    first.post(ADDRESS, TEXTS | {"name_en": "What the first wrote", "stands": stands(first.get(ADDRESS))})

    told = second.post(ADDRESS, TEXTS | {"name_en": "What the second wrote", "stands": seen})
    universe.partnership.refresh_from_db()
    after_the_first_try = universe.partnership.name_en
    again = second.post(ADDRESS, TEXTS | {"name_en": "What the second wrote", "stands": stands(told)})
    universe.partnership.refresh_from_db()

    page = told.content.decode()
    assert (told.status_code, again.status_code) == (422, 302)
    assert "It now says: What the first wrote" in page
    assert 'value="What the second wrote"' in page or "What the second wrote</textarea>" in page
    assert after_the_first_try == "What the first wrote"
    assert universe.partnership.name_en == "What the second wrote"


def test_so_it_is_with_every_text_that_a_chapter_registers(two, universe):
    first, second = two
    proposal = universe.partnership.challenges.get().proposals.filter(decisions=None).first()
    address = f"/en/partnerships/dyffryn-gwynlas/correct/proposal/{proposal.pk}/"
    texts = {"title_en": "T", "title_cy": "T", "plan_en": "P", "plan_cy": "P"}
    seen = stands(second.get(address))

    first.post(address, texts | {"stands": seen})

    assert second.post(address, texts | {"title_en": "Mine", "stands": seen}).status_code == 422
