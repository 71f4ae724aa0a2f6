"""The name of this site, for e-mails and for an authenticator app."""

from cyfran.core.site.queries import site_details
from cyfran.ui.formats import plain

UNNAMED = "cyfran"


def site_name() -> str:
    """Return the name of the site in the language of whoever reads."""
    details = site_details()
    return plain(details.name) if details else UNNAMED


def name_in_both_languages() -> str:
    """Return its name in Welsh and in English, once where they are the same."""
    details = site_details()
    names = [details.name_cy, details.name_en] if details else [UNNAMED]
    return " / ".join(dict.fromkeys(names))
