"""What each chapter gives as examples of itself to the tests of the whole site (tests/house).

A chapter's examples are in a module of this folder with the name of its app. All of it is optional:

``PRESSED``     addresses that only take a POST -> the roles that may, of those in the partnership
``ONLY_POSTED`` the same, where roles do not decide
``ERASED``      tables that hold something of a person, and are emptied when they ask
``PUBLIC_PAGES``  pages that anybody opens, from the address of the site; a browser looks at each
``MEMBER_PAGES``  pages that an officer opens, from the address of the partnership
``MOST_QUERIES`` path -> the most queries its page may take, where more than usual are needed
``addresses(universe, now)``       address or namespace -> something to show for each part of it
``lists(universe)``                paths of pages that list something
``add_rows(universe, rows, names, by_officer)``  adds a row to each of these; ``rows`` hands them to later chapters
"""

from importlib import import_module
from importlib.util import find_spec

from django.apps import apps

LABELS = [
    label
    for label in (app.label for app in apps.get_app_configs() if app.name.startswith("cyfran."))
    if find_spec(f"tests.examples.{label}")
]


def examples_named(name: str) -> list:
    """Return what the chapters have under a name, the earliest of the journey first."""
    modules = [import_module(f"tests.examples.{label}") for label in LABELS]
    return [getattr(module, name) for module in modules if hasattr(module, name)]


def merged(name: str) -> dict:
    return {key: value for examples in examples_named(name) for key, value in examples.items()}


def united(name: str) -> set:
    return set().union(*examples_named(name))
