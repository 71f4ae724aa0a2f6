PUBLIC_PAGES = ["my-data/"]
MEMBER_PAGES = ["archive/"]


def addresses(universe, now):
    return {"archive": {"slug": universe.partnership.slug}}
