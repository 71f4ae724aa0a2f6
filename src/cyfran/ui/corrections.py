"""Texts in both languages that may be corrected: each chapter registers its own, and one page corrects them all."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Model

from cyfran.ui.pairs import PairForm


@dataclass(frozen=True)
class Correctable:
    """A kind of thing whose texts may be corrected.

    ``form`` is that with which it was written: its fields in pairs are corrected. ``may`` asks whether a user may in a
    partnership, ``until`` whether this one may still be; None where it always may.
    """

    kind: str
    model: type[Model]
    within: str
    form: type[PairForm]
    may: Callable[..., bool]
    until: Callable[[Model], bool] | None = None

    @property
    def names(self) -> list[str]:
        """Return the names of the texts: each has a field for both languages."""
        return [name[:-3] for name in self.form.base_fields if name.endswith("_en")]

    def empty_form(self) -> type[PairForm]:
        fields = {name: field for name, field in self.form.base_fields.items() if name[-3:] in ("_en", "_cy")}
        return type("CorrectionForm", (PairForm,), fields)


_kinds: dict[str, Correctable] = {}


def register_correctable(*kinds: Correctable) -> None:
    _kinds.update({correctable.kind: correctable for correctable in kinds})


def correctable_of(kind: str) -> Correctable | None:
    return _kinds.get(kind)


def correctables() -> list[Correctable]:
    return list(_kinds.values())
