"""Pictures of sheets: made plain, seen by those who write down, gone when that is done."""

import io
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from cyfran.core.retention import months_before
from cyfran.discover.events import actions, queries


def taken(size=(3200, 1200)):
    """A photograph as a phone takes it: lying on its side, and with the place it was taken at."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif.get_ifd(0x8825)[2] = (52.0, 41.0, 0.0)
    kept = io.BytesIO()
    Image.new("RGB", size, "white").save(kept, "JPEG", exif=exif)
    return SimpleUploadedFile("IMG_0001.jpg", kept.getvalue())


def test_a_picture_of_a_sheet_is_made_plain_and_goes_when_it_is_done(client, universe):
    held = universe.partnership.events.get(name_en="A day to make sense of it")
    client.force_login(universe.users["connector"])
    here = f"/en/partnerships/dyffryn-gwynlas/events/{held.pk}/photos/"

    client.post(here, {"file": taken(), "table": "2"})

    (photo,) = queries.photos_of(held)
    seen = client.get(f"{here}{photo.pk}/")
    picture = Image.open(io.BytesIO(seen.content))
    assert (picture.size, dict(picture.getexif())) == ((900, 2400), {})
    path = photo.upload.content.path
    client.post(f"{here}{photo.pk}/remove/")
    assert not Path(path).exists()
    assert client.get(f"{here}{photo.pk}/").status_code == 404


def test_pictures_of_sheets_go_after_three_months(universe):
    held, by = universe.partnership.events.first(), universe.users["officer"]
    now = datetime(2026, 1, 5, tzinfo=UTC)
    for days in (92, 90):
        actions.keep_photo(
            event=held, picture=b"x", name="a.jpg", table=None, by=by, at=now - timedelta(days=days)
        )

    type(universe.partnership).objects.filter(pk=universe.partnership.pk).update(is_example=False)
    actions.drop_old_photos(before=months_before(now, 3), at=now)

    assert [photo.at for photo in queries.photos_of(held)] == [now - timedelta(days=90)]


@pytest.mark.parametrize("content", [b"", b"GIF89a", b"\xff\xd8\xff broken", b"<svg onload='alert(1)'/>"])
def test_what_is_no_picture_is_refused(client, universe, content):
    held = universe.partnership.events.get(name_en="A day to make sense of it")
    client.force_login(universe.users["connector"])
    here = f"/en/partnerships/dyffryn-gwynlas/events/{held.pk}/photos/"

    answer = client.post(here, {"file": SimpleUploadedFile("a.jpg", content)})

    assert answer.status_code == 422
    assert not queries.photos_of(held).exists()
