"""Everything that a person enters can be corrected or taken back, or the documentation says why not."""

import re

from cyfran.ui.corrections import correctable_of
from tests.beside import ROOT
from tests.house.test_addresses import named_addresses
from tests.house.test_arrows import our_models

TEXT = (ROOT / "docs/operations/corrections.md").read_text("utf-8")
LEAST_REASON = 20  # characters of a reason that says something


def rows():
    """Yield (table, address or kind, reason) of the documentation."""
    for line in TEXT.splitlines():
        if line.startswith("| ") and not line.startswith("| table"):
            table, page, reason = (cell.strip() for cell in line.strip("|").split("|"))
            yield table, page, reason


def written_by_the_site():
    return set(re.findall(r"`(\w+)`", TEXT.split("## Written by the site itself")[1]))


def test_every_table_is_listed_once():
    listed = [table for table, _page, _reason in rows()] + sorted(written_by_the_site())

    assert sorted(listed) == sorted({model.__name__ for model in our_models()})


def test_every_page_that_is_named_exists():
    names = {name for name, _parts in named_addresses()}

    for table, page, reason in rows():
        kind = re.fullmatch(r"page of texts \(`(.*)`\)", page)
        if kind:
            assert correctable_of(kind[1]).model.__name__ == table
        elif page:
            assert page.strip("`") in names, table
        else:
            assert len(reason) >= LEAST_REASON, table
