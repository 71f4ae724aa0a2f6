"""What may be corrected or removed: each chapter registers its own, and one page corrects them all."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Model, QuerySet
from django.forms import Form

from cyfran.ui.pairs import PairForm


@dataclass(frozen=True)
class Correctable:
    """A kind of thing that may be corrected.

    ``form`` is that with which it was written: its fields in pairs are corrected, and those named in ``others``. ``may`` asks
    whether a user may in a partnership, ``until`` whether this one may still be; None where it always may, and ``too_late``
    is the code with which it is refused. What is ``removable`` may also be removed, as long as nothing refers to it.
    """

    kind: str
    model: type[Model]
    within: str
    form: type[Form]
    may: Callable[..., bool]
    until: Callable[[Model], bool] | None = None
    others: tuple[str, ...] = ()
    removable: bool = False
    too_late: str = "correction_too_late"

    @property
    def names(self) -> list[str]:
        """Return the names of the texts: each has a field for both languages."""
        return [name[:-3] for name in self.form.base_fields if name.endswith("_en")]

    def instances(self, partnership: Model) -> QuerySet:
        return self.model._default_manager.filter(**{self.within: partnership}).distinct()

    def values_of(self, instance: Model) -> dict[str, object]:
        """Return what may be corrected, by field, as it stands."""
        return {name: getattr(instance, name) for name in self.empty_form().base_fields}

    def empty_form(self) -> type[PairForm]:
        fields = {
            name: field
            for name, field in self.form.base_fields.items()
            if name[-3:] in ("_en", "_cy") or name in self.others
        }
        return type("CorrectionForm", (PairForm,), fields)


_kinds: dict[str, Correctable] = {}


def register_correctable(*kinds: Correctable) -> None:
    _kinds.update({correctable.kind: correctable for correctable in kinds})


def correctable_of(kind: str) -> Correctable | None:
    return _kinds.get(kind)


def correctables() -> list[Correctable]:
    return list(_kinds.values())
