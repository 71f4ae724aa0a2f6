"""Marks a sentence for the catalogue without translating it yet."""


def N_(message: str) -> str:  # noqa: N802 - the name every gettext tool knows
    return message
