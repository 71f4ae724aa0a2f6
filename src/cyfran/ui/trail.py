"""Breadcrumbs: the pages above a page, each with its name and address."""

from django.urls import reverse


def step(text, name: str, *args: object) -> dict[str, object]:
    return {"text": text, "href": reverse(name, args=args)}
