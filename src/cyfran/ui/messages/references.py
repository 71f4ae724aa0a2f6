"""Files of references."""

from .marks import N_

SENTENCES = {
    "reference_without_title": N_("This reference has no title and was left out."),
    "reference_not_readable": N_(
        "This reference cannot be read and was left out. Correct it in the file, or add it by hand."
    ),
    "no_references": N_(
        "No reference was found in this file. Export it as RIS, or as a table with a column “title”, from your "
        "reference manager or database."
    ),
    "xml_breaks_off": N_(
        "The file cannot be read beyond reference %(number)s: it is not EndNote XML, or only part of it. Export it again."
    ),
    "json_breaks_off": N_(
        "The file cannot be read beyond work %(number)s: it is not OpenAlex JSON, or only part of it. Download it again."
    ),
}
