"""Surveys as others write and read them: XLSForm workbooks for questions, CSV and JSON for answers. Free of Django."""

import csv
import io
import re
from collections.abc import Iterable, Mapping
from typing import Any, BinaryIO, TextIO

from cyfran.core.errors import FileRefused, Problem
from cyfran.core.tables import guarded, too_large
from cyfran.core.workbooks import NoWorkbook, WorkbookTooLarge, is_workbook, read_sheets

MOST_ROWS = 2000
LABELS = {"en": "label::English (en)", "cy": "label::Cymraeg (cy)"}
METADATA = {
    "start",
    "end",
    "today",
    "deviceid",
    "username",
    "phonenumber",
    "email",
    "audit",
    "subscriberid",
    "simserial",
}
SIMPLE = {"select_one": "choice", "select_multiple": "several", "rank": "ranking"}
CONDITION = re.compile(
    r"""^\s*(?:selected\(\s*\$\{(\w+)\}\s*,\s*['"](\w+)['"]\s*\)|\$\{(\w+)\}\s*=\s*['"](\w+)['"])\s*$"""
)


# --- Questions as an XLSForm --------------------------------------------------------------------------------------


def write_xlsform(survey: Any, questions: Iterable[Any]) -> bytes:
    """Write the questions so that ODK, KoboToolbox and others can ask them, too (https://xlsform.org)."""
    from openpyxl import Workbook

    book = Workbook()
    asked, lists, settings = book.active, book.create_sheet("choices"), book.create_sheet("settings")
    asked.title = "survey"
    asked.append(["type", "name", *LABELS.values(), "required", "relevant", "appearance", "parameters"])
    lists.append(["list_name", "name", *LABELS.values()])
    settings.append(["form_title", "form_id", "default_language"])
    settings.append([survey.name_en, f"cyfran_{survey.join_code}", "Cymraeg (cy)"])
    for question in questions:
        for row in _rows_of(question):
            asked.append([_safe(cell) for cell in row])
        for option in question.options:
            lists.append(
                [_safe(c) for c in (f"{question.name}_options", option["name"], option["en"], option["cy"])]
            )
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def _rows_of(question: Any) -> Iterable[list[str]]:
    needed, relevant = "yes" if question.needed else "", _relevant(question)
    texts = (question.text_en, question.text_cy)
    options = f"{question.name}_options"
    if question.kind == "matrix":
        yield ["begin_group", question.name, *texts, "", relevant, "field-list", ""]
        for item in question.items:
            name = f"{question.name}_{item['name']}"
            yield [f"select_one {options}", name, item["en"], item["cy"], needed, "", "likert", ""]
        yield ["end_group", "", "", "", "", "", "", ""]
    elif question.kind == "scale":
        bounds = f"start={question.lowest} end={question.highest} step=1"
        yield ["range", question.name, *texts, needed, relevant, "", bounds]
    elif question.kind == "text":
        yield ["text", question.name, *texts, needed, relevant, "multiline", ""]
    else:
        form = next(form for form, kind in SIMPLE.items() if kind == question.kind)
        yield [f"{form} {options}", question.name, *texts, needed, relevant, "", ""]


def _relevant(question: Any) -> str:
    if question.only_if is None:
        return ""
    return f"selected(${{{question.only_if.name}}}, '{question.only_option}')"


def read_xlsform(file: BinaryIO, name: str) -> list[dict[str, Any]]:
    """Read the questions of an XLSForm workbook. Raises ``FileRefused`` with every row that cannot be asked here."""
    return _Form(*_sheets(file, name), name).read()


def _sheets(file: BinaryIO, name: str) -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    try:
        if not is_workbook(file):
            raise NoWorkbook
        sheets = read_sheets(file, MOST_ROWS)
    except WorkbookTooLarge as error:
        raise FileRefused([too_large(name)]) from error
    except NoWorkbook as error:
        raise FileRefused([Problem("no_xlsform", {}, name)]) from error
    if "survey" not in sheets:
        raise FileRefused([Problem("no_xlsform", {}, name)])
    return _by_heading(sheets["survey"]), _by_heading(sheets.get("choices", []))


