"""Turn codes with parameters into sentences in the reader's language.

Here are the sentences of the methods, of files and of what every chapter shares. A chapter brings its own in its
``messages.py``, and registers them when the site starts. A module has ``SENTENCES``: code -> English sentence with
``%(name)s`` places, marked with ``N_`` so that the catalogue finds it. Free of Django, so that the command line uses them, too.
"""

from collections.abc import Callable, Mapping
from typing import Protocol

from . import actions, change, files, opinion, references, screening, sheets, synthesis, tables

SENTENCES: dict[str, str] = {}


def register_sentences(sentences: Mapping[str, str]) -> None:
    """Add a chapter's sentences. A code belongs to one sentence."""
    taken = {code for code, text in sentences.items() if SENTENCES.get(code, text) != text}
    if taken:
        raise ValueError(f"These codes have another sentence already: {sorted(taken)}")
    SENTENCES.update(sentences)


for module in (actions, change, files, opinion, references, screening, sheets, synthesis, tables):
    register_sentences(module.SENTENCES)


class CodedProblem(Protocol):
    @property
    def code(self) -> str: ...

    @property
    def params(self) -> Mapping[str, object]: ...


def sentence(coded: CodedProblem, translate: Callable[[str], str]) -> str:
    """Return the sentence of an error or a problem in a file: what is wrong, and what to do."""
    return translate(SENTENCES[coded.code]) % coded.params
