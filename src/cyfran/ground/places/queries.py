from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import OuterRef, Q, QuerySet, Subquery

from cyfran.core.language import reading_column
from cyfran.ground.places.models import Place, PlaceLevel, Population

BIGGEST_FIRST = [PlaceLevel.NATIONAL, PlaceLevel.REGIONAL, PlaceLevel.LOCAL, PlaceLevel.COMMUNITY]


@dataclass(frozen=True)
class PlaceTree:
    """A place with the trees of its parts."""

    place: Place
    parts: tuple["PlaceTree", ...]


@dataclass(frozen=True)
class Dimension:
    """The newest population counts of a place on one dimension."""

    name: str
    counts: tuple[Population, ...]

    @property
    def total(self) -> int:
        return sum(count.count for count in self.counts)


def places_with_population() -> QuerySet[Place]:
    newest = Population.objects.filter(place=OuterRef("pk"), dimension=Population.EVERYONE).order_by(
        "-counted_on"
    )
    return Place.objects.annotate(population=Subquery(newest.values("count")[:1]))


def place_trees() -> list[PlaceTree]:
    """Return all places as trees, in one query."""
    parts_by_parent: dict = {}
    for place in places_with_population().order_by(reading_column("name")):
        parts_by_parent.setdefault(place.parent_id, []).append(place)

    def grow(parent_id) -> tuple[PlaceTree, ...]:
        return tuple(PlaceTree(place, grow(place.pk)) for place in parts_by_parent.get(parent_id, []))

    return list(grow(None))


def ancestors(place: Place) -> list[Place]:
    """Return the places that contain this one, largest first."""
    by_id = {candidate.pk: candidate for candidate in Place.objects.exclude(level=PlaceLevel.COMMUNITY)}
    above: list[Place] = []
    parent = by_id.get(place.parent_id)
    while parent:
        above.insert(0, parent)
        parent = by_id.get(parent.parent_id)
    return above


def dimensions(place: Place) -> list[Dimension]:
    """Return the population counts of a place by dimension: for each, those of its newest date."""
    counts_by_dimension: dict[str, list[Population]] = {}
    for count in Population.objects.filter(place=place).order_by("dimension", "-counted_on", "id"):
        newest = counts_by_dimension.setdefault(count.dimension, [])
        if not newest or newest[0].counted_on == count.counted_on:
            newest.append(count)
    return [Dimension(name, tuple(counts)) for name, counts in counts_by_dimension.items()]


def residents_by_fifth(whole: Place) -> dict[int, dict[str, int]]:
    """Return for each deprivation fifth the communities of a place: the newest population by community code."""
    counts = Population.objects.filter(place__in=areas_of(whole), dimension="deprivation", count__gt=0)
    newest_counts = {
        population.place.code: population
        for population in counts.select_related("place").order_by("counted_on")
    }
    residents: dict[int, dict[str, int]] = {}
    for code, count in newest_counts.items():
        if count.category.isdigit():
            residents.setdefault(int(count.category), {})[code] = count.count
    return residents


def levels_by_code() -> dict[str, str]:
    return dict(Place.objects.values_list("code", "level"))


def has_places() -> bool:
    return Place.objects.exists()


def place_choices(language: str) -> list[tuple[str, str]]:
    """Return every place as a choice (key, name), by name in one language."""
    names = Place.objects.values_list("pk", f"name_{language}").order_by(f"name_{language}")
    return [(str(pk), name) for pk, name in names]


def place_with_code(code: str) -> Place | None:
    return Place.objects.filter(code=code).first()


def place_with_id(pk) -> Place:
    return Place.objects.get(pk=pk)


def areas_of(whole: Place) -> QuerySet[Place]:
    """Return the parts of a place in which people live, by name: its communities; of a nation, its councils."""
    if whole.level == PlaceLevel.NATIONAL:
        councils = Place.objects.at_level(PlaceLevel.LOCAL)
        return councils.filter(Q(parent=whole) | Q(parent__parent=whole)).order_by(reading_column("name"))
    communities = Place.objects.at_level(PlaceLevel.COMMUNITY)
    return communities.filter(Q(parent=whole) | Q(parent__parent=whole)).order_by(reading_column("name"))


def place_names(codes: Iterable[str], language: str) -> dict[str, str]:
    """Return the names of places by their codes."""
    return dict(Place.objects.filter(code__in=codes).values_list("code", f"name_{language}"))


def area_choices(whole: Place, language: str) -> list[tuple[str, str]]:
    """Return the parts of a place in which people live as choices (code, name)."""
    return list(areas_of(whole).order_by(f"name_{language}").values_list("code", f"name_{language}"))
