"""Links and forms of a page, and what to fill them with."""

import random
from dataclasses import dataclass, field
from html.parser import HTMLParser

from django.core.files.uploadedfile import SimpleUploadedFile

ODD_TEXTS = (
    "",
    " ",
    "x" * 6000,
    "<script>alert(1)</script> & \"quoted\" 'words' {{ 7 * 7 }}",
    "Ŵyth cant o eiriau 🏴󠁧󠁢󠁷󠁬󠁳󠁿 \u200b\u202e",
    "0",
    "-1",
    "1e309",
    "99999999999999999999",
    "3,000",
    "1.5",
    "None",
    "0001-01-01",
    "9999-12-31",
    "2026-02-31",
    "25:61",
    "00000000-0000-0000-0000-000000000000",
    "a;b,c\td\r\n\r\n=1+1",
    "x\x00y",
)
FILES = {
    "words.csv": b"title,text,en,cy,code,name\nOne,Two,Three,Pedwar,A1,Place\n",
    "empty.txt": b"",
    "broken.pdf": b"%PDF-1.4 rubbish",
    "broken.xlsx": b"PK\x03\x04 rubbish",
    "broken.png": b"\x89PNG\r\n\x1a\nrubbish",
    "references.ris": b"TY  - JOUR\nTI  - A study\nPY  - 2020\nER  - \n",
}


@dataclass
class FormField:
    name: str
    kind: str
    value: str = ""
    choices: list[str] = field(default_factory=list)


@dataclass
class PageForm:
    action: str
    method: str
    fields: list[FormField] = field(default_factory=list)


class PageReader(HTMLParser):
    """Collect the links and the forms of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.forms: list[PageForm] = []
        self._select: FormField | None = None
        self._inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "a" and values.get("href"):
            self.links.append(values["href"])
        elif tag == "form":
            self.forms.append(PageForm(values.get("action", ""), values.get("method", "get").lower()))
            self._inside = True
        elif tag == "option" and self._select is not None:
            self._select.choices.append(values.get("value", ""))
        elif self._inside and values.get("name"):
            self._add_field(tag, values)

    def _add_field(self, tag: str, values: dict[str, str]) -> None:
        kind = {"select": "select", "textarea": "textarea", "button": "button"}.get(tag)
        kind = kind or values.get("type", "text").lower()
        found = FormField(values["name"], kind, values.get("value", ""))
        self.forms[-1].fields.append(found)
        if tag == "select":
            self._select = found

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self._select = None
        elif tag == "form":
            self._inside = False


def fill(form: PageForm, chance: random.Random, number: int) -> dict[str, object]:
    """Return values to send: mostly such as a person might enter, sometimes nothing, sometimes odd ones."""
    mood = chance.choices(["plausible", "odd", "empty"], [70, 22, 8])[0]
    values: dict[str, object] = {}
    buttons = [each for each in form.fields if each.kind in ("button", "submit")]
    for each in form.fields:
        if each.kind in ("button", "submit") or (mood == "empty" and each.kind != "hidden"):
            continue
        is_odd = mood == "odd" and chance.random() < 0.4
        if each.kind in ("radio", "checkbox"):
            _tick(values, each, chance, is_odd)
        else:
            values[each.name] = chance.choice(ODD_TEXTS) if is_odd else _plausible(each, chance, number)
    if buttons:
        pressed = chance.choice(buttons)
        values[pressed.name] = pressed.value
    return values


def _tick(values: dict[str, object], each: FormField, chance: random.Random, is_odd: bool) -> None:
    if each.kind == "radio":
        if each.name not in values or chance.random() < 0.4:
            values[each.name] = "no such choice" if is_odd else each.value
    elif chance.random() < 0.6:
        ticked = values.setdefault(each.name, [])
        assert isinstance(ticked, list)
        ticked.append("no such choice" if is_odd else each.value)


def _plausible(each: FormField, chance: random.Random, number: int) -> object:
    if each.kind == "hidden":
        return each.value
    if each.kind == "select":
        return chance.choice(each.choices or [""])
    if each.kind == "file":
        name = chance.choice(list(FILES))
        return SimpleUploadedFile(name, FILES[name])
    by_name = {
        "slug": f"partnership-{number}",
        "email": f"person{chance.randrange(8)}@example.org",
        "starts_at_0": "2026-12-01",
        "starts_at_1": "18:00",
    }
    by_kind = {
        "email": by_name["email"],
        "date": "2026-12-01",
        "time": "18:30",
        "number": str(chance.randrange(1, 6)),
    }
    text = chance.choice(
        [f"Words {number}", f"Geiriau {number}", str(chance.randrange(1, 40)), "2026-11-02", "18:30"]
    )
    likely = text if chance.random() < 0.35 else f"Words {number}"
    return by_name.get(each.name) or by_kind.get(each.kind) or each.value or likely
