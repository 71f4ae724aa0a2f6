from cyfran.ground.places import actions

PUBLIC_PAGES = ["places/", "places/SYN-A00/", "places/W92000004/"]


ONLY_POSTED = {"places:add_wales"}


def addresses(universe, now):
    return {"places:detail": {"code": "SYN-A01"}}


def lists(universe):
    return ["/en/places/", "/en/places/SYN-A00/"]


def add_rows(universe, rows, names, by_officer):
    actions.add_place(code=names[0], name_en="A", name_cy="B", level="local", parent=None, source="test")
