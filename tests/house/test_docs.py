"""The documentation keeps up: settings are described, links lead somewhere, examples run."""

import doctest
import importlib
import pkgutil
import re

import pytest

import cyfran.methods
from tests.beside import ROOT

PAGES = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
METHODS = [m.name for m in pkgutil.walk_packages(cyfran.methods.__path__, "cyfran.methods.")]


def test_every_setting_is_described():
    sources = "".join(p.read_text() for p in (ROOT / "src/cyfran").rglob("*.py"))
    read = set(re.findall(r'"(CYFRAN_[A-Z_]+|DATABASE_URL)"', sources))

    described = (ROOT / "docs/operations/settings.md").read_text()

    assert [name for name in sorted(read) if f"`{name}`" not in described] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_links_lead_somewhere(page):
    targets = re.findall(r"\]\(([^)#\s]+)", page.read_text())

    assert [t for t in targets if "://" not in t and not (page.parent / t).exists()] == []


@pytest.mark.parametrize("name", METHODS)
def test_examples_run(name):
    assert doctest.testmod(importlib.import_module(name)).failed == 0


@pytest.mark.parametrize("method", ["opinion", "change", "screening", "sheets", "synthesis"])
def test_every_public_function_of_methods_has_an_example(method):
    module = importlib.import_module(f"cyfran.methods.{method}")
    public = [getattr(module, name) for name in module.__all__ if callable(getattr(module, name))]
    functions = [f for f in public if not isinstance(f, type)]

    assert [f.__name__ for f in functions if ">>>" not in (f.__doc__ or "")] == []


def test_commands_that_are_named_exist():
    from cyfran.cli import app

    known = {c.name or c.callback.__name__.replace("_", "-") for c in app.registered_commands}
    known |= {group.name for group in app.registered_groups}
    named = {name for page in PAGES for name in re.findall(r"`cyfran ([a-z-]+)", page.read_text())}

    assert named - known == set()


def test_make_targets_that_are_named_exist():
    known = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    named = {name for page in PAGES for name in re.findall(r"`make ([a-z-]+)`", page.read_text())}

    assert named - known == set()
