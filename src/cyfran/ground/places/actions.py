from datetime import date, datetime
from importlib import resources

import yaml
from django.db import transaction
from yaml import CSafeLoader

from cyfran.core.accounts.models import User
from cyfran.core.accounts.rules import require
from cyfran.core.audit.actions import log_event
from cyfran.ground.places.exchange import PlaceRow, PopulationRow
from cyfran.ground.places.models import Place, PlaceLevel, Population
from cyfran.ground.places.rules import may_import_places


@transaction.atomic
def add_place(
    *,
    code: str,
    name_en: str,
    name_cy: str,
    level: str,
    parent: Place | None,
    source: str,
    is_example: bool = False,
) -> Place:
    """Add a place, or update the one with this code."""
    place, _ = Place.objects.update_or_create(
        code=code,
        defaults={
            "name_en": name_en,
            "name_cy": name_cy,
            "level": level,
            "parent": parent,
            "source": source,
            "is_example": is_example,
        },
    )
    return place


def count_population(
    *, place: Place, dimension: str, counts: dict[str, int], counted_on: date, source: str
) -> None:
    """Store the population of a place by category of one dimension. Counts of the same day are replaced."""
    Population.objects.bulk_create(
        [
            Population(
                place=place,
                dimension=dimension,
                category=category,
                count=count,
                counted_on=counted_on,
                source=source,
            )
            for category, count in counts.items()
        ],
        update_conflicts=True,
        unique_fields=["place", "dimension", "category", "counted_on"],
        update_fields=["count", "source"],
    )


@transaction.atomic
def load_wales() -> int:
    """Load Wales, its health boards, councils and small areas, with their populations; return how many places."""
    content = _content("wales")
    source, counted_on = content["source"], content["counted_on"]
    wales = _load_place(content["nation"], PlaceLevel.NATIONAL, None, source, counted_on)
    place_count = 1
    for board in content["health_boards"]:
        region = _load_place(board, PlaceLevel.REGIONAL, wales, source, counted_on)
        for council in board["councils"]:
            _load_place(council, PlaceLevel.LOCAL, region, source, counted_on)
        place_count += 1 + len(board["councils"])
    return place_count + _load_small_areas()


def _content(name: str) -> dict:
    file = resources.files("cyfran.ground.places").joinpath(f"content/{name}.yaml")
    return yaml.load(file.read_text("utf-8"), Loader=CSafeLoader)


def _load_small_areas() -> int:
    """Load the 410 small areas below the councils, all at once."""
    content = _content("small_areas")
    councils = Place.objects.in_bulk(content["councils"], field_name="code")
    entries = [(councils[code], entry) for code, areas in content["councils"].items() for entry in areas]
    Place.objects.bulk_create(
        [
            Place(
                code=entry["code"],
                name_en=entry["en"],
                name_cy=entry["cy"],
                level=PlaceLevel.COMMUNITY,
                parent=council,
                source=content["source"],
            )
            for council, entry in entries
        ],
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["name_en", "name_cy", "level", "parent", "source"],
    )
    places = Place.objects.in_bulk([entry["code"] for _council, entry in entries], field_name="code")
    Population.objects.bulk_create(
        [
            Population(
                place=places[entry["code"]],
                dimension=Population.EVERYONE,
                category="",
                count=entry["population"],
                counted_on=content["counted_on"],
                source=content["source"],
            )
            for _council, entry in entries
        ],
        update_conflicts=True,
        unique_fields=["place", "dimension", "category", "counted_on"],
        update_fields=["count", "source"],
    )
    return len(entries)


def _load_place(entry: dict, level: str, parent: Place | None, source: str, counted_on: date) -> Place:
    place = add_place(
        code=entry["code"],
        name_en=entry["en"],
        name_cy=entry["cy"],
        level=level,
        parent=parent,
        source=source,
    )
    welsh_speakers, aged_3 = entry["welsh_speakers"], entry["aged_3_and_over"]
    everyone = {"": entry["population"]}
    language = {"speaks": welsh_speakers, "does_not_speak": aged_3 - welsh_speakers}
    for dimension, counts in ((Population.EVERYONE, everyone), ("welsh", language)):
        count_population(
            place=place, dimension=dimension, counts=counts, counted_on=counted_on, source=source
        )
    return place


@transaction.atomic
def add_places_of_wales(*, by: User, at: datetime) -> int:
    """Load the places of Wales for an operator; return how many there are."""
    require(may_import_places(by))
    place_count = load_wales()
    log_event("places.loaded", Place.objects.earliest("code"), by=by, at=at, places=place_count)
    return place_count


@transaction.atomic
def import_places(*, rows: list[PlaceRow], by: User, at: datetime) -> int:
    """Add or update the places of a checked file; return how many rows it has."""
    require(may_import_places(by))
    for row in rows:
        parent = Place.objects.filter(code=row.parent_code).first() if row.parent_code else None
        place = add_place(
            code=row.code,
            name_en=row.name_en,
            name_cy=row.name_cy,
            level=row.level,
            parent=parent,
            source=row.source,
        )
        log_event("place.imported", place, by=by, at=at)
    return len(rows)


@transaction.atomic
def import_populations(*, rows: list[PopulationRow], by: User, at: datetime) -> int:
    """Add the population counts of a checked file; return how many rows it has."""
    require(may_import_places(by))
    places = Place.objects.in_bulk({row.place_code for row in rows}, field_name="code")
    for row in rows:
        count_population(
            place=places[row.place_code],
            dimension=row.dimension,
            counts={row.category: row.count},
            counted_on=row.counted_on,
            source=row.source,
        )
    for place in places.values():
        log_event("population.imported", place, by=by, at=at)
    return len(rows)
