"""Every relation between models points to an earlier chapter.

The order is read from the import contracts, so it is written once. Foreign keys by name are invisible to them; this is
their guard.
"""

import tomllib

from django.apps import apps

from tests.beside import ROOT


def names(layer):
    return layer.replace("|", " ").replace("(", " ").replace(")", " ").split()


def chapter_depths(pyproject):
    """Map "discover.evidence.screening" to its depths in the journey, the phase and its part; the earliest is the smallest."""
    contracts = tomllib.loads(pyproject)["tool"]["importlinter"]["contracts"]
    layered = [c for c in contracts if c["type"] == "layers" and c.get("exhaustive")]
    ordered = {c["containers"][0]: list(reversed(c["layers"])) for c in layered}
    depths = {}

    def walk(package, above):
        for depth, layer in enumerate(ordered.get(package, [])):
            for name in names(layer):
                depths[f"{package}.{name}".removeprefix("cyfran.")] = (*above, depth)
                walk(f"{package}.{name}", (*above, depth))

    walk("cyfran", ())
    return depths


def place(model):
    return ".".join(model._meta.app_config.name.split(".")[1:])


def backward_arrows(models, depths):
    for model in models:
        for field in model._meta.get_fields():
            if not field.is_relation or field.auto_created or field.related_model is None:
                continue
            here, there = place(model), place(field.related_model)
            if here != there and not depths[there] < depths[here]:
                yield f"{model._meta.label}.{field.name} -> {field.related_model._meta.label}"


def our_models():
    return [model for model in apps.get_models() if model.__module__.startswith("cyfran.")]


def test_every_relation_points_to_an_earlier_chapter():
    depths = chapter_depths((ROOT / "pyproject.toml").read_text())

    assert list(backward_arrows(our_models(), depths)) == []


def test_a_backward_arrow_would_be_found():
    depths = {
        "ground.partnerships": (5, 2),
        "ground.people": (5, 1),
        "core.accounts": (0, 1),
        "ground.places": (9, 9),
    }

    found = list(backward_arrows([apps.get_model("partnerships", "Partnership")], depths))

    assert found == ["partnerships.Partnership.place -> places.Place"]
