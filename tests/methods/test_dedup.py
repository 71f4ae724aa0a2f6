"""Which references are one: the labelled sets, and what is never joined without a person."""

import csv

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cyfran.methods.dedup import Bibliographic, deduplicate, doi_of
from tests.beside import shared_data

WALK = Bibliographic(
    "Walking groups and wellbeing in later life: a randomised trial",
    "Price, Ann; Rees, Bryn",
    "2019",
    "Health & Place",
    "41",
    "101-109",
    "10.1000/walk.1",
    "Background: walking groups are common. We asked whether they help.",
)


def like(**changes):
    return Bibliographic(**{**vars(WALK), **changes})


def only(pairs):
    (pair,) = pairs
    return pair


@pytest.mark.parametrize(
    "other",
    [
        like(title="Walking Groups and Well-being in Later Life: A Randomised Trial."),
        like(authors="Price A; Rees B", journal="Health and place", pages="101-9", doi=""),
        like(doi="https://doi.org/10.1000/WALK.1", abstract="", pages=""),
        like(
            title="Walking groups and wellbeing in later life : a randomised trial [Erratum appears in 2020]"
        ),
        like(year="2020", pages="", volume=""),
    ],
)
def test_copies_are_certain(other):
    found = deduplicate([WALK, other])

    assert (found.cluster, only(found.pairs).decision) == ((0, 0), "certain")


@pytest.mark.parametrize(
    "other",
    [
        like(doi="10.1000/walk.2"),
        like(year="2022"),
        like(title="Walking groups and wellbeing in later life: a randomised trial, part 2"),
    ],
)
def test_a_person_sees_what_differs_in_what_matters(other):
    found = deduplicate([WALK, other])

    assert [pair.decision for pair in found.pairs] in (["review"], [])


def test_works_of_the_same_authors_stay_apart():
    choirs = like(
        title="Choirs, loneliness and hope",
        pages="200-220",
        doi="10.1000/choir",
        abstract="Choirs bring people together.",
    )

    assert deduplicate([WALK, choirs]).cluster == (0, 1)


def test_a_chain_does_not_join_two_dois():
    between = like(doi="", title=WALK.title + ".")
    other = like(doi="10.1000/walk.9")

    found = deduplicate([WALK, between, other])

    certain = [{pair.first, pair.second} for pair in found.pairs if pair.decision == "certain"]
    assert len(certain) == 1
    assert found.cluster == (0, 0, 0)
    assert "review" in found.decision


@pytest.mark.parametrize("records", [[], [WALK], [Bibliographic(""), Bibliographic("")]])
def test_little_to_compare(records):
    assert deduplicate(records).pairs == ()


@given(st.permutations(range(6)))
def test_the_order_of_records_is_irrelevant(order):
    records = [
        WALK,
        like(authors="Price A; Rees B"),
        like(year="2023"),
        Bibliographic("Choirs"),
        Bibliographic("Choirs", "Hughes, C."),
        Bibliographic("Gardens and health", year="2001"),
    ]

    def together(found, names):
        return {
            frozenset(names[i] for i in range(6) if found.cluster[i] == number) for number in found.cluster
        }

    assert together(deduplicate([records[i] for i in order]), order) == together(
        deduplicate(records), range(6)
    )


@pytest.mark.parametrize(
    ("text", "doi"),
    [
        ("doi: 10.1234/AB-c.", "10.1234/ab-c"),
        ("https://dx.doi.org/10.1000/x(1)2", "10.1000/x(1)2"),
        ("none", ""),
    ],
)
def test_a_doi_is_found_in_what_stands_around_it(text, doi):
    assert doi_of(text) == doi


@pytest.mark.parametrize("name", ["tafenoquine", "respiratory"])
def test_the_labelled_sets_are_told_apart(name):
    """Predicted to be a copy: in a cluster of two or more (README beside the data)."""
    with (shared_data("dedup") / f"{name}.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    fields = ("title", "authors", "year", "journal", "volume", "pages", "doi", "abstract")
    copy = np.array([row["label_duplicate"] == "1" for row in rows])

    found = deduplicate([Bibliographic(**{field: row[field] for field in fields}) for row in rows])

    cluster = np.array(found.cluster)
    told = np.bincount(cluster, minlength=len(rows))[cluster] > 1
    assert told[copy].mean() >= 0.98
    assert (~told[~copy]).mean() >= 0.99
    dois = [doi_of(row["doi"]) for row in rows]
    certain = [(dois[p.first], dois[p.second]) for p in found.pairs if p.decision == "certain"]
    assert [pair for pair in certain if all(pair) and pair[0] != pair[1]] == []
