"""Reviews, studies and findings."""

from .marks import N_

SENTENCES = {
    "study_there_already": N_("This study is in the review already."),
    "finding_needs_studies": N_(
        "Choose the studies of this review that say so: a finding rests on at least one."
    ),
    "reference_without_title": N_("This reference has no title. It was left out."),
    "reference_not_readable": N_(
        "This reference cannot be read. It was left out. Mend it in the file, or add it by hand."
    ),
    "no_references": N_(
        "No reference was found in this file. Export it as RIS, or as a table with a column “title”, from your reference manager or database."
    ),
    "xml_breaks_off": N_(
        "The file cannot be read any further after reference %(number)s: it is no XML from EndNote, or only a part of one. Export it again."
    ),
    "json_breaks_off": N_(
        "The file cannot be read any further after work %(number)s: it is no JSON from OpenAlex, or only a part of it. Fetch it again."
    ),
}
