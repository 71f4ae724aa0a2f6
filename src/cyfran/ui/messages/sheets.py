"""Sheets of paper that come back: what a picture of one lacks."""

from .marks import N_

SENTENCES = {
    "picture_not_readable": N_("This is no picture we can read. Scan or photograph the sheet again."),
    "sheet_not_found": N_(
        "There is no sheet of ours in this picture. Put one sheet on a plain ground, with all four corners to be seen."
    ),
    "several_sheets": N_("There are %(number)s sheets in this picture. Take one picture of each."),
    "corners_hidden": N_(
        "Only %(number)s of the codes in the corners can be read, and %(needed)s are needed. Lay the sheet flat, in even light."
    ),
    "picture_too_small": N_(
        "The picture is too small to read: %(dots)s dots a millimetre, and %(needed)s are needed. Come closer, or scan it finer."
    ),
}
