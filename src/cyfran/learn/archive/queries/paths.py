"""How tables lead to what they belong to."""

from django.db.models import Model


def path_to(goal: type[Model], model: type[Model], passed: tuple[type[Model], ...] = ()) -> list[str] | None:
    """Return the shortest way from a table to ``goal`` by foreign keys, or None where there is none."""
    ways = []
    for field in model._meta.concrete_fields:
        target = field.related_model
        if target is goal:
            return [field.name]
        if target is None or target is model or target in passed:
            continue
        if (further := path_to(goal, target, (*passed, model))) is not None:
            ways.append([field.name, *further])
    return min(ways, key=len, default=None)
