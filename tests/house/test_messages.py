"""Every code has its sentence, every sentence its code, and every string its Welsh."""

import re

from cyfran.ui.messages import SENTENCES
from tests.house.test_source import PYTHON

RAISED = re.compile(
    r"""(?:MethodError|ActionError|Problem|\.problem)\(\s*["'](\w+)["']|require\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*?,\s*["'](\w+)["']"""
)


def codes_in_sources():
    found = set()
    for path in PYTHON:
        found |= {a or b for a, b in RAISED.findall(path.read_text())}
    return found


def test_every_code_has_a_sentence():
    assert codes_in_sources() - set(SENTENCES) == set()


def test_every_sentence_has_a_code():
    everything = "".join(p.read_text() for p in PYTHON if "messages" not in p.parts)

    assert [code for code in SENTENCES if f'"{code}"' not in everything] == []


def test_sentences_end_as_sentences():
    assert [code for code, text in SENTENCES.items() if not text.rstrip().endswith(".")] == []
