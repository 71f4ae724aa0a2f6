"""A bounded, seeded walk through a site: follows links, fills every kind of form, and reports what answers with an error."""

import random
import re
import traceback
from collections import Counter
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

from django.db import connection
from django.http import Http404
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import Resolver404, resolve

from tests.monkey.forms import PageReader, fill

LEFT_ALONE = ("/sign-out/", "/static/", "/media/")  # signing out would end a person's walk
WRITES = re.compile(r"\s*(INSERT INTO|UPDATE|DELETE FROM) \"?(\w+)", re.IGNORECASE)
MAY_BE_WRITTEN_BY_A_GET = {"django_session", "cache"}


@dataclass
class Fault:
    person: str
    method: str
    path: str
    values: dict
    error: str

    def __str__(self) -> str:
        sent = {name: str(value)[:60] for name, value in self.values.items()}
        return f"{self.person}: {self.method} {self.path} {sent}\n{self.error}"


@dataclass
class Person:
    name: str
    client: Client
    has_account: bool
    known: dict[str, None] = field(default_factory=dict)  # paths, in the order they were found


@dataclass
class Walk:
    """The state of a walk. ``visits`` counts requests by the name of their address; ``faults`` are unexpected answers."""

    people: list[Person]
    seed: int
    visits: Counter = field(default_factory=Counter)
    sent: Counter = field(default_factory=Counter)
    statuses: Counter = field(default_factory=Counter)
    faults: list[Fault] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.chance = random.Random(self.seed)

    def step(self, number: int) -> None:
        """One person opens a page, the least visited kind first as a rule, and sends one of its forms."""
        weights = [3 if person.has_account else 1 for person in self.people]
        (person,) = self.chance.choices(self.people, weights)
        path = self._next_path(person)
        page = self._request(person, "get", path, {})
        forms = (
            [form for form in page.forms if not any(part in form.action for part in LEFT_ALONE)]
            if page
            else []
        )
        forms = [form for form in forms if form.method == "post" or form.fields]
        if forms and self.chance.random() < 0.85:
            form = self.chance.choice(forms)
            action = urljoin(path, form.action or path)
            values = fill(form, self.chance, number)
            self._request(person, form.method, action, values)

    def _next_path(self, person: Person) -> str:
        sample = self.chance.sample(list(person.known), min(12, len(person.known)))
        return (
            min(sample, key=lambda path: self.visits[kind_of(path)])
            if self.chance.random() < 0.8
            else sample[0]
        )

    def _request(
        self, person: Person, method: str, path: str, values: dict, hops: int = 0
    ) -> PageReader | None:
        self.visits[kind_of(path)] += 1
        if method == "post":
            self.sent[kind_of(path)] += 1
        try:
            connection.queries_log.clear()
            with CaptureQueriesContext(connection) as queries:
                response = getattr(person.client, method)(path, values)
        except Http404:
            return None
        except Exception:
            self.faults.append(Fault(person.name, method, path, values, traceback.format_exc(limit=-6)))
            return None
        self.statuses[response.status_code] += 1
        if response.status_code >= 500:
            self.faults.append(Fault(person.name, method, path, values, f"answered {response.status_code}"))
        if method == "get":
            self._check_nothing_written(person, path, values, queries.captured_queries)
        if response.status_code in (301, 302, 303) and hops < 5:
            target = urljoin(path, response["Location"])
            if not urlsplit(target).netloc:
                self._remember(person, [target])
                return self._request(person, "get", target, {}, hops + 1)
            return None
        return self._read(person, path, response)

    def _read(self, person: Person, path: str, response) -> PageReader | None:
        if not response.get("Content-Type", "").startswith("text/html") or response.streaming:
            if response.streaming:
                b"".join(response.streaming_content)
            return None
        page = PageReader()
        page.feed(response.content.decode())
        self._remember(person, [urljoin(path, link) for link in page.links])
        return page

    def _remember(self, person: Person, links: list[str]) -> None:
        for link in links:
            parts = urlsplit(link)
            is_ours = not parts.netloc and parts.scheme in ("", "http") and parts.path.startswith("/")
            if is_ours and not any(part in parts.path for part in LEFT_ALONE):
                person.known.setdefault(f"{parts.path}?{parts.query}" if parts.query else parts.path)

    def _check_nothing_written(self, person: Person, path: str, values: dict, queries: list[dict]) -> None:
        for query in queries:
            found = WRITES.match(query["sql"])
            if found and found[2].lower() not in MAY_BE_WRITTEN_BY_A_GET:
                self.faults.append(
                    Fault(person.name, "get", path, values, f"a GET writes: {query['sql'][:200]}")
                )
                return


def kind_of(path: str) -> str:
    """Return the name of an address, so that pages of one kind count as one."""
    try:
        found = resolve(urlsplit(path).path)
    except Resolver404:
        return "nowhere"
    return found.view_name or "unnamed"
