"""The methods of a review in sentences, with numbers counted from its records, and its list of references."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cyfran.discover.evidence.extraction.models import Study
from cyfran.discover.evidence.reporting.queries import Flow
from cyfran.discover.evidence.reviews.models import Protocol
from cyfran.discover.evidence.screening.models import ScreeningStop
from cyfran.discover.evidence.screening.queries import ScreeningProgress
from cyfran.discover.evidence.searches.models import Search
from cyfran.discover.evidence.synthesis.analysis import Summary
from cyfran.ui.formats import day, number, percent


def methods_sentences(
    flow: Flow,
    protocol: Protocol | None,
    searches: Sequence[Search],
    progress: ScreeningProgress,
    stops: Sequence[ScreeningStop],
    summaries: Sequence[Summary] = (),
) -> list[str]:
    """Return the methods paragraph of a report, sentence by sentence."""
    sentences = []
    if protocol:
        sentences.append(
            _("The latest version of the protocol is dated %(day)s.") % {"day": day(protocol.at)}
        )
        if protocol.registered:
            sentences.append(_("It is registered: %(where)s.") % {"where": protocol.registered})
    if searches:
        places = "; ".join(f"{search.source}, {day(search.searched_on)}" for search in searches)
        sentences.append(_("These sources were searched: %(places)s.") % {"places": places})
        values = {"records": number(flow.identified), "duplicates": number(flow.duplicates)}
        sentences.append(
            _("The searches found %(records)s records, of which %(duplicates)s were duplicates.") % values
        )
        sentences += _reviewer_sentences(progress)
    if stops:
        sentences.append(
            _(
                "Records were screened in an order set by a machine learning model that learned from each decision."
            )
        )
    for stop in stops:
        figures = stop.figures
        values = {
            "day": day(stop.at),
            "unread": number(figures["records"] - figures["read"]),
            "missed": number(figures["missed_at_most"]),
            "recall": percent(figures["recall_at_least"]),
        }
        sentences.append(_("Screening was stopped on %(day)s with %(unread)s records not screened.") % values)
        sentences.append(
            _(
                "With 95%% confidence, at most %(missed)s relevant records were missed, so at least %(recall)s were found."
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
            _("Full texts sought: %(sought)s; not available: %(missing)s; excluded with reason: %(out)s.")
            % values
        )
        if flow.full_open:
            sentences.append(_("Full texts still to be found, assessed or settled: %(open)s.") % values)
    sentences.append(
        ngettext(
            "%(studies)s study is in the review.", "%(studies)s studies are in the review.", flow.studies
        )
        % {"studies": number(flow.studies)}
    )
    pooled = [summary for summary in summaries if summary.mean]
    if pooled:
        sentences.append(
            _(
                "Effects were pooled using a random-effects model (restricted maximum likelihood, REML; Knapp and "
                "Hartung confidence intervals where studies differ)."
            )
        )
    if any(len(summary.points) > summary.studies for summary in pooled):
        sentences.append(
            _(
                "Several effects from one study were pooled using a three-level model with robust confidence intervals."
            )
        )
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
        sentences.append(_("Records screened by one reviewer: %(number)s.") % {"number": number(by_one)})
    if by_two:
        values = {"number": number(by_two)}
        sentences.append(
            _(
                "Records screened by two reviewers, who did not see each other's decisions, with a third to "
                "settle disagreements: %(number)s."
            )
            % values
        )
    if progress.remaining:
        sentences.append(
            _("Records still to be screened: %(number)s.") % {"number": number(progress.remaining)}
        )
    return sentences


def reference_list(studies: Iterable[Study]) -> list[str]:
    """Return the references of studies, sorted by author."""
    return sorted((_format_reference(study) for study in studies), key=str.casefold)


def _format_reference(study: Study) -> str:
    year = f" ({study.year})" if study.year else ""
    parts = [f"{study.authors}{year}" if study.authors else year.strip(), study.title, study.source]
    text = ". ".join(part.rstrip(".") for part in parts if part)
    return f"{text}. https://doi.org/{study.doi}" if study.doi.startswith("10.") else f"{text}."
