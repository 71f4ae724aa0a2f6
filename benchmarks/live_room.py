"""A live room with 1,000 phones on the default set-up: 2 web processes and the background worker, SQLite or PostgreSQL.

``make bench`` writes what is printed to benchmarks/results/live_room-*.txt. Everyone joins within a minute; then each phone
votes three times a minute and asks every three seconds what is asked now, for five minutes, while the big screen and
whoever leads look on. One vote in twenty is sent twice, as after a lost answer. In the end what is stored is compared with
what was pressed. Phones are asyncio connections of a program on the same machine, so its work counts against us.

    python benchmarks/live_room.py [--phones 1000] [--minutes 5] [--seats 0] [--kill-every 20] [--database postgresql://…]
"""

import argparse
import asyncio
import json
import os
import random
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from statistics import quantiles

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))

STATEMENTS, TABLES = 30, 100
ASK_EVERY, VOTES_A_MINUTE, SENT_TWICE, SAY_SOMETHING = 3.0, 3, 0.05, 0.05
MOST_TRIES = 20
TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="(\w+)"')


@dataclass
class Counted:
    """What the phones saw: how long each kind of request took, and what went wrong."""

    took: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    wrong: Counter = field(default_factory=Counter)
    sent_bytes: int = 0
    killed: int = 0


