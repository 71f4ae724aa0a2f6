"""How a review was done, in sentences counted from what was done, and the list of its studies."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cyfran.discover.evidence.models import Halt, Protocol, Search, Study
from cyfran.discover.evidence.queries import Flow
from cyfran.ui.formats import day, number, percent


def methods_of(
    flow: Flow, protocol: Protocol | None, searches: Sequence[Search], people: int, halt: Halt | None
) -> list[str]:
    """A paragraph for a report, a sentence at a time."""
    said = []
    if protocol:
        said.append(_("The newest version of the protocol is of %(day)s.") % {"day": day(protocol.at)})
        if protocol.registered:
            said.append(_("It is registered: %(where)s.") % {"where": protocol.registered})
    if searches:
        places = "; ".join(f"{one.source}, {day(one.searched_on)}" for one in searches)
        said.append(_("Searched were: %(places)s.") % {"places": places})
        told = {"records": number(flow.identified), "copies": number(flow.copies)}
        said.append(_("They brought %(records)s records, of which %(copies)s are copies of others.") % told)
        said.append(_readers(people))
    if halt:
        told = {
            "day": day(halt.at), "unread": number(flow.unread), "missed": number(halt.figures["missed_at_most"]),
            "recall": percent(halt.figures["recall_at_least"]),
        }  # fmt: skip
        said.append(_("Records were read in an order that a model learns from each decision."))
        said.append(_("Reading was stopped on %(day)s with %(unread)s records unread.") % told)
        said.append(
            _(
                "With 95 %% confidence, at most %(missed)s relevant records were missed, so at least %(recall)s were found."
            )
            % told
        )
    if flow.included:
        told = {
            "sought": number(flow.included),
            "missing": number(flow.not_retrieved),
            "out": number(flow.full_excluded),
        }
        said.append(
            _(
                "Of %(sought)s full texts sought, %(missing)s were not to be had and %(out)s were left out for a reason."
            )
            % told
        )
    said.append(
        ngettext(
            "%(studies)s study is in the review.", "%(studies)s studies are in the review.", flow.studies
        )
        % {"studies": number(flow.studies)}
    )
    said.append(
        _(
            "Effects were pooled with random effects (restricted maximum likelihood; Knapp and Hartung where studies differ)."
        )
    )
    said.append(_("Several effects of one study were pooled on three levels with robust ranges."))
    return said


def _readers(people: int) -> str:
    if people == 1:
        return _("One person read each record.")
    return _(
        "Two people read each record without seeing what the other said; a third settled what they disagreed on."
    )


def references_of(studies: Iterable[Study]) -> list[str]:
    """By author, as lists of references are."""
    return sorted((_reference(one) for one in studies), key=str.casefold)


def _reference(one: Study) -> str:
    year = f" ({one.year})" if one.year else ""
    parts = [f"{one.authors}{year}" if one.authors else year.strip(), one.title, one.source]
    text = ". ".join(part.rstrip(".") for part in parts if part)
    return f"{text}. https://doi.org/{one.doi}" if one.doi else f"{text}."
