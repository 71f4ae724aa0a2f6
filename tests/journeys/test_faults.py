"""The power fails while a hall is voting: what was confirmed is there, what was not is sent again, nothing counts twice."""

import json
import os
import re
import signal
import threading
import time
from http.client import HTTPException
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, Request, build_opener

import pytest

from cyfran.cli.supervision import MIN_LIFETIME
from tests.environment import WORKER
from tests.journeys.conftest import DESKTOP, Site, Visitor, children_of

PHONES, WORD = 6, "results"


@pytest.fixture(scope="module")
def site_to_kill(tmp_path_factory):
    site = Site(tmp_path_factory.mktemp("mortal"), f"faults_{WORKER}")
    yield site
    site.stop()


@pytest.fixture
def mortal(site_to_kill):
    """A site of its own, to be killed; it runs, whatever the test before left of it."""
    if site_to_kill.process.poll() is not None:
        site_to_kill.start()
    return site_to_kill


class Phone:
    """A phone in the room, as its page behaves: what is not confirmed stays on its list."""

    def __init__(self, site: Site, number: int) -> None:
        self.site, self.number = site, number
        self.cookies = CookieJar()
        self.line = build_opener(HTTPCookieProcessor(self.cookies))
        self.pressed: list[tuple[str, int]] = []
        self.confirmed = 0

    def asks(self, path: str, body: bytes | None = None, kind: str = "application/json") -> bytes:
        token = next((cookie.value for cookie in self.cookies if cookie.name == "csrftoken"), "")
        headers = {"Content-Type": kind, "X-CSRFToken": token}
        with self.line.open(Request(f"{self.site.address}{path}", body, headers), timeout=10) as answer:  # noqa: S310
            return answer.read()

    def comes_in(self) -> None:
        door = f"/en/room/{self.site.room_code}/"
        page = self.asks(door).decode()
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[1]
        form = {"csrfmiddlewaretoken": token, "language": "en", "record": "on", "table": "1"}
        page = self.asks(door, urlencode(form).encode(), "application/x-www-form-urlencoded").decode()
        self.conversation = re.search(r"/take-part/(\w+)/", page)[1]

    def presses(self, until: threading.Event) -> None:
        now = json.loads(self.asks(f"/r/{self.site.room_code}/now/"))
        ids = [statement["id"] for statement in now["statements"]]
        self.words = {statement["id"]: statement["text"] for statement in now["statements"]}
        while not until.is_set():
            turn = len(self.pressed)
            self.pressed.append((ids[turn % len(ids)], (1, -1, 0)[(turn // len(ids) + self.number) % 3]))
            self.sends()

    def sends(self) -> None:
        waiting = self.pressed[self.confirmed :]
        try:
            self.asks(f"/r/{self.site.room_code}/votes/", json.dumps(waiting).encode())
        except (OSError, HTTPException):  # refused, or broken off in the middle of an answer
            return
        self.confirmed += len(waiting)

    def what_the_site_has(self) -> dict[str, int]:
        told = json.loads(self.asks(f"/en/take-part/{self.conversation}/mine/download/"))
        return {vote["statement"]: vote["answer"] for vote in told["votes"]}

    def last_pressed(self, number: int) -> dict[str, int]:
        return {self.words[statement]: answer for statement, answer in self.pressed[:number]}


def test_the_power_fails_while_a_hall_is_voting(mortal, browser):
    given_the_room_asks_something(mortal, browser)
    phones = [Phone(mortal, number) for number in range(PHONES)]
    for phone in phones:
        phone.comes_in()

    when_everything_dies_in_the_middle_of_it(mortal, phones)
    confirmed = [(phone, phone.confirmed) for phone in phones]
    mortal.start()

    for phone, number in confirmed:
        then_what_was_confirmed_is_there(phone, number)
        and_what_waited_arrives(phone)


def test_a_process_that_dies_is_started_again_while_the_others_go_on(mortal):
    web, *workers = children_of(mortal.process.pid)
    said_before = mortal.log.read_text().count("It is started again")
    time.sleep(MIN_LIFETIME)  # one that never lived so long would be a start that failed

    for process in (web, *workers):
        os.kill(process, signal.SIGKILL)

    wait_until(
        lambda: (
            len(children_of(mortal.process.pid)) == len(workers) + 1
            and {web, *workers}.isdisjoint(children_of(mortal.process.pid))
        )
    )
    mortal.wait_until_served()
    assert mortal.log.read_text().count("It is started again") == said_before + len(workers) + 1


def test_a_web_process_that_dies_is_replaced(mortal):
    web, *_workers = children_of(mortal.process.pid)
    wait_until(lambda: len(children_of(web)) > 1)
    dead, *_ = before = children_of(web)

    os.kill(dead, signal.SIGKILL)

    wait_until(lambda: len(children_of(web)) == len(before) and dead not in children_of(web))
    mortal.wait_until_served()


def test_nothing_is_left_when_what_supervises_a_site_is_killed(mortal):
    children = children_of(mortal.process.pid)
    grandchildren = [grandchild for child in children for grandchild in children_of(child)]

    os.kill(mortal.process.pid, signal.SIGKILL)
    mortal.process.wait(timeout=30)

    wait_until(lambda: not any(is_alive(process) for process in (*children, *grandchildren)))


def is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return "Z (" not in Path(f"/proc/{process}/status").read_text()


def wait_until(holds):
    for _ in range(600):
        if holds():
            return
        time.sleep(0.1)
    raise AssertionError("It did not come to pass in a minute.")


def given_the_room_asks_something(site, browser):
    leader = Visitor(browser.new_context(viewport=DESKTOP).new_page(), site, "en", scripts=True)
    leader.signs_in("facilitator@example.org")
    leader.opens("partnerships/dyffryn-gwynlas/events/")
    leader.activates(leader.page.locator("main .nhsuk-card__link", has_text=WORD))
    leader.page.goto(f"{leader.page.url}room/")
    leader.activates(leader.page.locator("form[action$='/ask/'] button").first)
    leader.page.context.close()


def when_everything_dies_in_the_middle_of_it(site, phones):
    over = threading.Event()
    voting = [threading.Thread(target=phone.presses, args=(over,)) for phone in phones]
    for thread in voting:
        thread.start()
    try:
        wait_until(lambda: all(phone.confirmed > 3 for phone in phones))
        site.die()
    finally:
        over.set()
        for thread in voting:
            thread.join(timeout=30)


def then_what_was_confirmed_is_there(phone, number):
    """Of the answers that waited some may have been kept, too, just before the end: then they are the later ones."""
    found = phone.what_the_site_has()
    waited = {(phone.words[statement], answer) for statement, answer in phone.pressed[number:]}
    assert [
        (words, found.get(words))
        for words, answer in phone.last_pressed(number).items()
        if found.get(words) != answer and (words, found.get(words)) not in waited
    ] == []


def and_what_waited_arrives(phone):
    phone.sends()
    phone.sends()  # as if the first answer had been lost
    assert phone.what_the_site_has() == phone.last_pressed(len(phone.pressed))
