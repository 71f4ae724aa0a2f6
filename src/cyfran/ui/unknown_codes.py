"""A code that leads nowhere is no missing page: whoever typed it is asked to type it again."""

from django.http import Http404


class UnknownCode(Http404):
    """The code in an address is not one that this site gave."""
