"""A real site for each process of a run, served by its own command on a port of its own, and visitors with a real browser.

Nothing here reaches into the database: a journey sees what a person sees. `.ci/run` tells each story in English on SQLite and
in Welsh on PostgreSQL.
"""

import contextlib
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.request import urlopen

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect, sync_playwright

from tests.demo_site import copy_site
from tests.environment import WORKER, for_other_processes

BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"]
QUIET += ["--disable-background-networking", "--disable-component-update"]
# On the list of conversations: without the questions asked at events, which members see below
CONVERSATIONS = "main .cy-columns:not(h2 ~ .cy-columns) .nhsuk-card__link"
PHONE, DESKTOP = {"width": 360, "height": 740}, {"width": 1280, "height": 900}
AXE = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    "resultTypes": ["violations"],  # of all else only the first node: nobody reads it
    "preload": False,  # our style sheets are of this site, and read already
}
# Of a page whose structure was found accessible in the other language, whether longer words push targets together is left
AXE_OF_LENGTH = AXE | {"runOnly": ["target-size"]}
RUN_AXE = """options => axe.run(document, options).then(found => found.violations.map(
    violation => `${violation.id}: ${violation.help}: ${violation.nodes[0].html.slice(0, 200)}`))"""
# A page without its words, its language and its numbers: what axe found in one it finds in another with the same
STRUCTURE = """() => {
    const page = document.documentElement.cloneNode(true);
    page.querySelector(".cy-strip--draft")?.remove();  // which every Welsh page has, and no English one
    const texts = document.createTreeWalker(page, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) texts.currentNode.data = texts.currentNode.data.trim() ? "words" : "";
    for (const element of page.querySelectorAll("*"))
        for (const { name, value } of element.attributes)
            if (value && (name.startsWith("data-") || ["value", "title", "aria-label", "content", "alt"].includes(name)))
                element.setAttribute(name, "words");
    return page.outerHTML.replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9]+/g, "0")
        .replace(/"(cy|en)(-GB)?"|\\/(cy|en)\\//g, "language");
}"""
ON_POSTGRES = bool(os.environ.get("DATABASE_URL"))  # then axe was asked in English already, on SQLite
NO_ANSWER = (
    "Failed to load resource",
    "Response Status Error Code",
    "htmx:afterRequest",
    "htmx:sendError",
    "htmx:timeout",
)
# At least how many presses of Tab something is away; a group of radio buttons, which is one stop, is counted as none
TABS_BEFORE = """element => {
    const stops = [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']")]
        .filter(e => !e.disabled && e.type !== "radio" && e.checkVisibility());
    return Math.max(0, stops.indexOf(element) - stops.indexOf(document.activeElement) - 2);
}"""
# Whether pressing something leads to another page, as against what a script answers
LEADS_AWAY = """element => {
    const link = element.closest("a[href]");
    if (link) return !link.hasAttribute("download") && !link.getAttribute("href").startsWith("#");
    const form = element.form;
    return !!form && element.type === "submit" && !form.dataset.part && !form.hasAttribute("hx-post");
}"""


def pytest_collection_modifyitems(items):
    for item in items:
        if "journeys" in str(item.path):
            item.add_marker(pytest.mark.journey)
            item.add_marker(pytest.mark.no_cover)  # what it reaches is in the process of its site


@pytest.fixture(scope="session")
def browser():
    found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    if not found and os.environ.get("CYFRAN_BROWSER") == "needed":
        pytest.fail("The browser tests may not skip here. Install Chromium: apt-get install chromium")
    if not found:
        pytest.skip("needs a browser: sudo apt-get install chromium")
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=found, args=QUIET)


@pytest.fixture
def own_phone(browser, site, tmp_path):
    """A phone that keeps what pages store on it, also when its browser is closed: ``own_phone("cy")`` opens it again."""
    opened = []

    def open_again(language: str) -> "Visitor":
        while opened:
            opened.pop().close()
        found = next(path for name in BROWSERS if (path := shutil.which(name)))
        context = browser.browser_type.launch_persistent_context(
            str(tmp_path / "phone"), executable_path=found, args=QUIET, viewport=PHONE
        )
        context.set_default_timeout(15_000)
        opened.append(context)
        return Visitor(context.pages[0], site, language, scripts=True)

    yield open_again
    for context in opened:
        context.close()


