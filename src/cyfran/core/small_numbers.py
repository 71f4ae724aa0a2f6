"""What may be shown of few people: the one gate for small numbers, which every chapter asks.

Today these are thresholds on single figures. Differences between figures that are shown, and between one day and the next,
are not looked at; full disclosure control belongs here.
"""

SHARE_FROM = 10  # answers behind a percentage or a mean: with fewer it says little, and points at people
COUNT_FROM = 5  # answers of one group behind a count of it
POSITIONS_FROM = 30  # people on a plane: of fewer, someone can be recognised by where they stand
PEOPLE_FROM = 10  # people of one category: fewer could be recognised
SCORES_FROM = {
    "institution": 3,
    "community": 5,
}  # people of a side's panel: residents have more to fear than officials


def may_show_share(answers: int) -> bool:
    """Whether a percentage, a median or a mean of so many answers may be shown."""
    return answers >= SHARE_FROM


def may_show_count(answers: int) -> bool:
    """Whether it may be shown how many answers of one group there were."""
    return answers >= COUNT_FROM


def may_show_positions(people: int) -> bool:
    """Whether every person may be a dot on a plane."""
    return people >= POSITIONS_FROM


def may_show_people(people: int) -> bool:
    """Whether it may be shown how many people of a category there were; that there was nobody may be."""
    return people == 0 or people >= PEOPLE_FROM
