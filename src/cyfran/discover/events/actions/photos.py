"""Photographs of table sheets: kept until they are transcribed, and no longer."""

from datetime import datetime

from django.core.files.base import ContentFile
from django.db import transaction

from cyfran.core.accounts.models import User
from cyfran.core.accounts.rules import require
from cyfran.core.audit.actions import log_event
from cyfran.core.files.actions import drop_content, keep_upload
from cyfran.discover.events import rules
from cyfran.discover.events.models import Event, SheetPhoto

MOST_PHOTOS = 100


@transaction.atomic
def keep_photo(
    *, event: Event, picture: bytes, name: str, table: int | None, by: User, at: datetime
) -> SheetPhoto:
    """Save a photograph, from which the caller has removed place, time and device."""
    require(rules.may_record(by, event.partnership))
    require(event.photos.count() < MOST_PHOTOS, "too_many_photos", most=MOST_PHOTOS)
    upload = keep_upload(file=ContentFile(picture, name), purpose="table sheet", by=by, at=at)
    return SheetPhoto.objects.create(event=event, table=table, upload=upload, at=at, by=by)


@transaction.atomic
def remove_photo(*, photo: SheetPhoto, by: User, at: datetime) -> None:
    require(rules.may_record(by, photo.event.partnership))
    log_event("photo.removed", photo.event, by=by, at=at, within=photo.event.partnership_id)
    _delete_photo(photo)


def drop_old_photos(*, before: datetime, at: datetime) -> int:
    """Delete photographs that are old: they are transcribed by then, or never will be."""
    old = list(SheetPhoto.objects.filter(at__lt=before, event__partnership__is_example=False))
    for photo in old:
        _delete_photo(photo)
    return len(old)


def _delete_photo(photo: SheetPhoto) -> None:
    upload = photo.upload
    photo.delete()
    drop_content(upload)
