"""Check the rules of a chapter: ``require`` raises ``ActionError`` with a code where a predicate is false."""

from cyfran.core.errors import ActionError


def require(allowed: bool, code: str = "not_allowed", **params: object) -> None:
    if not allowed:
        raise ActionError(code, **params)


def may_run_site(user) -> bool:
    """Return whether a user may set up this site: its operators."""
    return bool(user and user.is_authenticated and user.is_active and user.is_operator)


def may_set_up_partnerships(user) -> bool:
    return may_run_site(user)
