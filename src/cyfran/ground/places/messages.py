"""Places and their populations in a file."""

from cyfran.ui.messages.marks import N_

SENTENCES = {
    "level_unknown": N_("“%(value)s” is not a level. Use community, local, regional or national."),
    "place_unknown": N_("There is no place with the code “%(code)s”, here or earlier in the file."),
    "place_twice": N_("The place “%(code)s” is in the file twice. Keep one row."),
    "parent_too_small": N_("The place “%(code)s” cannot be part of a place at the same or a smaller level."),
    "population_twice": N_("This count for this place is in the file twice. Keep one row."),
}
