"""Links to what is not open yet: whoever has one sees it as people will, for two weeks, and nothing is saved."""

from datetime import timedelta

from django.core import signing
from django.http import HttpRequest
from django.urls import reverse

from cyfran.core.errors import ActionError

VALID_FOR = timedelta(days=14)
SALT = "preview"


def preview_link(request: HttpRequest, address: str, pk) -> str:
    """Return the whole address of a preview, signed, so that no table keeps it and nobody can guess another."""
    return request.build_absolute_uri(reverse(address, args=[preview_token(address, pk)]))


def preview_token(address: str, pk) -> str:
    return signing.dumps(f"{address} {pk}", salt=SALT)


def previewed(token: str, address: str) -> str:
    """Return the id of what a preview link shows.

    Raises
    ------
    ActionError
        ``preview_expired`` if the link is too old, or was changed.
    """
    try:
        kind, pk = signing.loads(token, salt=SALT, max_age=VALID_FOR).split(" ")
    except signing.BadSignature:
        kind, pk = "", ""
    if kind != address:
        raise ActionError("preview_expired")
    return pk
