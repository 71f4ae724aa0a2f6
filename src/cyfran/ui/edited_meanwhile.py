"""Two people change one thing: the second is told what the first wrote, loses nothing, and decides."""

import hashlib
import json

from django.forms import Form
from django.utils.translation import gettext

FIELD = "stands"
LONGEST_SHOWN = 300  # characters of each text


def note_what_stands(form: Form) -> Form:
    """Have a form carry a digest of what it was filled with, so that ``was_edited_meanwhile`` can tell when that changes."""
    form.stands = _digest(form)
    return form


def was_edited_meanwhile(form: Form) -> bool:
    """Return whether what is being changed is no longer as the page showed it."""
    stands = getattr(form, FIELD, None)
    return stands is not None and form.data.get(FIELD, stands) != stands


def meanwhile_sentence(form: Form) -> str:
    """Return what stands now, where that is not what was sent, in a sentence."""
    now = [
        str(value)[:LONGEST_SHOWN]
        for name, value in form.initial.items()
        if isinstance(value, str) and value.strip() and value != form.cleaned_data.get(name)
    ]
    text = gettext(
        "Somebody else changed this while you were writing. Save again if yours should stand instead."
    )
    says = gettext("It now says: %(words)s") % {"words": " / ".join(now)}
    return f"{text} {says}" if now else text


def _digest(form: Form) -> str:
    written = json.dumps(form.initial, default=str, sort_keys=True)
    return hashlib.sha256(written.encode()).hexdigest()[:16]
