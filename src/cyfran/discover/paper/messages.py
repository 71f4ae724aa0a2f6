"""Voting on paper: what cannot be printed, and what a file that comes back lacks."""

from cyfran.ui.messages.marks import N_

SENTENCES = {
    "copies_out_of_range": N_("Choose a number of sheets from 1 to %(most)s."),
    "sheet_asks_nothing": N_("There is nothing to vote on yet. Add statements first."),
    "statement_too_long_for_paper": N_("One of these statements is too long for a sheet. Leave it out."),
    "too_many_for_a_sheet": N_(
        "These statements need %(pages)s pages, and a voting sheet has at most %(most)s. Choose fewer statements."
    ),
    "sheet_of_another_conversation": N_(
        "This sheet was not printed for this conversation, or the person it belongs to has withdrawn everything."
    ),
    "mark_not_understood": N_("Choose what is marked in each row."),
    "no_picture": N_(
        "We cannot read this file as a picture or a PDF. Choose a PDF, JPEG, PNG, TIFF or WebP file."
    ),
    "too_many_pages": N_("This file has %(now)s pages, and at most %(most)s can be read at once. Split it."),
    "pages_not_read": N_(
        "The pages from %(first)s on were not read, because several before them could not be opened. Scan the file again."
    ),
    "sheet_unknown": N_("No sheet here has these letters. Check them at the bottom of the sheet."),
}