class Site:
    """The demo, served from a folder of its own."""

    command = "demo"

    def __init__(self, folder: Path, name: str) -> None:
        database = self.make(folder, name)
        self.outbox = folder / "outbox"
        self.signed_in: dict[str, list] = {}
        # The languages in which axe was asked about pages of a structure, at a width
        self.checked: dict[tuple[str, int], set[str]] = {}
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.environment = {
            **for_other_processes(measured=False),
            "CYFRAN_DATA": str(folder),
            "CYFRAN_EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "DATABASE_URL": database,
            "CYFRAN_UPLOAD_MAX_MB": "10",
        }
        self.log = folder / "log"
        self.start()
        announced = self.log.read_text()
        self.join_code, self.room_code = (
            found[1] if (found := re.search(rf"/{way}/(\w+)/", announced)) else "" for way in "tr"
        )

    def make(self, folder: Path, name: str) -> str:
        """Make the data of the site, and return the address of its database."""
        return copy_site(folder, name)

    def start(self) -> None:
        command = [sys.executable, "-m", "cyfran", self.command, "--port", str(self.port)]
        with self.log.open("a") as log:
            self.process = subprocess.Popen(
                command, env=self.environment, stdout=log, stderr=subprocess.STDOUT, start_new_session=True
            )
        self.wait_until_served()

    def die(self) -> None:
        """As when the power fails: every process at once, in the middle of what it does."""
        groups = [self.process.pid, *children_of(self.process.pid)]
        for group in groups:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(group, signal.SIGKILL)
        self.process.wait(timeout=30)

    def wait_until_served(self) -> None:
        """Wait as long as the site is alive; one that ends instead is told at once, with what it said."""
        while self.process.poll() is None:
            try:
                urlopen(f"{self.address}/health/", timeout=10).close()  # noqa: S310 - our own address
                return
            except OSError:
                time.sleep(0.2)
        pytest.fail(f"The site did not start:\n{self.log.read_text()}")

    def letter_to(self, email: str) -> str:
        letters = sorted(self.outbox.glob("*"), key=lambda path: path.stat().st_mtime)
        return next(text for path in reversed(letters) if f"To: {email}" in (text := path.read_text()))

    def code_sent_to(self, email: str) -> str:
        return re.search(r"^    (\S+)$", self.letter_to(email), re.MULTILINE)[1]

    def stop(self) -> None:
        self.process.terminate()
        try:
            self.process.wait(timeout=60)
        finally:
            self.die()


def children_of(process: int) -> list[int]:
    """Return the processes that a process started and that run, in the order they were started; none where it has ended."""
    try:
        listed = Path(f"/proc/{process}/task/{process}/children").read_text().split()
        return [int(child) for child in listed if "Z (" not in Path(f"/proc/{child}/status").read_text()]
    except FileNotFoundError:
        return []


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    served = Site(tmp_path_factory.mktemp("site"), f"site_{WORKER}")
    yield served
    served.stop()


class Visitor:
    """Someone with a browser. What they do reads as sentences; every page they stop at is checked for accessibility."""

    def __init__(self, page: Page, site: Site, language: str, *, scripts: bool) -> None:
        self.page, self.site, self.language, self.scripts = page, site, language, scripts

    def goes_to(self, path: str) -> None:
        self.page.goto(f"{self.site.address}{path}")

    def opens(self, path: str) -> None:
        self.goes_to(f"/{self.language}/{path}")

    def activates(self, locator) -> None:
        """Press something, and where that leads to another page, be there."""
        if not locator.evaluate(LEADS_AWAY):
            locator.click()
            return
        with self.page.expect_navigation():
            locator.click()

    def follows(self, link: str) -> None:
        self.activates(self.page.get_by_role("link", name=link).first)

    def presses(self, button: str) -> None:
        self.activates(self.page.get_by_role("button", name=button).first)

    def fills(self, **fields: str) -> None:
        for name, text in fields.items():
            self.page.locator(f"[name={name}]").fill(text)

    def chooses(self, name: str, value: str) -> None:
        self.page.locator(f"[name={name}][value='{value}']").check()

    def attaches(self, name: str, filename: str, content: bytes) -> None:
        file = {"name": filename, "mimeType": "text/csv", "buffer": content}
        self.page.locator(f"[name={name}]").set_input_files(file)

    def sends(self) -> None:
        self.activates(self.page.locator("main form button.nhsuk-button").last)

    def sees(self, text: str) -> None:
        expect(self.page.locator("main")).to_contain_text(text)

    def does_not_see(self, text: str) -> None:
        expect(self.page.locator("main")).not_to_contain_text(text)

    def is_signed_in(self, email: str) -> None:
        """As someone who signed in before, in this browser, in any language: codes are not sent without limit."""
        if email in self.site.signed_in:
            self.page.context.add_cookies(self.site.signed_in[email])
            return
        self.signs_in(email)
        self.site.signed_in[email] = self.page.context.cookies()

    def signs_in(self, email: str) -> None:
        self.opens("sign-in/")
        self.fills(email=email)
        self.sends()
        self.finds_the_page_accessible()
        self.fills(code=self.site.code_sent_to(email))
        self.sends_the_code()
        self.page.wait_for_url(f"**/{self.language}/")

    def sends_the_code(self) -> None:
        """The page has other forms below: for another code, and for another address."""
        self.activates(self.page.locator("main form:has([name=code]) button"))

    def finds_the_page_accessible(self) -> None:
        """No violation of WCAG 2.2 AA that a machine can find, in the right language, nothing cut off at the side."""
        if not self.scripts:
            return
        assert self.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), self.page.url
        structure = self.page.evaluate(STRUCTURE), self.page.viewport_size["width"]
        languages = self.site.checked.setdefault(structure, {"en"} if ON_POSTGRES else set())
        if self.language in languages:
            return
        if not self.page.evaluate("'axe' in window"):  # reading it takes longer than asking it
            self.page.evaluate(Axe().axe_script)
        assert self.page.evaluate(RUN_AXE, AXE_OF_LENGTH if languages else AXE) == [], self.page.url
        languages.add(self.language)

    def finds_the_page_accessible_at_both_widths(self) -> None:
        """As on a desktop and on a phone, on one load of the page."""
        for size in (DESKTOP, PHONE):
            self.page.set_viewport_size(size)
            self.finds_the_page_accessible()


