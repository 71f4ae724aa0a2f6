"""Everything that is kept of one person, whatever chapter keeps it: found by the foreign keys, so that no table is forgotten."""

from collections.abc import Iterable, Iterator

from django.apps import apps
from django.db.models import Field, Model, Q, QuerySet

from cyfran.core.accounts.models import User
from cyfran.ground.people.models import Identity, Participant
from cyfran.ground.people.queries import circumstances_of
from cyfran.learn.archive.queries.paths import path_to

# Columns that open something, or that hold a key to it
SECRET = {"password", "digest", "code_digest", "key", "data", "session_key", "extra_data"}
OTHER_TABLES_OF_ACCOUNTS = ("usersessions.UserSession", "mfa.Authenticator", "socialaccount.SocialAccount")


def tables_of_participants() -> list[type[Model]]:
    """Return every table whose rows lead to somebody who took part."""
    return [model for model in _our_models() if path_to(Participant, model)]


def tables_of_accounts() -> list[type[Model]]:
    """Return every table with a column that names an account, and those of sign-in."""
    return [
        *(model for model in _our_models() if _account_columns(model)),
        *map(apps.get_model, OTHER_TABLES_OF_ACCOUNTS),
    ]


def participants_of(user: User | None, on_device: Participant | None) -> list[Participant]:
    """Return who this person is where people take part: on this device, and as linked to their account."""
    linked = Participant.objects.filter(pk__in=Identity.objects.filter(user=user).values("participant"))
    found = [*([on_device] if on_device else []), *(linked if user else [])]
    return list({participant.pk: participant for participant in found}.values())


def data_of_participants(participants: Iterable[Participant]) -> Iterator[tuple[str, list[dict]]]:
    """Yield each table with what it holds of somebody who took part, as (name, rows)."""
    participants = list(participants)
    yield "people.Participant", [_row(participant) for participant in participants]
    circumstances = [row for participant in participants for row in circumstances_of(participant)]
    yield "people.Circumstance", [_row(circumstance) for circumstance in circumstances]
    for model in tables_of_participants():
        path = "__".join(path_to(Participant, model))
        yield model._meta.label, _rows(model._default_manager.filter(**{f"{path}__in": participants}))


def data_of_account(user: User) -> Iterator[tuple[str, list[dict]]]:
    """Yield each table with the rows that name an account, as (name, rows): what someone did here, and their roles."""
    yield "accounts.User", [_row(user)]
    for model in tables_of_accounts():
        names_them = Q()
        for column in _account_columns(model):
            names_them |= Q(**{column: user})
        yield model._meta.label, _rows(model._default_manager.filter(names_them))


def _our_models() -> list[type[Model]]:
    return [model for model in apps.get_models() if model.__module__.startswith("cyfran.")]


def _account_columns(model: type[Model]) -> list[str]:
    return [field.name for field in model._meta.concrete_fields if field.related_model is User]


def _rows(rows: QuerySet) -> list[dict]:
    named = [field.name for field in rows.model._meta.concrete_fields if _is_named(field)]
    return [_row(row) for row in rows.select_related(*named).order_by("pk")]


def _is_named(field: Field) -> bool:
    """Return whether a row says in words what this column leads to. Other people are named by their number alone."""
    return field.related_model is not None and field.related_model not in (User, Participant)


def _row(row: Model) -> dict[str, object]:
    cells: dict[str, object] = {}
    for field in row._meta.concrete_fields:
        if field.name not in SECRET:
            cells[field.attname] = str(value) if (value := field.value_from_object(row)) is not None else None
            if _is_named(field) and value is not None:
                cells[f"{field.name}_text"] = str(getattr(row, field.name))
    return cells
