"""One name for one thing: the vocabulary holds every table, names only what is there, and speaks the pages' Welsh."""

import ast
import re
from functools import cache
from itertools import product

import pytest
from babel.messages.pofile import read_po

from tests.beside import ROOT
from tests.house.test_arrows import our_models
from tests.house.test_source import PYTHON, SOURCE

ROW = re.compile(r"^\| ([^|]+) \| ([^|]+) \| ([^|]+) \| ([^|]+) \| ([^|]+) \|$", re.M)
SOFT = {"ll": "l", "rh": "r", "p": "b", "t": "d", "c": "g", "b": "f", "d": "dd", "g": "", "m": "f"}
NASAL = {"p": "mh", "t": "nh", "c": "ngh", "b": "m", "d": "n", "g": "ng"}
ASPIRATE = {"p": "ph", "t": "th", "c": "ch"}


@cache
def terms():
    """(English, Welsh and its plural, names in code) of every row, without brackets and marks for a check."""
    rows = ROW.findall((ROOT / "docs/vocabulary.md").read_text())
    return [
        (
            re.sub(r" \(.*\)", "", english),
            welsh.removesuffix(" ?").split("; pl. "),
            re.findall(r"`(\w+)`", code),
        )
        for english, welsh, _meaning, code, _source in rows
        if english not in {"English", "---"}
    ]


@cache
def catalogue():
    with (SOURCE / "locale/cy/LC_MESSAGES/django.po").open("rb") as file:
        messages = [message for message in read_po(file) if message.id]
    return [
        pair
        for message in messages
        for pair in product(_texts(message.id)[:1], [" / ".join(_texts(message.string)).lower()])
    ]


def _texts(text):
    return list(text) if isinstance(text, tuple | list) else [text]


def mutated(welsh):
    """A word as it may stand in a sentence: as it is, and after each of the mutations of its first letter."""
    forms = {welsh, f"h{welsh}"}
    for table in (SOFT, NASAL, ASPIRATE):
        first = next((letters for letters in table if welsh.startswith(letters)), None)
        if first:
            forms.add(table[first] + welsh.removeprefix(first))
    return forms


def test_every_table_is_in_the_vocabulary():
    named = {name for _english, _welsh, names in terms() for name in names}

    assert {model.__name__ for model in our_models()} - named == set()


def test_what_the_vocabulary_names_is_in_the_code():
    classes = {
        node.name
        for path in PYTHON
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.ClassDef)
    }

    assert {name for _english, _welsh, names in terms() for name in names} - classes == set()


def test_a_term_stands_once():
    english = [term for term, _welsh, names in terms() if names]

    assert [term for term in english if english.count(term) > 1] == [
        "outcome",
        "outcome",
    ]  # of a review, and of a commitment


@pytest.mark.parametrize(
    ("english", "welsh"), [(english, welsh) for english, welsh, _names in terms()], ids=str
)
def test_pages_use_the_welsh_of_the_vocabulary(english, welsh):
    said = re.compile(rf"\b{re.escape(english)}s?\b", re.I)
    whole = [cy for en, cy in catalogue() if en.lower() == english]
    inside = [cy for en, cy in catalogue() if said.search(en)]

    assert [cy for cy in whole if cy != welsh[0]] == []
    assert not inside or any(form in cy for cy in inside for word in welsh for form in mutated(word))
