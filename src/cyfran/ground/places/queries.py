from dataclasses import dataclass

from django.db.models import OuterRef, QuerySet, Subquery

from cyfran.ground.places.models import Place, PlaceLevel, Population

BIGGEST_FIRST = [PlaceLevel.NATIONAL, PlaceLevel.REGIONAL, PlaceLevel.LOCAL, PlaceLevel.COMMUNITY]


@dataclass(frozen=True)
class PlaceTree:
    """A place and its parts, for a tree that is read from the whole to the small."""

    place: Place
    parts: tuple["PlaceTree", ...]


@dataclass(frozen=True)
class Dimension:
    """The people of a place by one thing about them, newest count."""

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
    """All places, in two queries however many there are."""
    below: dict = {}
    for place in places_with_population().order_by("name_en"):
        below.setdefault(place.parent_id, []).append(place)

    def grow(parent_id) -> tuple[PlaceTree, ...]:
        return tuple(PlaceTree(place, grow(place.pk)) for place in below.get(parent_id, []))

    return list(grow(None))


def ancestors(place: Place) -> list[Place]:
    """From the whole down to the place above this one."""
    by_id = {p.pk: p for p in Place.objects.exclude(level=PlaceLevel.COMMUNITY)}
    found: list[Place] = []
    parent = by_id.get(place.parent_id)
    while parent:
        found.insert(0, parent)
        parent = by_id.get(parent.parent_id)
    return found


def dimensions(place: Place) -> list[Dimension]:
    """Population counts of a place by dimension: for each, the newest date it was counted on."""
    grouped: dict[str, list[Population]] = {}
    for count in Population.objects.filter(place=place).order_by("dimension", "-counted_on", "id"):
        kept = grouped.setdefault(count.dimension, [])
        if not kept or kept[0].counted_on == count.counted_on:
            kept.append(count)
    return [Dimension(name, tuple(counts)) for name, counts in grouped.items()]


def residents_by_fifth(whole: Place) -> dict[int, dict[str, int]]:
    """The communities of a place by the deprivation fifth of each: their codes and how many live there, counted newest."""
    counts = Population.objects.filter(place__in=areas_of(whole), dimension="deprivation", count__gt=0)
    newest = {c.place.code: c for c in counts.select_related("place").order_by("counted_on")}
    found: dict[int, dict[str, int]] = {}
    for code, count in newest.items():
        if count.category.isdigit():
            found.setdefault(int(count.category), {})[code] = count.count
    return found


def levels_by_code() -> dict[str, str]:
    return dict(Place.objects.values_list("code", "level"))


def place_choices(language: str) -> list[tuple[str, str]]:
    """Every place by name in one language, for choosing one."""
    names = Place.objects.values_list("pk", f"name_{language}").order_by(f"name_{language}")
    return [(str(pk), name) for pk, name in names]


def place_with_id(pk) -> Place:
    return Place.objects.get(pk=pk)


def areas_of(whole: Place) -> QuerySet[Place]:
    """The communities of a place."""
    return Place.objects.at_level(PlaceLevel.COMMUNITY).filter(parent=whole).order_by("name_en")


def area_choices(whole: Place, language: str) -> list[tuple[str, str]]:
    """The communities of a place as (code, name), for someone to say where they live."""
    areas = Place.objects.at_level(PlaceLevel.COMMUNITY).filter(parent=whole)
    return list(areas.order_by(f"name_{language}").values_list("code", f"name_{language}"))
