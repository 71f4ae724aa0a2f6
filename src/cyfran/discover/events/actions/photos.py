"""Pictures of sheets: kept for whoever writes them down, and not longer."""

from datetime import datetime, timedelta

from django.core.files.base import ContentFile
from django.db import transaction

from cyfran.core.accounts.models import User
from cyfran.core.accounts.rules import require
from cyfran.core.audit.actions import log_event
from cyfran.core.files.actions import drop_content, keep_upload
from cyfran.discover.events import rules
from cyfran.discover.events.models import Event, SheetPhoto

LASTS = timedelta(days=90)
MOST_PHOTOS = 100


@transaction.atomic
def keep_photo(
    *, event: Event, picture: bytes, name: str, table: int | None, by: User, at: datetime
) -> SheetPhoto:
    """Keep a picture that was made plain: it does not say where and when it was taken, nor with what."""
    require(rules.may_record(by, event.partnership))
    require(event.photos.count() < MOST_PHOTOS, "too_many_photos", most=MOST_PHOTOS)
    upload = keep_upload(file=ContentFile(picture, name), purpose="table sheet", by=by, at=at)
    return SheetPhoto.objects.create(event=event, table=table, upload=upload, at=at, by=by)


@transaction.atomic
def remove_photo(*, photo: SheetPhoto, by: User, at: datetime) -> None:
    require(rules.may_record(by, photo.event.partnership))
    log_event("photo.removed", photo.event, by=by, at=at, within=photo.event.partnership_id)
    _drop(photo)


def drop_old_photos(*, at: datetime) -> None:
    """By then it is written down, or never will be."""
    for photo in SheetPhoto.objects.filter(at__lt=at - LASTS).select_related("upload"):
        _drop(photo)


def _drop(photo: SheetPhoto) -> None:
    upload = photo.upload
    photo.delete()
    drop_content(upload)
