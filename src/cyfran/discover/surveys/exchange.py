"""Import and export of surveys: questions as XLSForm workbooks, answers as CSV and JSON. Free of Django."""

import csv
import io
import re
from collections.abc import Iterable, Mapping
from typing import Any, BinaryIO, TextIO

from cyfran.core.errors import FileRefused, Problem
from cyfran.core.sandbox import FileStopped
from cyfran.core.tables import escape_formula, too_large
from cyfran.core.workbooks import UnreadableWorkbook, WorkbookTooLarge, is_workbook, read_sheets

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
    """Return the questions as an XLSForm workbook for ODK, KoboToolbox and others (https://xlsform.org)."""
    from openpyxl import Workbook

    workbook = Workbook()
    survey_sheet, choices_sheet, settings_sheet = (
        workbook.active,
        workbook.create_sheet("choices"),
        workbook.create_sheet("settings"),
    )
    survey_sheet.title = "survey"
    survey_sheet.append(
        ["type", "name", *LABELS.values(), "required", "relevant", "appearance", "parameters"]
    )
    choices_sheet.append(["list_name", "name", *LABELS.values()])
    settings_sheet.append(["form_title", "form_id", "default_language"])
    settings_sheet.append([survey.name_en, f"cyfran_{survey.join_code}", "Cymraeg (cy)"])
    for question in questions:
        for row in _xlsform_rows(question):
            survey_sheet.append([_escape_cell(cell) for cell in row])
        for option in question.options:
            choices_sheet.append(
                [
                    _escape_cell(cell)
                    for cell in (f"{question.name}_options", option["name"], option["en"], option["cy"])
                ]
            )
    file = io.BytesIO()
    workbook.save(file)
    return file.getvalue()


def _xlsform_rows(question: Any) -> Iterable[list[str]]:
    """Yield the rows of a question on the sheet ``survey``."""
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
        select_type = next(select_type for select_type, kind in SIMPLE.items() if kind == question.kind)
        yield [f"{select_type} {options}", question.name, *texts, needed, relevant, "", ""]


def _relevant(question: Any) -> str:
    if question.only_if is None:
        return ""
    return f"selected(${{{question.only_if.name}}}, '{question.only_option}')"


def read_xlsform(file: BinaryIO, name: str) -> list[dict[str, Any]]:
    """Read the questions of an XLSForm workbook. Raises ``FileRefused`` with every row that is not supported."""
    return _XlsformReader(*_read_sheets(file, name), name).read()


def _read_sheets(file: BinaryIO, name: str) -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    try:
        if not is_workbook(file):
            raise UnreadableWorkbook
        sheets = read_sheets(file, MOST_ROWS)
    except WorkbookTooLarge as error:
        raise FileRefused([too_large(name)]) from error
    except FileStopped as stopped:
        raise FileRefused([Problem(stopped.code(broken="no_xlsform"), {}, name)]) from stopped
    except UnreadableWorkbook as error:
        raise FileRefused([Problem("no_xlsform", {}, name)]) from error
    if "survey" not in sheets:
        raise FileRefused([Problem("no_xlsform", {}, name)])
    return _rows_as_dicts(sheets["survey"]), _rows_as_dicts(sheets.get("choices", []))


def _rows_as_dicts(rows: list[list[str]]) -> list[dict[str, str]]:
    """Return the rows after the first as dicts by the headings of the first."""
    if not rows:
        return []
    headings = [_column_name(heading) for heading in rows[0]]
    return [dict(zip(headings, row, strict=False)) for row in rows[1:]]


def _column_name(heading: str) -> str:
    """Return our name of a column: labels become ``en`` or ``cy`` by the language in their heading."""
    heading = heading.strip().lower().replace("list name", "list_name")
    if heading.startswith("label"):
        return "cy" if re.search(r"\(cy\)|::\s*(cy|welsh|cymraeg)", heading) else "en"
    return heading


