"""Breadcrumbs: where a page stands, as names and addresses."""

from django.urls import reverse


def step(text, name: str, *args: object) -> dict[str, object]:
    return {"text": text, "href": reverse(name, args=args)}