class Connection:
    """One phone's connection, kept open as a browser does."""

    def __init__(self, port: int, counted: Counted) -> None:
        self.port, self.counted, self.cookies = port, counted, {}
        self.reader = self.writer = None

    async def ask(self, kind: str, method: str, path: str, body: bytes = b"", **headers: str):
        began = time.perf_counter()
        try:
            status, told, content = await asyncio.wait_for(self._ask(method, path, body, headers), 60)
        except (OSError, TimeoutError, asyncio.IncompleteReadError) as error:
            self.counted.wrong[f"{kind}: {type(error).__name__}"] += 1
            self.writer = None
            return 0, {}, b""
        self.counted.took[kind].append(time.perf_counter() - began)
        if status >= 400:
            self.counted.wrong[f"{kind}: {status}"] += 1
        return status, told, content

    async def _ask(self, method: str, path: str, body: bytes, headers: dict[str, str]):
        if self.writer is None:
            self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self.port)
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        lines = [f"{method} {path} HTTP/1.1", f"Host: 127.0.0.1:{self.port}", f"Cookie: {cookies}"]
        lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
        lines += [f"Content-Length: {len(body)}"] if body else []
        self.writer.write("\r\n".join([*lines, "", ""]).encode() + body)
        await self.writer.drain()
        return await self._answer()

    async def _answer(self):
        head = (await self.reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        status, told = int(head[0].split()[1]), {}
        for line in filter(None, head[1:]):
            name, value = line.split(": ", 1)
            if name.lower() == "set-cookie":
                key, _, rest = value.strip().partition("=")
                self.cookies[key] = rest.split(";")[0]
            told[name.lower()] = value
        if told.get("connection") == "close":
            self.writer = None
        content = b""
        if status not in (204, 304):
            content = await self._content(told)
        self.counted.sent_bytes += len(content)
        return status, told, content

    async def _content(self, told: dict[str, str]) -> bytes:
        if "content-length" in told:
            return await self.reader.readexactly(int(told["content-length"]))
        parts = []
        while size := int((await self.reader.readline()).strip() or b"0", 16):
            parts.append(await self.reader.readexactly(size))
            await self.reader.readline()
        await self.reader.readline()
        return b"".join(parts)


class Phone:
    """Someone in the room: comes in, looks, votes, says something."""

    def __init__(self, number: int, port: int, code: str, counted: Counted) -> None:
        self.random = random.Random(number)  # noqa: S311 - to play phones with
        self.line, self.code = Connection(port, counted), code
        self.answers: dict[str, int] = {}
        self.mark, self.now = "", {"statements": [], "item": None}
        self.language = "cy" if number % 2 else "en"

    async def comes_in(self, within: float) -> None:
        await asyncio.sleep(self.random.random() * within)
        door = f"/{self.language}/room/{self.code}/"
        await self.line.ask("come in: pages", "GET", f"/r/{self.code}/")
        _, _, page = await self.line.ask("come in: pages", "GET", door)
        token = TOKEN.search(page)
        if not token:
            self.line.counted.wrong["no form"] += 1
            return
        form = f"csrfmiddlewaretoken={token[1].decode()}&language={self.language}&record=on&quote=on"
        form += f"&table={self.random.randint(1, TABLES)}"
        await self.line.ask(
            "come in: sit down", "POST", door, form.encode(), Content_Type="application/x-www-form-urlencoded"
        )
        await self.line.ask("come in: pages", "GET", f"{door}answer/")

    async def looks(self, until: float) -> None:
        await asyncio.sleep(self.random.random() * ASK_EVERY)
        while time.monotonic() < until:
            status, told, content = await self.line.ask(
                "look", "GET", f"/r/{self.code}/now/", If_None_Match=self.mark
            )
            if status == 200:
                self.mark, self.now = told["etag"], json.loads(content)
            await asyncio.sleep(ASK_EVERY * (0.85 + 0.3 * self.random.random()))

    async def votes(self, until: float) -> None:
        while True:
            pause = self.random.expovariate(VOTES_A_MINUTE / 60)
            if time.monotonic() + pause >= until:
                return
            await asyncio.sleep(pause)
            statement = self.random.choice(self.now["statements"] or [None])
            if statement:
                await self._votes_on(statement["id"])

    async def _votes_on(self, statement: str) -> None:
        answer = self.random.choice([1, 1, -1, 0])
        self.answers[statement] = answer
        times = 2 if self.random.random() < SENT_TWICE else 1
        for _ in range(times):
            body = json.dumps([[statement, answer]]).encode()
            await self._sends("vote", "votes", body)

    async def _sends(self, kind: str, where: str, body: bytes) -> None:
        status = 0
        for _ in range(MOST_TRIES):  # as a phone does: it stays on its list until the site has it
            if status == 200:
                return
            status, _, _ = await self.line.ask(
                kind, "POST", f"/r/{self.code}/{where}/", body,
                Content_Type="application/json", X_CSRFToken=self.line.cookies.get("csrftoken", ""),
            )  # fmt: skip
            if status != 200:
                await asyncio.sleep(1)

    async def says(self, within: float) -> None:
        if self.random.random() >= SAY_SOMETHING:
            return
        await asyncio.sleep(self.random.random() * within)
        if self.now["item"]:
            said = {"text": f"Something new, number {self.random.random()}", "item": self.now["item"]}
            await self._sends("say", "words", json.dumps(said).encode())

    async def is_there(self, within: float, until: float) -> None:
        await self.comes_in(within)
        # One phone does one thing at a time on its line, as HTTP does
        lock = asyncio.Lock()
        plain = self.line.ask

        async def in_turn(*args, **more):
            async with lock:
                return await plain(*args, **more)

        self.line.ask = in_turn
        await asyncio.gather(self.looks(until), self.votes(until), self.says((until - time.monotonic()) / 2))


async def looks_on(port: int, counted: Counted, kind: str, path: str, session: str, until: float) -> None:
    line = Connection(port, counted)
    line.cookies["sessionid"] = session
    while time.monotonic() < until:
        await line.ask(kind, "GET", path, HX_Request="true")
        await asyncio.sleep(ASK_EVERY)


async def kills(site: int, every: float, until: float, counted: Counted) -> None:
    """Kill a process of the site each few seconds: those of the web server, what watches them, and the background workers."""
    turn = 0
    while time.monotonic() + every < until:
        await asyncio.sleep(every)
        children = children_of(site)
        victims = [*children_of(children[0]), *children] if children else []
        if victims:
            os.kill(victims[turn % len(victims)], signal.SIGKILL)
            counted.killed += 1
            turn += 1


async def evening(
    port: int, code: str, base: str, session: str, phones: int, minutes: float, site=0, every=0.0
):
    counted = Counted()
    within = 60.0 * min(1.0, phones / 1000)
    until = time.monotonic() + within + 60 * minutes
    people = [Phone(i, port, code, counted) for i in range(phones)]
    screens = [("big screen", f"{base}screen/"), ("who leads", base)]
    await asyncio.gather(
        *(phone.is_there(within, until) for phone in people),
        *(looks_on(port, counted, kind, path, session, until) for kind, path in screens),
        *([kills(site, every, until, counted)] if every else []),
    )
    return people, counted


# --- The site -----------------------------------------------------------------------------------------------------


def fill(room, asked, universe, seats: int) -> None:
    """Seat people who were there before the phones came, of whom one in twenty said something; each voted on half."""
    from django.db import transaction
    from django.utils import timezone

    from cyfran.discover.conversations.models import Statement, Vote
    from cyfran.discover.rooms import actions as rooms
    from cyfran.ground.people.queries import consent_text

    chance, at = random.Random(7), timezone.now()  # noqa: S311 - to play people with
    item = room.steps.latest("id").item
    taking_part = []
    for number in range(seats):
        seat = rooms.join_room(
            room=room, participant=None, consent_text=consent_text(), given={"record", "quote"},
            table=chance.randint(1, TABLES), language="cy" if number % 2 else "en", at=at,
        )  # fmt: skip
        if number % 20 == 0:
            words = {"text": f"Said before, number {number}", "item": item}
            rooms.submit_statement(room=room, participant=seat.participant, at=at, **words)
        with transaction.atomic():
            taking_part.append(rooms._participation(asked.pk, seat.participant_id, at))
    statements = list(Statement.objects.filter(conversation=asked))
    Vote.objects.bulk_create(
        Vote(
            conversation=asked,
            statement=statement,
            participation=one,
            answer=chance.choice([1, 1, -1, 0]),
            at=at,
        )
        for one in taking_part
        for statement in statements
        if chance.random() < 0.5
    )


def prepare(seats: int):
    """The demo's site with a room of many tables and thirty statements. Gives its code, its address and a session."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.test import Client
    from django.utils import timezone

    from cyfran.demo import story
    from cyfran.discover.conversations import actions as conversations
    from cyfran.discover.rooms.models import Room

    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    universe = story.tell()
    room = Room.objects.get(join_code=story.room_code())
    Room.objects.filter(pk=room.pk).update(tables=TABLES, moderated=False)
    asked = room.steps.latest("id").item.conversation
    for number in range(STATEMENTS):
        conversations.add_seed(
            conversation=asked, text=f"Statement {number}", language="en", translation=f"Gosodiad {number}",
            by=universe.users["officer"], at=timezone.now(),
        )  # fmt: skip
    if seats:
        fill(room, asked, universe, seats)
    client = Client()
    client.force_login(universe.users["officer"])
    base = f"/en/partnerships/{universe.partnership.slug}/events/{room.event_id}/room/"
    return room, asked, base, client.cookies["sessionid"].value


def stored(conversation, after: int) -> tuple[int, Counter]:
    """Rows of votes of the phones, and the last answer of each person to each statement."""
    from cyfran.discover.conversations.models import Vote

    rows = Vote.objects.filter(conversation=conversation, id__gt=after).order_by("id")
    last = {(p, str(s)): answer for p, s, answer in rows.values_list("participation", "statement", "answer")}
    return rows.count(), Counter((statement, answer) for (_, statement), answer in last.items())


def newest_vote() -> int:
    from django.db.models import Max

    from cyfran.discover.conversations.models import Vote

    return Vote.objects.aggregate(newest=Max("id"))["newest"] or 0


def cpu_of(pids: set[int]) -> float:
    ticks = 0
    for pid in pids:
        try:
            parts = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        ticks += int(parts[11]) + int(parts[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def children_of(pid: int) -> list[int]:
    """The processes that a process started, in the order of their start."""
    try:
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def family(pid: int) -> set[int]:
    """A process and all that came from it."""
    children = defaultdict(set)
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            children[int(stat.read_text().rsplit(")", 1)[1].split()[1])].add(int(stat.parent.name))
        except OSError:
            continue
    found, frontier = set(), {pid}
    while frontier:
        found |= frontier
        frontier = {child for one in frontier for child in children[one]} - found
    return found


def report(
    counted: Counted, people: list[Phone], conversation, after: int, busy: float, ours: float, took: float
) -> None:
    print(f"{'what':<20}{'requests':>9}{'p50 ms':>9}{'p95 ms':>9}{'p99 ms':>9}{'longest':>9}")
    for kind, times in sorted(counted.took.items()):
        cuts = quantiles(times, n=100) if len(times) > 1 else [times[0]] * 99
        row = [1000 * value for value in (cuts[49], cuts[94], cuts[98], max(times))]
        print(f"{kind:<20}{len(times):>9}" + "".join(f"{value:>9.0f}" for value in row))
    rows, last = stored(conversation, after)
    pressed = Counter((statement, answer) for phone in people for statement, answer in phone.answers.items())
    print(
        f"\nerrors: {dict(counted.wrong) or 'none'}"
        + (f"; processes killed: {counted.killed}" if counted.killed else "")
    )
    print(
        f"votes: pressed, the last on each statement: {sum(pressed.values())}; stored: {sum(last.values())}; "
        f"lost or different: {sum((pressed - last).values())}; too many: {sum((last - pressed).values())}; rows: {rows}"
    )
    if counted.killed:
        return  # the processes that were killed took their times with them
    print(
        f"CPU of the site: {busy:.0f} s in {took:.0f} s ({100 * busy / took:.0f}% of one core); "
        f"of the program that plays the phones: {ours:.0f} s; sent to phones: {counted.sent_bytes / 1e6:.0f} MB"
    )


def wait_until_served(port: int) -> None:
    from urllib.request import urlopen

    for _ in range(200):
        try:
            urlopen(f"http://127.0.0.1:{port}/health/", timeout=2).close()
            return
        except OSError:
            time.sleep(0.2)
    raise SystemExit("The site did not start.")


def main() -> None:
    asked_for = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked_for.add_argument("--phones", type=int, default=1000)
    asked_for.add_argument("--minutes", type=float, default=5)
    asked_for.add_argument(
        "--seats", type=int, default=0, help="how many sit there, said things and voted before"
    )
    asked_for.add_argument(
        "--kill-every", type=float, default=0, help="seconds between two processes that are killed"
    )
    asked_for.add_argument("--port", type=int, default=8123)
    asked_for.add_argument(
        "--database", default="", help="address of an empty PostgreSQL database; SQLite without it"
    )
    wanted = asked_for.parse_args()
    with tempfile.TemporaryDirectory(prefix="cyfran-bench-") as folder:
        os.environ |= {
            "CYFRAN_DATA": folder,
            "DATABASE_URL": wanted.database,
            "DJANGO_SETTINGS_MODULE": "cyfran.config.settings",
        }
        room, asked, base, session = prepare(wanted.seats)
        after = newest_vote()
        site = subprocess.Popen([sys.executable, "-m", "cyfran", "serve", "--port", str(wanted.port)])
        try:
            wait_until_served(wanted.port)
            pids, began = family(site.pid), time.monotonic()
            before, mine = cpu_of(pids), time.process_time()
            people, counted = asyncio.run(
                evening(
                    wanted.port,
                    room.join_code,
                    base,
                    session,
                    wanted.phones,
                    wanted.minutes,
                    site.pid,
                    wanted.kill_every,
                )
            )
            took, busy = time.monotonic() - began, cpu_of(pids) - before
            from django.db import connection

            kind = "PostgreSQL" if wanted.database else "SQLite"
            print(
                f"{kind}: {wanted.phones} phones, {wanted.minutes:g} minutes, {wanted.seats} seats there before; "
                f"{os.cpu_count()} cores\n"
            )
            report(counted, people, asked, after, busy, time.process_time() - mine, took)
            connection.close()
        finally:
            site.terminate()
            site.wait(timeout=30)


if __name__ == "__main__":
    main()
