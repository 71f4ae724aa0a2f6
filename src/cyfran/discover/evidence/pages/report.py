"""How a review was done, in sentences counted from what was done, and the list of its studies."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cyfran.discover.evidence.models import Protocol, ScreeningStop, Search, Study
from cyfran.discover.evidence.queries import Flow, ScreeningProgress
from cyfran.ui.formats import day, number, percent


def methods_of(
    flow: Flow,
    protocol: Protocol | None,
    searches: Sequence[Search],
    reading: ScreeningProgress,
    stops: Sequence[ScreeningStop],
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
        told = {"records": number(flow.identified), "duplicates": number(flow.duplicates)}
        said.append(
            _("They brought %(records)s records, of which %(duplicates)s are duplicates of others.") % told
        )
        said += _readers(reading)
    if stops:
        said.append(_("Records were read in an order that a model learns from each decision."))
    for stop in stops:
        figures = stop.figures
        told = {
            "day": day(stop.at),
            "unread": number(figures["records"] - figures["read"]),
            "missed": number(figures["missed_at_most"]),
            "recall": percent(figures["recall_at_least"]),
        }
        said.append(_("Reading was stopped on %(day)s with %(unread)s records unread.") % told)
        said.append(
            _(
                "With 95 %% confidence, at most %(missed)s relevant records were missed, so at least %(recall)s were found."
            )
            % told
        )
    if flow.included:
        told = {
            "open": number(flow.full_open),
            "sought": number(flow.included),
            "missing": number(flow.not_retrieved),
            "out": number(flow.full_excluded),
        }
        said.append(
            _("Full texts sought: %(sought)s; not to be had: %(missing)s; left out for a reason: %(out)s.")
            % told
        )
        if flow.full_open:
            said.append(_("Full texts still to be found, read or settled: %(open)s.") % told)
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


def _readers(reading: ScreeningProgress) -> list[str]:
    """As it was done, and not as it was planned last."""
    final = [len(one.blind) for one in reading.decided if one.final is not None]
    by_one, by_two = sum(number < 2 for number in final), sum(number > 1 for number in final)
    said = []
    if by_one:
        said.append(_("Records read by one person: %(number)s.") % {"number": number(by_one)})
    if by_two:
        told = {"number": number(by_two)}
        said.append(
            _(
                "Records read by two people, neither of whom saw what the other said, with a third where they "
                "disagreed: %(number)s."
            )
            % told
        )
    if reading.left:
        said.append(_("Records still to be read: %(number)s.") % {"number": number(reading.left)})
    return said


def references_of(studies: Iterable[Study]) -> list[str]:
    """By author, as lists of references are."""
    return sorted((_reference(one) for one in studies), key=str.casefold)


def _reference(one: Study) -> str:
    year = f" ({one.year})" if one.year else ""
    parts = [f"{one.authors}{year}" if one.authors else year.strip(), one.title, one.source]
    text = ". ".join(part.rstrip(".") for part in parts if part)
    return f"{text}. https://doi.org/{one.doi}" if one.doi.startswith("10.") else f"{text}."
