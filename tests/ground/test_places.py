import io

import pytest

from cyfran.core.errors import FileRefused
from cyfran.ground.places import queries
from cyfran.ground.places.exchange import read_places, read_populations
from cyfran.ground.places.models import Place, PlaceLevel
from tests.beside import shared_data

PLACES = b"code,name_en,name_cy,level,parent_code,source\n"
PEOPLE = b"place_code,dimension,category,count,counted_on,source\n"


def population(code):
    return queries.places_with_population().get(code=code).population


def test_wales_is_there_with_its_boards_and_councils(universe):
    real = Place.objects.real()

    assert [real.at_level(level).count() for level in PlaceLevel.values] == [410, 22, 7, 1]
    assert population("W92000004") == 3_107_491
    assert population("W11000023") == 686_908


def test_wales_is_as_the_census_counted_it(universe):
    import csv

    with shared_data("places", "wales_areas.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))

    for row in rows:
        place = Place.objects.select_related("parent").get(code=row["la_code"])
        assert (place.name_en, place.name_cy) == (row["la_name_en"], row["la_name_cy"])
        assert place.parent.code == row["health_board_code"]
        assert population(row["la_code"]) == int(row["population"])


def test_the_valleys_people_add_up(universe):
    valley = Place.objects.get(code="SYN-A00")
    areas = queries.places_with_population().filter(parent=valley)

    assert sum(area.population for area in areas) == 18_600
    assert {d.name: d.total for d in queries.dimensions(valley)} == dict.fromkeys(
        ["age", "carer", "deprivation", "everyone", "welsh"], 18_600
    )


def test_a_place_may_belong_to_one_earlier_in_the_file():
    rows = read_places(io.BytesIO(PLACES + b"A,A,A,local,,x\nB,B,B,community,A,x\n"), {})

    assert [row.parent_code for row in rows] == ["", "A"]


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (b"A,,A,local,,x", "cell_empty"),
        (b"A,A,A,planet,,x", "level_unknown"),
        (b"A,A,A,local,Z,x", "place_unknown"),
        (b"A,A,A,national,W,x", "parent_too_small"),
        (b"A,A,A,local,,x\nA,A,A,local,,x", "place_twice"),
    ],
)
def test_a_wrong_row_of_places_is_named(row, code):
    with pytest.raises(FileRefused) as refused:
        read_places(io.BytesIO(PLACES + row), {"W": "national"})

    assert [p.code for p in refused.value.problems] == [code]


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (b"Z,age,65+,5,2021-03-21,x", "place_unknown"),
        (b"W,,65+,5,2021-03-21,x", "cell_empty"),
        (b"W,age,65+,many,2021-03-21,x", "cell_not_a_number"),
        (b"W,age,65+,-5,2021-03-21,x", "cell_not_a_number"),
        (b"W,age,65+,5,21/03/2021,x", "cell_not_a_date"),
        (b"W,age,65+,5,2021-03-21,x\nW,age,65+,6,2021-03-21,x", "population_twice"),
    ],
)
def test_a_wrong_row_of_populations_is_named(row, code):
    with pytest.raises(FileRefused) as refused:
        read_populations(io.BytesIO(PEOPLE + row), {"W"})

    assert [p.code for p in refused.value.problems] == [code]


def test_all_that_is_wrong_is_said_at_once_and_nothing_is_kept(universe, client):
    client.force_login(universe.operator)
    content = (
        PEOPLE + b"W92000004,x,y,1,2021-03-21,s\nZ,age,a,1,2021-03-21,s\nW92000004,age,a,no,2021-03-21,s\n"
    )
    before = queries.dimensions(Place.objects.get(code="W92000004"))

    response = client.post("/en/places/import/", {"what": "populations", "file": io.BytesIO(content)})

    assert response.status_code == 422
    assert response.content.count(b"Row: ") == 2
    assert queries.dimensions(Place.objects.get(code="W92000004")) == before


def test_an_operator_imports_places_and_their_people(universe, client):
    client.force_login(universe.operator)
    place = PLACES + b"T1,Village,Pentref,community,W06000002,mine\n"
    people = PEOPLE + b"T1,everyone,,120,2024-01-01,mine\n"

    client.post("/en/places/import/", {"what": "places", "file": io.BytesIO(place)})
    client.post("/en/places/import/", {"what": "populations", "file": io.BytesIO(people)})

    assert population("T1") == 120
