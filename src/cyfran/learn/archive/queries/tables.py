"""What the archive of a partnership holds: its tables, and their rows."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources

import yaml
from django.apps import apps
from django.db.models import Field, Model, QuerySet

from cyfran.core.accounts.models import User
from cyfran.discover.conversations.queries import public_texts
from cyfran.ground.partnerships.models import Partnership
from cyfran.learn.archive.queries.paths import path_to

WITHHELD = "–"  # instead of words that may not be shown outside
# The tables in which the words of statements stand, and the column that says of which
SAID = {"conversations.Statement": "pk", "conversations.Translation": "statement_id"}


@dataclass(frozen=True)
class ArchiveTable:
    """A table of the archive: its model, how its rows lead to their partnership, and which columns it has."""

    model: type[Model]
    within: str
    fields: tuple[Field, ...]
    only: dict[str, object]

    @property
    def name(self) -> str:
        return self.model._meta.label_lower.replace(".", "_")


@cache
def content() -> dict:
    file = resources.files("cyfran.learn.archive") / "content" / "tables.yaml"
    return yaml.safe_load(file.read_text("utf-8"))


def archive_tables() -> list[ArchiveTable]:
    """Return the tables of the archive, in the order of the journey."""
    labels = [f"{app}.{model}" for app, models in content()["exported"].items() for model in models]
    models = [apps.get_model(label) for label in labels]
    links = [
        field.remote_field.through
        for model in models
        for field in model._meta.local_many_to_many
        if field.remote_field.through._meta.auto_created
    ]
    return [_table(model) for model in (*models, *links)]


def left_out() -> dict[str, list[str]]:
    """Return the tables that are not in the archive, by the code of the reason."""
    return content()["left_out"]


def _table(model: type[Model]) -> ArchiveTable:
    hidden = content()["columns_left_out"]
    fields = tuple(field for field in model._meta.concrete_fields if field.name not in hidden)
    return ArchiveTable(
        model,
        "__".join(path_to(Partnership, model) or ()),
        fields,
        content()["only"].get(model._meta.label, {}),
    )


def rows_of_table(table: ArchiveTable, partnership: Partnership) -> Iterator[list[object]]:
    """Yield the rows of a table as lists, in the order in which they were made."""
    rows = _rows(table, partnership)
    names = _names_of_people() if any(field.related_model is User for field in table.fields) else {}
    said = SAID.get(table.model._meta.label)
    texts = public_texts(partnership) if said else set()
    for row in rows.order_by("pk").iterator(chunk_size=2000):
        cells = [_cell(row, field, names) for field in table.fields]
        if said and getattr(row, said) not in texts:
            cells[[field.name for field in table.fields].index("text")] = WITHHELD
        yield cells


def _rows(table: ArchiveTable, partnership: Partnership) -> QuerySet:
    if table.model is Partnership:
        return Partnership.objects.filter(pk=partnership.pk)
    return table.model._default_manager.filter(**{table.within: partnership}, **table.only)


def _names_of_people() -> dict[object, str]:
    return dict(User.objects.values_list("pk", "name"))


def _cell(row: Model, field: Field, names: dict[object, str]) -> object:
    value = getattr(row, field.attname)
    return names.get(value, "") if field.related_model is User else value