def _by_heading(rows: list[list[str]]) -> list[dict[str, str]]:
    if not rows:
        return []
    heads = [_column(head) for head in rows[0]]
    return [dict(zip(heads, row, strict=False)) for row in rows[1:]]


def _column(head: str) -> str:
    """Our name of a column: labels are found by the language they end in."""
    head = head.strip().lower().replace("list name", "list_name")
    if head.startswith("label"):
        return "cy" if re.search(r"\(cy\)|::\s*(cy|welsh|cymraeg)", head) else "en"
    return head


class _Form:
    """One reading of a form: its rows become questions, and what cannot be asked becomes problems."""

    def __init__(self, rows, choices, name: str) -> None:
        self.rows, self.name = rows, name
        self.lists: dict[str, list[tuple[str, str, str]]] = {}
        for row in choices:
            if row.get("list_name") and row.get("name"):
                option = (row["name"], row.get("en", ""), row.get("cy", ""))
                self.lists.setdefault(row["list_name"], []).append(option)
        self.questions: list[dict[str, Any]] = []
        self.numbers: dict[str, int] = {}
        self.problems: list[Problem] = []
        self.group: dict[str, Any] | None = None

    def read(self) -> list[dict[str, Any]]:
        for number, row in enumerate(self.rows, start=2):
            self._row(number, row, " ".join(row.get("type", "").lower().split()))
        if not self.questions and not self.problems:
            self._wrong("survey_asks_nothing", None)
        if self.problems:
            raise FileRefused(self.problems)
        return self.questions

    def _row(self, number: int, row: Mapping[str, str], kind: str) -> None:
        word, _, rest = kind.partition(" ")
        if not word or word in METADATA:
            return
        if kind.replace("_", " ") == "begin group":
            self.group = self._question(number, row, "matrix")
        elif kind.replace("_", " ") == "end group":
            self._end_group(number)
        elif self.group is not None and word == "select_one":
            self._item(number, row, rest)
        elif self.group is not None:
            self._wrong("kind_not_asked", number, found=kind)
        elif word in SIMPLE:
            self._keep(
                row, self._question(number, row, SIMPLE[word]) | {"options": self._options(number, rest)}
            )
        elif word == "range":
            self._keep(
                row, self._question(number, row, "scale") | self._bounds(number, row.get("parameters", ""))
            )
        elif word == "text":
            self._keep(row, self._question(number, row, "text"))
        else:
            self._wrong("kind_not_asked", number, found=kind)

    def _question(self, number: int, row: Mapping[str, str], kind: str) -> dict[str, Any]:
        text = (row.get("en", ""), row.get("cy", ""))
        if not all(text):
            self._wrong("both_languages_needed", number)
        needed = row.get("required", "").lower() in ("yes", "true", "true()", "1")
        return {
            "kind": kind,
            "text": text,
            "needed": needed,
            "name": row.get("name", ""),
            **self._condition(number, row),
        }

    def _condition(self, number: int, row: Mapping[str, str]) -> dict[str, Any]:
        wanted = row.get("relevant", "")
        if not wanted:
            return {}
        found = CONDITION.match(wanted)
        earlier, option = (found[1] or found[3], found[2] or found[4]) if found else ("", "")
        if earlier not in self.numbers:
            self._wrong("condition_not_understood", number, found=wanted)
            return {}
        return {"only_if": self.numbers[earlier], "only_option": option}

    def _options(self, number: int, wanted: str) -> list[tuple[str, str, str]]:
        options = self.lists.get(wanted.split(" ")[0], []) if wanted else []
        if len(options) < 2:
            self._wrong("options_missing", number, found=wanted)
        elif not all(en and cy for _, en, cy in options):
            self._wrong("both_languages_needed", number)
        return options

    def _bounds(self, number: int, parameters: str) -> dict[str, int]:
        given = dict(re.findall(r"(start|end)\s*=\s*(-?\d{1,4})", parameters))
        if len(given) < 2:
            self._wrong("scale_not_understood", number, found=parameters)
        return {"lowest": int(given.get("start", 1)), "highest": int(given.get("end", 5))}

    def _item(self, number: int, row: Mapping[str, str], wanted: str) -> None:
        group, options = self.group, self._options(number, wanted)
        if group is None:
            return
        if group.setdefault("options", options) != options:
            self._wrong("kind_not_asked", number, found="group")
        name, text = row.get("name", ""), (row.get("en", ""), row.get("cy", ""))
        if not all(text):
            self._wrong("both_languages_needed", number)
        group.setdefault("items", []).append((name.removeprefix(f"{group['name']}_"), *text))
        group["needed"] = group["needed"] or row.get("required", "").lower() in ("yes", "true", "true()", "1")

    def _end_group(self, number: int) -> None:
        if self.group and self.group.get("items"):
            self._keep({"name": self.group["name"]}, self.group)
        else:
            self._wrong("kind_not_asked", number, found="group")
        self.group = None

    def _keep(self, row: Mapping[str, str], question: dict[str, Any]) -> None:
        self.questions.append({key: value for key, value in question.items() if key != "name"})
        self.numbers[row.get("name", "")] = len(self.questions)

    def _wrong(self, code: str, row: int | None, **params: object) -> None:
        self.problems.append(Problem(code, params, self.name, row))


