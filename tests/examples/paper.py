from cyfran.core.files.actions import start_import
from cyfran.discover.conversations.queries import open_statements
from cyfran.discover.paper import actions
from cyfran.discover.paper.models import ScannedRow
from cyfran.discover.paper.queries import PURPOSE
from cyfran.ground.people.queries import consent_text
from tests.examples.events import event_held

ERASED = {"paper.SheetCopy", "paper.SheetRow", "paper.ScannedRow", "paper.EnteredRow"}


def print_a_sheet(universe, recorded):
    _, ((copy, _),) = actions.print_sheets(
        conversation=universe.conversation,
        statements=list(open_statements(universe.conversation)[:2]),
        copies=1,
        large_print=False,
        consent_text=consent_text(),
        **recorded,
    )
    return copy


def addresses(universe, now):
    """A sheet with a row that someone has to look at, and a reading of scans."""
    recorded = {"by": universe.users["officer"], "at": now}
    copy = print_a_sheet(universe, recorded)
    scanned = ScannedRow.objects.create(
        copy=copy, row=copy.sheet.rows.last(), is_sure=False, picture=b"x", at=now
    )
    import_job = start_import(uploads=[], purpose=PURPOSE, within=universe.conversation.pk, **recorded)
    of_conversation = {"slug": universe.partnership.slug, "pk": universe.conversation.pk}
    return {
        "paper": of_conversation | {"name": copy.name, "row": scanned.pk, "import_job_pk": import_job.pk},
        "paper:kit": of_conversation | {"pk": event_held(universe).pk},
    }


def lists(universe):
    conversation = f"/en/partnerships/{universe.partnership.slug}/conversations/{universe.conversation.pk}/"
    return [f"{conversation}sheets/", f"{conversation}sheets/review/"]


def add_rows(universe, rows, names, by_officer):
    """A sheet that was typed once, and has a row to look at."""
    copy = print_a_sheet(universe, by_officer)
    sheet_rows = list(copy.sheet.rows.all())
    actions.type_in(copy=copy, choices={row.pk: 2 for row in sheet_rows}, **by_officer)
    ScannedRow.objects.create(copy=copy, row=sheet_rows[0], is_sure=False, picture=b"x", at=by_officer["at"])
