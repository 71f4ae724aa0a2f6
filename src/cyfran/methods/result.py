"""How every result is written: the same result gives the same bytes."""

import json


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
    return json.dumps(result, sort_keys=True, ensure_ascii=False, allow_nan=False) + "\n"
