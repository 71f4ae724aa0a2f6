"""Rules that hold for every table."""

from django.contrib.contenttypes.fields import GenericForeignKey
from django.db import connection, models
from django.db.migrations.loader import MigrationLoader

from cyfran.core.accounts.models import User
from cyfran.core.database import AppendOnly
from tests.house.test_arrows import our_models


def test_no_table_orders_itself():
    assert [m._meta.label for m in our_models() if m._meta.ordering] == []


def test_no_table_points_at_anything_whatever():
    found = [
        m._meta.label
        for m in our_models()
        for f in m._meta.private_fields
        if isinstance(f, GenericForeignKey)
    ]

    assert found == []


def test_every_row_says_in_words_what_it_is():
    assert [m._meta.label for m in our_models() if m.__str__ is models.Model.__str__] == []


def test_a_person_and_a_moment_belong_together():
    """Where someone did something there is when, and the other way round: both required, or both guarded."""
    alone = []
    for model in our_models():
        fields = {field.name: field for field in model._meta.get_fields()}
        for name, field in fields.items():
            if not (name == "by" or name.endswith("_by")) or field.related_model is not User:
                continue
            at = fields.get("at" if name == "by" else name.removesuffix("by") + "at")
            if at is None or (at.null and not field.null):
                alone.append(f"{model._meta.label}.{name}")

    assert alone == []


def test_every_official_text_stands_in_both_languages():
    endings = {}
    for model in our_models():
        for field in model._meta.get_fields():
            if field.name.endswith(("_en", "_cy")):
                endings.setdefault((model._meta.label, field.name[:-3]), set()).add(field.name[-2:])

    assert [name for name, found in endings.items() if found != {"en", "cy"}] == []


def test_every_guard_that_a_migration_sets_up_is_there(db):
    """SQLite drops a table's guards where a later migration makes the table anew."""
    migrations = MigrationLoader(None).disk_migrations.values()
    guards = [one for found in migrations for one in found.operations if isinstance(one, AppendOnly)]
    wanted = {f"{one.table}_no_{event}".lower() for one in guards for event in one.events}
    postgres = connection.vendor == "postgresql"
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
            if postgres
            else "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        )
        there = {name.lower() for (name,) in cursor.fetchall()}

    assert wanted - there == set()
    assert len(wanted) > 40
