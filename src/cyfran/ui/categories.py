"""Names of the dimensions and categories of people, in the language of the page."""

from django.utils.translation import gettext_lazy as _

NAMES = {
    "age": _("Age"),
    "sex": _("Sex"),
    "welsh": _("Welsh language"),
    "deprivation": _("Deprivation fifth"),
    "carer": _("Unpaid care"),
    "disability": _("Disability"),
    "area": _("Area"),
    "limited_a_lot": _("Limited a lot"),
    "limited_a_little": _("Limited a little"),
    "not_limited": _("Not limited"),
    "female": _("Female"),
    "male": _("Male"),
    "speaks": _("Speaks Welsh"),
    "does_not_speak": _("Does not speak Welsh"),
    "carer_yes": _("Looks after someone"),
    "1": _("1: most deprived"),
    "5": _("5: least deprived"),
    "under_65": _("Under 65"),
    "65+": _("65 and over"),
    "cares": _("Looks after someone"),
    "not_carer": _("Does not look after anyone"),
}


def category_name(code: str) -> str:
    """Return the name of a category, or its code with spaces where it has no name here."""
    return str(NAMES.get(code, code.replace("_", " ")))
