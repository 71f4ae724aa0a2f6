"""Everything that a partnership has recorded, in one file: whole, readable elsewhere, and without what is nobody else's."""

import csv
import io
import json
import zipfile

import pytest
from django.apps import apps
from django.utils import timezone

from cyfran.core.audit.models import AuditEvent
from cyfran.discover.conversations.actions import decide
from cyfran.discover.conversations.models import Statement, Translation, Vote
from cyfran.ground.partnerships.models import Partnership
from cyfran.learn.archive import queries

PAGE = "/en/partnerships/dyffryn-gwynlas/archive/"


@pytest.fixture
def archive(universe, client):
    translated = Translation.objects.filter(statement__is_seed=False).first().statement
    decide(
        statement=translated,
        accepted=False,
        ground="personal",
        reason="",
        by=universe.users["officer"],
        at=timezone.now(),
    )
    client.force_login(universe.users["officer"])
    answer = client.post(PAGE)
    assert answer["Content-Type"] == "application/zip"
    return zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))


def rows(archive, name):
    return list(csv.DictReader(io.StringIO(archive.read(f"{name}.csv").decode("utf-8-sig"))))


def test_every_table_of_a_partnership_is_in_it_or_left_out_with_a_reason():
    ours = {
        model
        for model in apps.get_models(include_auto_created=True)
        if model.__module__.startswith("cyfran.")
    }
    of_partnerships = {model._meta.label for model in ours if queries.path_to(Partnership, model)} | {
        Partnership._meta.label
    }

    exported = [table.model._meta.label for table in queries.archive_tables()]
    left_out = [label for labels in queries.left_out().values() for label in labels]

    left_out += [label for label in of_partnerships if label.rpartition("_")[0] in left_out]  # their links

    assert sorted(exported + left_out) == sorted(of_partnerships)


def test_every_row_is_in_it(archive, universe):
    for table in queries.archive_tables():
        expected = table.model._default_manager.filter(**table.only).count()  # the story has one partnership
        assert len(rows(archive, table.name)) == expected, table.name
    assert len(rows(archive, "conversations_vote")) == Vote.objects.count() > 1000


def test_words_that_may_not_be_shown_outside_are_withheld(archive, universe):
    texts = {row["id"]: row["text"] for row in rows(archive, "conversations_statement")}
    refused = Statement.objects.filter(decisions__accepted=False).first()
    waiting = Statement.objects.filter(decisions__isnull=True).first()
    shown = Statement.objects.filter(is_seed=True).first()

    assert texts[str(refused.pk)] == texts[str(waiting.pk)] == queries.WITHHELD
    assert texts[str(shown.pk)] == shown.text
    assert queries.WITHHELD in texts.values()
    translations = rows(archive, "conversations_translation")
    assert [row for row in translations if texts[row["statement"]] == queries.WITHHELD != row["text"]] == []
    assert sum(row["text"] != queries.WITHHELD for row in translations) > 30
    assert sum(text != queries.WITHHELD for text in texts.values()) > 100


def test_nobody_is_recognised_by_it(archive, universe):
    everything = b"".join(archive.read(name) for name in archive.namelist()).decode()

    assert "@example.org" not in everything
    assert universe.conversation.join_code not in everything
    assert "participant" not in rows(archive, "conversations_participation")[0]


def test_the_data_dictionary_has_a_line_for_each_column(archive):
    lines = rows(archive, "data-dictionary")
    described = {(line["table"], line["column"]) for line in lines}
    columns = {
        (table.name, name)
        for table in queries.archive_tables()
        for name in (rows(archive, table.name) or [{}])[0]
    }

    assert columns <= described
    assert [line["table"] for line in lines if line["type"] == "table" and not line["meaning"]] == []
    known = {table.name for table in queries.archive_tables()}
    leads_nowhere = {line["refers to"] for line in lines} - known - {""}
    # Beside what is left out: people are named, and places have a code that is known outside
    assert leads_nowhere == {"accounts_user", "places_place", "fulltexts_fulltext"}


def test_the_note_is_in_both_languages(archive):
    note = archive.read("README.txt").decode()

    assert "Partneriaeth Dyffryn Gwynlas" in note and "Gwynlas Valley Partnership" in note


def test_what_is_not_one_value_can_be_read_back(archive):
    landscape = rows(archive, "conversations_landscape")[0]

    assert json.loads(landscape["result"])["participants"] == 129


def test_taking_everything_out_is_for_officers_and_in_the_log(archive, universe, client):
    assert AuditEvent.objects.filter(kind="partnership.exported").count() == 1
    assert client.get(PAGE).status_code == 200
    client.force_login(universe.users["facilitator"])

    assert client.post(PAGE).status_code == 403
