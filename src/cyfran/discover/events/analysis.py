"""Who took part, by how well off the areas are where they live: counts and rates, never people."""

from dataclasses import dataclass

from cyfran.discover.events.queries import participants_reached
from cyfran.ground.partnerships.models import Partnership
from cyfran.ground.people.queries import categories_of
from cyfran.ground.places.queries import residents_by_fifth
from cyfran.methods.change import Ratio, ratio_of_shares

FIFTHS = (1, 2, 3, 4, 5)  # 1: most deprived
FEWEST_SHOWN = 10  # fewer could be recognised


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
class TookPart:
    """The ratios compare the most deprived with the least: one fifth with one, and two with two."""

    rates: tuple[Rate, ...]
    known: int
    unknown: int
    one_fifth: Ratio | None
    two_fifths: Ratio | None


def who_took_part(partnership: Partnership) -> TookPart:
    everyone = list(participants_reached(partnership))
    by_area = categories_of(everyone, "area")
    residents = residents_by_fifth(partnership.place)
    living = {fifth: sum(counts.values()) for fifth, counts in residents.items()}
    people = {fifth: sum(by_area.get(code, 0) for code in counts) for fifth, counts in residents.items()}
    shown = _shown(people)
    rates = tuple(Rate(fifth, living[fifth], shown[fifth]) for fifth in FIFTHS if fifth in living)
    known = sum(people.values())
    return TookPart(
        rates,
        known,
        len(everyone) - known,
        _ratio(shown, living, (1,), (5,)),
        _ratio(shown, living, (1, 2), (4, 5)),
    )


def _shown(people: dict[int, int]) -> dict[int, int | None]:
    """Leave out what is small; and where that is one alone, the next smallest too, as the total would give it away."""
    hidden = {fifth for fifth, number in people.items() if 0 < number < FEWEST_SHOWN}
    if len(hidden) == 1 and len(people) > 1:
        hidden.add(min(people.keys() - hidden, key=people.__getitem__))
    return {fifth: None if fifth in hidden else number for fifth, number in people.items()}


def _ratio(people: dict, living: dict, most: tuple[int, ...], least: tuple[int, ...]) -> Ratio | None:
    if any(people.get(fifth) is None for fifth in (*most, *least)):
        return None
    counts = [sum(of[fifth] for fifth in fifths) for fifths in (most, least) for of in (people, living)]
    possible = counts[0] <= counts[1] and counts[2] <= counts[3] and counts[1] and counts[3]
    return ratio_of_shares(*counts) if possible else None
