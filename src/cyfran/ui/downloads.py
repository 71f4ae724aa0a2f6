"""Responses that a browser saves as a file."""

import json
from collections.abc import Iterable, Iterator
from pathlib import PurePath

from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpResponse, StreamingHttpResponse
from django.utils.http import content_disposition_header

MEDIA_TYPES = {
    ".csv": "text/csv; charset=utf-8",
    ".ics": "text/calendar; charset=utf-8",
    ".json": "application/json",
    ".pdf": "application/pdf",
    ".ris": "application/x-research-info-systems; charset=utf-8",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def download(content: str | bytes | Iterable[str], filename: str) -> HttpResponse | StreamingHttpResponse:
    """Return content as a file of this name, of the media type of its suffix; an iterable of parts is streamed.

    Browsers and proxies are told not to cache it: many of these files hold what people said.
    """
    headers = {
        "Content-Disposition": content_disposition_header(as_attachment=True, filename=filename),
        "Cache-Control": "no-store",
    }
    response = HttpResponse if isinstance(content, str | bytes) else StreamingHttpResponse
    return response(content, content_type=MEDIA_TYPES[PurePath(filename).suffix], headers=headers)


def download_tables(
    facts: dict[str, object], sections: dict[str, Iterable[tuple[str, list]]], filename: str
) -> HttpResponse | StreamingHttpResponse:
    """Return facts and sections of named tables as one JSON object, sent table by table; empty tables are left out."""
    return download(_parts_of_object(facts, sections), filename)


def _parts_of_object(
    facts: dict[str, object], sections: dict[str, Iterable[tuple[str, list]]]
) -> Iterator[str]:
    yield "{\n" + ",\n".join(f"{_as_json(name)}: {_as_json(fact)}" for name, fact in facts.items())
    for section, tables in sections.items():
        yield f",\n{_as_json(section)}: {{"
        separator = "\n"
        for name, rows in tables:
            if rows:
                yield f"{separator}{_as_json(name)}: {_as_json(rows)}"
                separator = ",\n"
        yield "\n}"
    yield "\n}\n"


def _as_json(data: object) -> str:
    return json.dumps(data, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)


def download_json(data: object, filename: str) -> HttpResponse | StreamingHttpResponse:
    """Return data as a JSON file that a person can read as well."""
    return download(_as_json(data), filename)
