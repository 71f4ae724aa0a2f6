"""Sheets of paper that come back: what a picture of one lacks."""

from .marks import N_

SENTENCES = {
    "picture_not_readable": N_("We cannot read this picture. Scan or photograph the sheet again."),
    "sheet_not_found": N_(
        "There is no voting sheet of this site in the picture. Put one sheet on a plain background, with all "
        "four corners visible."
    ),
    "several_sheets": N_("There are %(number)s sheets in this picture. Take one picture of each."),
    "corners_hidden": N_(
        "Only %(number)s of the corner codes can be read, and %(needed)s are needed. Lay the sheet flat, in even light."
    ),
    "picture_too_small": N_(
        "The picture is too small to read: %(dots)s pixels per millimetre, and %(needed)s are needed. Move "
        "closer, or scan at a higher resolution."
    ),
}