class ByKeys(Visitor):
    """Someone without a mouse: what cannot be come to by Tab is not there. Only files are chosen by the browser's own means."""

    def reaches(self, is_there, likely: int = 0) -> None:
        """Press Tab until it is there; of the first ``likely`` presses nothing is asked."""
        for _ in range(likely):
            self.page.keyboard.press("Tab")
        for _ in range(400):
            if is_there():
                return
            self.page.keyboard.press("Tab")
        pytest.fail(f"Not to be come to by keys: {self.page.url}")

    def comes_to(self, locator) -> None:
        self.reaches(
            lambda: locator.evaluate("e => e === document.activeElement"), locator.evaluate(TABS_BEFORE)
        )

    def activates(self, locator) -> None:
        self.comes_to(locator)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def fills(self, **fields: str) -> None:
        for name, text in fields.items():
            field = self.page.locator(f"[name={name}]")
            self.comes_to(field)
            if (
                field.get_attribute("type") == "date"
            ):  # in which order day and month are typed depends on the machine
                field.fill(text)
                continue
            self.page.keyboard.press("Control+A")
            self.page.keyboard.insert_text(text)

    def chooses(self, name: str, value: str) -> None:
        self.reaches(lambda: self.page.evaluate("name => document.activeElement.name === name", name))
        self.page.keyboard.press("Space")
        wanted = self.page.locator(f"[name={name}][value='{value}']")
        for _ in range(20):
            if wanted.is_checked():
                return
            self.page.keyboard.press("ArrowDown")
        pytest.fail(f"Not to be chosen by keys: {name} {value}")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """Of a journey that fails say where everyone stood, and what they saw."""
    report = yield
    if report.when == "call" and report.failed:
        for page in getattr(item, "pages", []):
            with contextlib.suppress(Exception):
                report.sections.append((f"Seen at {page.url}", page.locator("main").inner_text(timeout=2000)))
    return report


@pytest.fixture
def visitor(request, browser, site):
    """Let someone in: ``visitor("cy", PHONE, scripts=False)``, or without a mouse: ``by_keys=True``."""
    contexts = []
    errors: list[str] = []
    request.node.pages = []

    def come(language: str, size: dict, *, scripts: bool = True, by_keys: bool = False) -> Visitor:
        context = browser.new_context(viewport=size, java_script_enabled=scripts)
        context.set_default_timeout(15_000)
        contexts.append(context)
        page = context.new_page()
        listen_for_errors(page, errors)
        request.node.pages.append(page)
        return (ByKeys if by_keys else Visitor)(page, site, language, scripts=scripts)

    yield come
    for context in contexts:
        context.close()
    assert errors == [], "A script failed, or the content security policy refused something"


def listen_for_errors(page: Page, errors: list[str]) -> None:
    """Collect what the console of a page reports as an error.

    Answers like 404, and requests that find no network, are left out: the page itself says so.
    """

    def heard(message) -> None:
        if message.type == "error" and not message.text.startswith(NO_ANSWER):
            errors.append(f"{page.url}: {message.text}")

    page.on("console", heard)
    page.on("pageerror", lambda error: errors.append(f"{page.url}: {error}"))
