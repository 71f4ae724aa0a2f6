"""The data dictionary of an archive, and the note that comes with it."""

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from cyfran.ground.partnerships.models import Partnership
from cyfran.learn.archive.queries import WITHHELD, ArchiveTable, archive_tables, left_out
from cyfran.ui.formats import format_moment, plain

REASONS = {
    "consent": _("what individual people gave consent to, what they asked for, and their contact details"),
    "money": _("money paid to individual people"),
    "notes": _("notes that are seen by their author alone until they share them"),
    "answers": _("answers of individual people: each survey has its own download"),
    "votes": _("votes and scores of individual people, who decide without seeing those of others"),
    "files": _("full texts of studies and photos of sheets: a backup of the site holds them"),
    "steps": _("steps of a calculation whose result is in the file"),
}


def dictionary() -> Iterator[tuple[str, ...]]:
    """Yield a line for each column of the archive. The first of a table says what a row of it is."""
    for table in archive_tables():
        yield table.name, "", "table", "", "", _meaning(table)
        for field in table.fields:
            target = field.related_model._meta.label_lower.replace(".", "_") if field.related_model else ""
            choices = "; ".join(str(value) for value, _label in field.flatchoices)
            yield table.name, field.name, field.get_internal_type(), target, choices, ""


def _meaning(table: ArchiveTable) -> str:
    if table.model._meta.auto_created:
        return f"Which of the two in a row belong together: {' and '.join(f.name for f in table.fields[1:])}."
    return " ".join((table.model.__doc__ or "").split())


def readme(partnership: Partnership, at: datetime) -> str:
    """Return the note in both languages."""
    return "\n\n".join(_readme(partnership, at, language) for language in ("cy", "en")) + "\n"


def _readme(partnership: Partnership, at: datetime, language: str) -> str:
    with override(language):
        lines = [
            plain(partnership.name),
            gettext("Everything this partnership has recorded, as it was on %(when)s.")
            % {"when": format_moment(at)},
            "",
            gettext("Each CSV file is a table. data-dictionary.csv says what the tables and columns are."),
            gettext(
                "Columns that end in _en are in English, and those that end in _cy are in Welsh. Times are in UTC."
            ),
            gettext(
                "Words that may not be shown outside are written as %(sign)s: those that wait for approval, that were "
                "rejected, or that people do not want to be quoted."
            )
            % {"sign": WITHHELD},
            "",
            gettext("Not in this file:"),
        ]
        lines += [f"- {REASONS[code]}: {', '.join(tables)}" for code, tables in left_out().items()]
    return "\n".join(lines)
