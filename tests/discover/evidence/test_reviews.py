"""The protocol of a review."""

import pytest
from django.db import IntegrityError, transaction

from cyfran.discover.evidence.reviews.queries import protocol_of
from tests.discover.evidence.review_cases import BASE, PICO, WALKS, add_protocol, refusal_code


def test_what_a_version_changed_is_shown(review, client):
    add_protocol(review)
    add_protocol(review, include="Trials\nInterviews")

    page = client.get(f"{BASE}{review.review.pk}/protocol/").content.decode()

    assert "<del>Trials</del> <ins>Trials\nInterviews</ins>" in page
    assert "after screening began" not in page


def test_a_protocol_change_after_screening_began_needs_a_reason(review, client):
    add_protocol(review)
    record, *_ = review.add_records(WALKS)
    review.screen(record, "include")

    assert refusal_code(lambda: add_protocol(review, include="All")) == "protocol_change_needs_reason"
    add_protocol(review, include="All", why="Too few were found")

    page = client.get(f"{BASE}{review.review.pk}/protocol/").content.decode()
    assert "Too few were found" in page
    assert "after screening began" in page


def test_a_protocol_version_cannot_be_changed_in_the_database(review):
    protocol = add_protocol(review)

    with pytest.raises(IntegrityError), transaction.atomic():
        type(protocol).objects.filter(pk=protocol.pk).update(include="All")


def test_the_protocol_form_keeps_what_was_typed(review, client):
    client.force_login(review.evaluator)
    address = f"{BASE}{review.review.pk}/protocol/pico/"

    missing = client.post(address, {"language": "cy", "population": "Ffermwyr"})
    complete = client.post(address, {"language": "cy", "include": "Treialon", **PICO})

    assert "Ffermwyr" in missing.content.decode()
    assert complete.status_code == 302
    assert protocol_of(review.review).language == "cy"
    assert client.get(f"{BASE}{review.review.pk}/protocol/unknown/").status_code == 404
