"""The form field of an uploaded file: chosen, not empty, and within this site's limit."""

from collections.abc import Callable

from django import forms
from django.utils.translation import gettext_lazy as _

from cyfran.core.files.queries import largest_upload

MEGABYTE = 1024 * 1024


class UploadField(forms.FileField):
    """``accept`` is what a browser offers to choose from; ``largest`` returns the limit in bytes."""

    def __init__(
        self, *, accept: str, largest: Callable[[], int] = largest_upload, required_message=None, **kwargs
    ) -> None:
        error_messages = {
            "required": required_message or _("Choose a file."),
            "empty": _("This file is empty."),
        }
        widget = forms.FileInput(attrs={"accept": accept})
        super().__init__(widget=widget, error_messages=error_messages, **kwargs)
        self.largest = largest

    def clean(self, data, initial=None):
        file = super().clean(data, initial)
        limit = self.largest()
        if file and file.size > limit:
            sizes = {"size": round(file.size / MEGABYTE), "most": round(limit / MEGABYTE)}
            raise forms.ValidationError(
                _(
                    "This file is too large: %(size)s MB. The limit is %(most)s MB. Nothing was saved. Choose a smaller file."
                ),
                params=sizes,
            )
        return file
