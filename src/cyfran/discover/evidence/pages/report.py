"""The methods of a review in sentences, with numbers counted from its records, and its list of references."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cyfran.discover.evidence.models import Protocol, ScreeningStop, Search, Study
from cyfran.discover.evidence.queries import Flow, ScreeningProgress
from cyfran.ui.formats import day, number, percent


def methods_sentences(
    flow: Flow,
    protocol: Protocol | None,
    searches: Sequence[Search],
    progress: ScreeningProgress,
    stops: Sequence[ScreeningStop],
) -> list[str]:
    """Return the methods paragraph of a report, sentence by sentence."""
    sentences = []
    if protocol:
        sentences.append(_("The newest version of the protocol is of %(day)s.") % {"day": day(protocol.at)})
        if protocol.registered:
            sentences.append(_("It is registered: %(where)s.") % {"where": protocol.registered})
    if searches:
        places = "; ".join(f"{search.source}, {day(search.searched_on)}" for search in searches)
        sentences.append(_("Searched were: %(places)s.") % {"places": places})
        values = {"records": number(flow.identified), "duplicates": number(flow.duplicates)}
        sentences.append(
            _("They brought %(records)s records, of which %(duplicates)s are duplicates of others.") % values
        )
        sentences += _reviewer_sentences(progress)
    if stops:
        sentences.append(_("Records were read in an order that a model learns from each decision."))
    for stop in stops:
        figures = stop.figures
        values = {
            "day": day(stop.at),
            "unread": number(figures["records"] - figures["read"]),
            "missed": number(figures["missed_at_most"]),
            "recall": percent(figures["recall_at_least"]),
        }
        sentences.append(_("Reading was stopped on %(day)s with %(unread)s records unread.") % values)
        sentences.append(
            _(
                "With 95 %% confidence, at most %(missed)s relevant records were missed, so at least %(recall)s were found."
            )
            % values
        )
    if flow.included:
        values = {
            "open": number(flow.full_open),
            "sought": number(flow.included),
            "missing": number(flow.not_retrieved),
            "out": number(flow.full_excluded),
        }
        sentences.append(
            _("Full texts sought: %(sought)s; not to be had: %(missing)s; left out for a reason: %(out)s.")
            % values
        )
        if flow.full_open:
            sentences.append(_("Full texts still to be found, read or settled: %(open)s.") % values)
    sentences.append(
        ngettext(
            "%(studies)s study is in the review.", "%(studies)s studies are in the review.", flow.studies
        )
        % {"studies": number(flow.studies)}
    )
    sentences.append(
        _(
            "Effects were pooled with random effects (restricted maximum likelihood; Knapp and Hartung where studies differ)."
        )
    )
    sentences.append(_("Several effects of one study were pooled on three levels with robust ranges."))
    return sentences


def _reviewer_sentences(progress: ScreeningProgress) -> list[str]:
    """Return how many reviewers screened the records: as it was done, not as the newest plan has it."""
    reviewer_counts = [
        len(decision.blind_verdicts) for decision in progress.decisions if decision.final is not None
    ]
    by_one, by_two = (
        sum(number < 2 for number in reviewer_counts),
        sum(number > 1 for number in reviewer_counts),
    )
    sentences = []
    if by_one:
        sentences.append(_("Records read by one person: %(number)s.") % {"number": number(by_one)})
    if by_two:
        values = {"number": number(by_two)}
        sentences.append(
            _(
                "Records read by two people, neither of whom saw what the other said, with a third where they "
                "disagreed: %(number)s."
            )
            % values
        )
    if progress.remaining:
        sentences.append(_("Records still to be read: %(number)s.") % {"number": number(progress.remaining)})
    return sentences


def reference_list(studies: Iterable[Study]) -> list[str]:
    """Return the references of studies, sorted by author."""
    return sorted((_format_reference(study) for study in studies), key=str.casefold)


def _format_reference(study: Study) -> str:
    year = f" ({study.year})" if study.year else ""
    parts = [f"{study.authors}{year}" if study.authors else year.strip(), study.title, study.source]
    text = ". ".join(part.rstrip(".") for part in parts if part)
    return f"{text}. https://doi.org/{study.doi}" if study.doi.startswith("10.") else f"{text}."
