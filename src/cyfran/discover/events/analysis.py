"""Participation by deprivation fifth of the area where people live: counts and rates, never single people."""

from dataclasses import dataclass

from cyfran.core.small_numbers import may_show_people
from cyfran.discover.events.queries import participants_reached
from cyfran.ground.partnerships.models import Partnership
from cyfran.ground.people.queries import categories_of
from cyfran.ground.places.queries import residents_by_fifth
from cyfran.methods.change import Ratio, ratio_of_shares

FIFTHS = (1, 2, 3, 4, 5)  # 1: most deprived


@dataclass(frozen=True)
class Rate:
    """``people`` is empty where so few took part that it is not shown."""

    fifth: int
    residents: int
    people: int | None

    @property
    def per_1000(self) -> float | None:
        return None if self.people is None or not self.residents else 1000 * self.people / self.residents


@dataclass(frozen=True)
class AttendanceByDeprivation:
    """The ratios compare the most deprived with the least: one fifth with one, and two with two."""

    rates: tuple[Rate, ...]
    known: int
    unknown: int
    one_fifth: Ratio | None
    two_fifths: Ratio | None


def who_took_part(partnership: Partnership) -> AttendanceByDeprivation:
    """Return how many residents of each deprivation fifth took part, with ratios of the most to the least deprived."""
    participants = list(participants_reached(partnership))
    people_by_area = categories_of(participants, "area")
    areas_by_fifth = residents_by_fifth(partnership.place)
    residents = {fifth: sum(counts.values()) for fifth, counts in areas_by_fifth.items()}
    people = {
        fifth: sum(people_by_area.get(code, 0) for code in counts) for fifth, counts in areas_by_fifth.items()
    }
    published = _suppress_small_counts(people)
    rates = tuple(Rate(fifth, residents[fifth], published[fifth]) for fifth in FIFTHS if fifth in residents)
    known = sum(people.values())
    return AttendanceByDeprivation(
        rates,
        known,
        len(participants) - known,
        _ratio(published, residents, (1,), (5,)),
        _ratio(published, residents, (1, 2), (4, 5)),
    )


def _suppress_small_counts(people: dict[int, int]) -> dict[int, int | None]:
    """Replace small counts by None; if only one is small, the next smallest too, as the total would reveal it."""
    hidden = {fifth for fifth, number in people.items() if not may_show_people(number)}
    if len(hidden) == 1 and len(people) > 1:
        hidden.add(min(people.keys() - hidden, key=people.__getitem__))
    return {fifth: None if fifth in hidden else number for fifth, number in people.items()}


def _ratio(people: dict, residents: dict, most: tuple[int, ...], least: tuple[int, ...]) -> Ratio | None:
    if any(people.get(fifth) is None for fifth in (*most, *least)):
        return None
    counts = [
        sum(numbers[fifth] for fifth in fifths) for fifths in (most, least) for numbers in (people, residents)
    ]
    possible = counts[0] <= counts[1] and counts[2] <= counts[3] and counts[1] and counts[3]
    return ratio_of_shares(*counts) if possible else None
