"""Turn codes with parameters into sentences in the reader's language.

One module a chapter, each with ``SENTENCES``: code -> English sentence with ``%(name)s`` places, marked with ``N_`` so
that the catalogue finds it. Free of Django, so that the command line uses the same sentences.
"""

from collections.abc import Callable, Mapping
from typing import Protocol

from . import (
    actions,
    change,
    commitments,
    events,
    evidence,
    framework,
    insights,
    library,
    opinion,
    outcomes,
    paper,
    places,
    proposals,
    screening,
    sheets,
    surveys,
    synthesis,
    tables,
)

MODULES = (
    actions,
    change,
    commitments,
    evidence,
    framework,
    events,
    insights,
    library,
    opinion,
    outcomes,
    paper,
    places,
    proposals,
    screening,
    sheets,
    surveys,
    synthesis,
    tables,
)
SENTENCES: dict[str, str] = {code: text for module in MODULES for code, text in module.SENTENCES.items()}


class CodedProblem(Protocol):
    @property
    def code(self) -> str: ...

    @property
    def params(self) -> Mapping[str, object]: ...


def sentence(coded: CodedProblem, translate: Callable[[str], str]) -> str:
    """Return the sentence of an error or a problem in a file: what is wrong, and what to do."""
    return translate(SENTENCES[coded.code]) % coded.params
