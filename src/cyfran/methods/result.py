"""Serialisation of results: the same result gives the same bytes."""

import json
from dataclasses import asdict
from typing import Any


def to_json(result: dict) -> str:
    """Write a result as JSON.

    Parameters
    ----------
    result
        What a method's ``to_dict`` gives: plain Python values, no NaN.

    Returns
    -------
    str
        One line of UTF-8 text with sorted keys, floats by ``repr``, and a newline at the end.

    Examples
    --------
    >>> to_json({"b": 0.1, "a": [1, None]})
    '{"a": [1, null], "b": 0.1}\\n'
    """
    # Sorted keys and floats by repr (the shortest text that reads back as the same number) make equal results equal
    # bytes. NaN and infinity are no JSON: they raise here instead of breaking a reader later.
    return json.dumps(result, sort_keys=True, ensure_ascii=False, allow_nan=False) + "\n"


def provenance(name: str, version: str, options: dict, seed: int | None, input_sha256: str) -> dict:
    """Return how a result was made (method, version, options, seed, input), so that it can be made again.

    Parameters
    ----------
    name, version
        Of the method.
    options
        The options it was called with, as plain values.
    seed
        Of its random draws; None where nothing is drawn.
    input_sha256
        Of the input, the same in whatever order its rows came.

    Returns
    -------
    dict
        The ``method`` that every result carries.

    Examples
    --------
    >>> provenance("dedup", "1", {}, None, "ab")["version"]
    '1'
    """
    return {"name": name, "version": version, "options": options, "seed": seed, "input_sha256": input_sha256}


def as_plain(result: Any) -> dict:
    """Turn a frozen dataclass into plain values, with lists where it has tuples.

    Parameters
    ----------
    result
        A dataclass of plain values, tuples and such dataclasses.

    Returns
    -------
    dict
        What JSON gives back when it is read again.

    Examples
    --------
    >>> from dataclasses import dataclass
    >>> @dataclass(frozen=True)
    ... class Pair:
    ...     ends: tuple[int, int]
    >>> as_plain(Pair((1, 2)))
    {'ends': [1, 2]}
    """
    return asdict(result, dict_factory=lambda pairs: {name: _tuples_to_lists(value) for name, value in pairs})


def _tuples_to_lists(value: Any) -> Any:
    return [_tuples_to_lists(element) for element in value] if isinstance(value, tuple | list) else value
