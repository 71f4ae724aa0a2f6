"""Voting on paper: what cannot be printed, and what a file that comes back lacks."""

from .marks import N_

SENTENCES = {
    "copies_out_of_range": N_("Choose a number of sheets from 1 to %(most)s."),
    "sheet_asks_nothing": N_("There is nothing to vote on yet. Add statements first."),
    "statement_too_long_for_paper": N_("One of these statements is too long for a sheet. Leave it out."),
    "too_many_for_a_sheet": N_(
        "These statements need %(pages)s pages, and a sheet has at most %(most)s. Choose fewer."
    ),
    "sheet_of_elsewhere": N_(
        "This sheet was not printed for this conversation, or its person has taken everything back."
    ),
    "mark_not_understood": N_("Choose what is marked in each row."),
    "no_picture": N_("This file is no picture and no PDF we can read. Give a PDF, JPEG, PNG, TIFF or WebP."),
    "picture_too_large": N_("This picture has more than %(most)s million dots. Scan it less finely."),
    "too_many_pages": N_("This file has %(now)s pages, and %(most)s can be read at once. Split it."),
    "sheet_unknown": N_("There is no sheet with these letters here. Check them at the foot of the sheet."),
}