class _XlsformReader:
    """Reads one form: its rows become dicts of questions; what is not supported becomes problems."""

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
            self._read_row(number, row, " ".join(row.get("type", "").lower().split()))
        if not self.questions and not self.problems:
            self._add_problem("survey_asks_nothing", None)
        if self.problems:
            raise FileRefused(self.problems)
        return self.questions

    def _read_row(self, number: int, row: Mapping[str, str], kind: str) -> None:
        row_type, _, list_name = kind.partition(" ")
        if not row_type or row_type in METADATA:
            return
        if kind.replace("_", " ") == "begin group":
            self.group = self._read_question(number, row, "matrix")
        elif kind.replace("_", " ") == "end group":
            self._end_group(number)
        elif self.group is not None and row_type == "select_one":
            self._add_item(number, row, list_name)
        elif self.group is not None:
            self._add_problem("kind_not_asked", number, found=kind)
        elif row_type in SIMPLE:
            self._add_question(
                row,
                self._read_question(number, row, SIMPLE[row_type])
                | {"options": self._find_options(number, list_name)},
            )
        elif row_type == "range":
            self._add_question(
                row,
                self._read_question(number, row, "scale")
                | self._read_bounds(number, row.get("parameters", "")),
            )
        elif row_type == "text":
            self._add_question(row, self._read_question(number, row, "text"))
        else:
            self._add_problem("kind_not_asked", number, found=kind)

    def _read_question(self, number: int, row: Mapping[str, str], kind: str) -> dict[str, Any]:
        text = (row.get("en", ""), row.get("cy", ""))
        if not all(text):
            self._add_problem("both_languages_needed", number)
        needed = row.get("required", "").lower() in ("yes", "true", "true()", "1")
        return {
            "kind": kind,
            "text": text,
            "needed": needed,
            "name": row.get("name", ""),
            **self._read_condition(number, row),
        }

    def _read_condition(self, number: int, row: Mapping[str, str]) -> dict[str, Any]:
        relevant = row.get("relevant", "")
        if not relevant:
            return {}
        match = CONDITION.match(relevant)
        name, option = (match[1] or match[3], match[2] or match[4]) if match else ("", "")
        if name not in self.numbers:
            self._add_problem("condition_not_understood", number, found=relevant)
            return {}
        return {"only_if": self.numbers[name], "only_option": option}

    def _find_options(self, number: int, list_name: str) -> list[tuple[str, str, str]]:
        options = self.lists.get(list_name.split(" ")[0], []) if list_name else []
        if len(options) < 2:
            self._add_problem("options_missing", number, found=list_name)
        elif not all(en and cy for _, en, cy in options):
            self._add_problem("both_languages_needed", number)
        return options

    def _read_bounds(self, number: int, parameters: str) -> dict[str, int]:
        bounds = dict(re.findall(r"(start|end)\s*=\s*(-?\d{1,4})", parameters))
        if len(bounds) < 2:
            self._add_problem("scale_not_understood", number, found=parameters)
        return {"lowest": int(bounds.get("start", 1)), "highest": int(bounds.get("end", 5))}

    def _add_item(self, number: int, row: Mapping[str, str], list_name: str) -> None:
        group, options = self.group, self._find_options(number, list_name)
        if group is None:
            return
        if group.setdefault("options", options) != options:
            self._add_problem("kind_not_asked", number, found="group")
        name, text = row.get("name", ""), (row.get("en", ""), row.get("cy", ""))
        if not all(text):
            self._add_problem("both_languages_needed", number)
        group.setdefault("items", []).append((name.removeprefix(f"{group['name']}_"), *text))
        group["needed"] = group["needed"] or row.get("required", "").lower() in ("yes", "true", "true()", "1")

    def _end_group(self, number: int) -> None:
        if self.group and self.group.get("items"):
            self._add_question({"name": self.group["name"]}, self.group)
        else:
            self._add_problem("kind_not_asked", number, found="group")
        self.group = None

    def _add_question(self, row: Mapping[str, str], question: dict[str, Any]) -> None:
        self.questions.append({key: value for key, value in question.items() if key != "name"})
        self.numbers[row.get("name", "")] = len(self.questions)

    def _add_problem(self, code: str, row: int | None, **params: object) -> None:
        self.problems.append(Problem(code, params, self.name, row))


# --- Answers ------------------------------------------------------------------------------------------------------


def columns(question: Any) -> list[str]:
    """Return the columns of a question in a table: one, or one for each option or item."""
    if question.kind in ("several", "ranking"):
        return [f"{question.name}_{option['name']}" for option in question.options]
    if question.kind == "matrix":
        return [f"{question.name}_{item['name']}" for item in question.items]
    return [question.name]


def cells(question: Any, value: Any) -> list[object]:
    """Return the values in these columns. Several: 1 or 0. Ranking: the place, from 1. Not answered: empty."""
    names = [option["name"] for option in question.options]
    if question.kind == "several":
        return [""] * len(names) if value is None else [int(name in value) for name in names]
    if question.kind == "ranking":
        return [""] * len(names) if value is None else [value.index(name) + 1 for name in names]
    if question.kind == "matrix":
        return [(value or {}).get(item["name"], "") for item in question.items]
    return ["" if value is None else value]


def write_answers(out: TextIO, questions: list[Any], finished_responses: Iterable[Any]) -> None:
    """Write a CSV with one row for each response. Texts of those who do not want to be quoted are left out."""
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(
        ["response", "language", "finished", *(name for question in questions for name in columns(question))]
    )
    for finished in finished_responses:
        row: list[object] = [
            finished.response.number,
            finished.response.language,
            finished.response.finished_at.date().isoformat(),
        ]
        for question in questions:
            value = finished.answers.get(question.pk)
            row += cells(question, value if question.kind != "text" or finished.may_quote else None)
        writer.writerow([_escape_cell(cell) for cell in row])


def survey_as_data(survey: Any, questions: list[Any], finished_responses: Iterable[Any]) -> dict[str, object]:
    """Return a survey with its questions and answers as one dict."""
    return {
        "name": {"en": survey.name_en, "cy": survey.name_cy},
        "questions": [question_as_data(question) for question in questions],
        "responses": [
            {
                "response": finished.response.number,
                "language": finished.response.language,
                "answers": {
                    question.name: finished.answers[question.pk]
                    for question in questions
                    if question.pk in finished.answers and (question.kind != "text" or finished.may_quote)
                },
            }
            for finished in finished_responses
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


def _escape_cell(cell: object) -> object:
    return escape_formula(cell) if isinstance(cell, str) else cell
