"""What forms and views share."""

from django.forms import Form
from django.http import Http404
from django.utils.translation import gettext

from cyfran.core.errors import ActionError
from cyfran.ui.messages import sentence


def refuse(form: Form, error: ActionError, field: str | None = None) -> None:
    """Show why an action was not done beside the form it came from, with everything that was entered still there."""
    form.add_error(field, sentence(error, gettext))


def found_or_404(thing):
    """Give the thing, or the page that says there is no such thing."""
    if thing is None:
        raise Http404
    return thing