# --- Answers ------------------------------------------------------------------------------------------------------


def columns(question: Any) -> list[str]:
    """The columns a question has in a table: one, or one for each option or thing."""
    if question.kind in ("several", "ranking"):
        return [f"{question.name}_{option['name']}" for option in question.options]
    if question.kind == "matrix":
        return [f"{question.name}_{item['name']}" for item in question.items]
    return [question.name]


def cells(question: Any, value: Any) -> list[object]:
    """What stands in them. Several: 1 or 0. Ranking: its place, from 1. What was not answered is empty."""
    names = [option["name"] for option in question.options]
    if question.kind == "several":
        return [""] * len(names) if value is None else [int(name in value) for name in names]
    if question.kind == "ranking":
        return [""] * len(names) if value is None else [value.index(name) + 1 for name in names]
    if question.kind == "matrix":
        return [(value or {}).get(item["name"], "") for item in question.items]
    return ["" if value is None else value]


def write_answers(out: TextIO, questions: list[Any], answered: Iterable[Any]) -> None:
    """Write one row for each response. Words of those who do not want to be quoted are left out."""
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["response", "language", "finished", *(name for q in questions for name in columns(q))])
    for one in answered:
        row: list[object] = [
            one.response.number,
            one.response.language,
            one.response.finished_at.date().isoformat(),
        ]
        for question in questions:
            value = one.answers.get(question.pk)
            row += cells(question, value if question.kind != "text" or one.may_quote else None)
        writer.writerow([_safe(cell) for cell in row])


def as_data(survey: Any, questions: list[Any], answered: Iterable[Any]) -> dict[str, object]:
    """Questions and answers together, to be read without anything else."""
    return {
        "name": {"en": survey.name_en, "cy": survey.name_cy},
        "questions": [question_as_data(question) for question in questions],
        "responses": [
            {
                "response": one.response.number,
                "language": one.response.language,
                "answers": {
                    q.name: one.answers[q.pk]
                    for q in questions
                    if q.pk in one.answers and (q.kind != "text" or one.may_quote)
                },
            }
            for one in answered
        ],
    }


def question_as_data(question: Any) -> dict[str, object]:
    data = {
        "name": question.name,
        "kind": question.kind,
        "text": {"en": question.text_en, "cy": question.text_cy},
        "options": question.options,
        "items": question.items,
        "lowest": question.lowest,
        "highest": question.highest,
        "needed": question.needed,
    }
    if question.only_if is not None:
        data["only_if"] = {"question": question.only_if.name, "option": question.only_option}
    return data


def _safe(cell: object) -> object:
    return guarded(cell) if isinstance(cell, str) else cell
