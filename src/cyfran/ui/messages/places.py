"""Places and their populations in a file."""

from .marks import N_

SENTENCES = {
    "level_unknown": N_("“%(value)s” is no level. Use community, local, regional or national."),
    "place_unknown": N_("There is no place with the code “%(code)s”, here or earlier in the file."),
    "place_twice": N_("The place “%(code)s” stands here twice. Leave one row."),
    "parent_too_small": N_("The place “%(code)s” cannot be part of one at the same or a smaller level."),
    "population_twice": N_("This count of this place stands here twice. Leave one row."),
}
