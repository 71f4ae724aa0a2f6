"""A file that somebody gives us: chosen, not empty, and no larger than this site takes."""

from collections.abc import Callable

from django import forms
from django.utils.translation import gettext_lazy as _

from cyfran.core.files.queries import largest_upload

MEGABYTE = 1024 * 1024


class UploadField(forms.FileField):
    """``accept`` is what a browser offers to choose from; ``largest`` says how many bytes fit."""

    def __init__(
        self, *, accept: str, largest: Callable[[], int] = largest_upload, required_message=None, **kwargs
    ) -> None:
        told = {"required": required_message or _("Choose a file."), "empty": _("This file is empty.")}
        widget = forms.FileInput(attrs={"accept": accept})
        super().__init__(widget=widget, error_messages=told, **kwargs)
        self.largest = largest

    def clean(self, data, initial=None):
        file = super().clean(data, initial)
        most = self.largest()
        if file and file.size > most:
            sizes = {"size": round(file.size / MEGABYTE), "most": round(most / MEGABYTE)}
            raise forms.ValidationError(
                _("This file is too large: it has %(size)s MB, and %(most)s MB fit. Nothing was kept."),
                params=sizes,
            )
        return file
