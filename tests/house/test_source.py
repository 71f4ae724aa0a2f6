"""Rules that hold for every file."""

import ast
import re
import subprocess
import sys
from collections import defaultdict

from tests.beside import ROOT

SOURCE = ROOT / "src/cyfran"
PYTHON = [path for path in SOURCE.rglob("*.py") if "migrations" not in path.parts]
PHASES = ("ground", "discover", "define", "develop", "deliver", "learn")
CHAPTERS = [apps.parent for phase in PHASES for apps in (SOURCE / phase).rglob("apps.py")]
ROOMS = {
    "actions",
    "analysis",
    "apps",
    "content",
    "exchange",
    "forms",
    "jinja2",
    "messages",
    "migrations",
    "models",
    "pages",
    "queries",
    "rules",
    "tasks",
    "urls",
    "views",
    "__init__",
    "__pycache__",
}


def tracked():
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    return [ROOT / name for name in listed.stdout.split("\0") if name]


def test_no_file_is_too_long():
    assert [str(p) for p in PYTHON if len(p.read_text().splitlines()) > 400] == []


def test_chapters_have_the_same_rooms_and_no_others():
    strange = [str(room) for chapter in CHAPTERS for room in chapter.iterdir() if room.stem not in ROOMS]

    assert strange == []


def test_no_room_is_without_a_name():
    names = {"utils.py", "helpers.py", "common.py", "misc.py", "services.py"}

    assert [str(p) for p in PYTHON if p.name in names] == []


def test_a_class_has_its_name_to_itself():
    places = defaultdict(list)
    for path in PYTHON:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ClassDef) and node.name != "Meta":
                places[node.name].append(str(path.relative_to(SOURCE)))

    shared = {name: paths for name, paths in places.items() if len(paths) > 1}

    assert shared == {}


def test_views_leave_the_database_to_queries_and_actions():
    views = [p for p in PYTHON if p.name == "views.py" or p.parent.name == "views"]

    assert [str(p) for p in views if re.search(r"\.objects\b|\.save\(", p.read_text())] == []


def test_views_are_short():
    long = []
    for path in PYTHON:
        if path.name != "views.py" and path.parent.name != "views":
            continue
        for function in ast.walk(ast.parse(path.read_text())):
            if isinstance(function, ast.FunctionDef):
                statements = sum(isinstance(node, ast.stmt) for node in ast.walk(function)) - 1
                long += [f"{path.name}: {function.name}"] if statements > 16 else []

    assert long == []


def test_actions_do_not_read_the_clock():
    actions = [p for p in PYTHON if p.name == "actions.py" or p.parent.name == "actions"]

    assert [str(p) for p in actions if re.search(r"timezone\.now|datetime\.now", p.read_text())] == []


def test_pages_have_no_inline_script_or_style():
    pages = list(SOURCE.rglob("*.jinja"))
    inline = re.compile(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=|javascript:")

    assert [str(p) for p in pages if inline.search(p.read_text())] == []


def test_pages_ask_nothing_that_needs_eval():
    """The policy of every page forbids it: a filter of hx-trigger or an hx-on that needs it is silently never obeyed."""
    needs_eval = re.compile(r"""hx-trigger="[^"]*\[|\shx-on|hx-(?:vals|headers)=['"]js:""")

    assert [str(p) for p in SOURCE.rglob("*.jinja") if needs_eval.search(p.read_text())] == []


def test_pages_link_by_name():
    """Addresses are written once, in urls.py. The door before a language is chosen names the two languages."""
    doors = {"enter.jinja", "choose_language.jinja", "unknown_code_before_language.jinja"}
    literal = re.compile(r"""(?:href|action)=["']/""")

    found = [str(p) for p in SOURCE.rglob("*.jinja") if p.name not in doors and literal.search(p.read_text())]

    assert found == []


def test_only_our_own_parts_call_the_design_system():
    allowed = {"parts.jinja", "field.jinja", "page.jinja", "notices.jinja"}

    assert [
        str(p)
        for p in SOURCE.rglob("*.jinja")
        if p.name not in allowed and "nhsuk/components" in p.read_text()
    ] == []


def test_no_file_names_a_registry_or_this_machine():
    strange = re.compile(
        r'"resolved": "http|--(extra-)?index-url|https?://[^\s"]+/(simple|packages)/|/home/\w|/root/'
    )
    texts = [p for p in tracked() if p.suffix in {".py", ".md", ".toml", ".json", ".lock", ".txt", ".yaml"}]

    found = [
        str(p) for p in texts if p.name != "test_source.py" and p.exists() and strange.search(p.read_text())
    ]

    assert found == []


def test_methods_and_their_command_line_need_no_web_framework():
    modules = "cyfran.methods.opinion, cyfran.cli, cyfran.discover.conversations.exchange"
    code = f"import sys, {modules}; sys.exit('django' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_no_sentence_is_filled_in_before_its_language_is_known():
    """``gettext_lazy("…") % …`` where a module is loaded is a text in English for ever."""
    assert [place for path in PYTHON if "src" in path.parts for place in filled_in_too_early(path)] == []


def filled_in_too_early(path):
    text = path.read_text()
    if "gettext_lazy as _" not in text:
        return
    waiting = [ast.parse(text)]
    while waiting:
        for node in ast.iter_child_nodes(waiting.pop()):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
                continue
            is_filled_in = isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod)
            if is_filled_in and isinstance(node.left, ast.Call) and getattr(node.left.func, "id", "") == "_":
                yield f"{path}:{node.lineno}"
            waiting.append(node)
