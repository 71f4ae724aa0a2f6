"""How a chapter's rules are asked: a predicate is true, or the action stops with a code."""

from cyfran.core.errors import ActionError


def require(allowed: bool, code: str = "not_allowed", **params: object) -> None:
    if not allowed:
        raise ActionError(code, **params)


def may_set_up_partnerships(user) -> bool:
    return user.is_authenticated and user.is_active and user.is_operator
