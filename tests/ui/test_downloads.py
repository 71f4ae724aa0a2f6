"""Files that are given to be kept."""

from datetime import date

import pytest

from cyfran.ui.downloads import download, download_json


def test_a_file_has_its_name_and_the_type_of_its_ending_and_is_kept_nowhere_on_the_way():
    file = download("a,b\n", "votes.csv")

    assert file.content == b"a,b\n"
    assert file["Content-Disposition"] == 'attachment; filename="votes.csv"'
    assert file["Content-Type"] == "text/csv; charset=utf-8"
    assert file["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("name", "sent"),
    [
        ('of "us".csv', 'attachment; filename="of \\"us\\".csv"'),
        ("tŷ.csv", "attachment; filename*=utf-8''t%C5%B7.csv"),
    ],
)
def test_a_name_may_hold_any_letter(name, sent):
    assert download("", name)["Content-Disposition"] == sent


def test_parts_are_sent_as_they_come():
    file = download((line for line in ("a\n", "tŷ\n")), "records.csv")

    assert file.streaming
    assert b"".join(file.streaming_content).decode() == "a\ntŷ\n"


def test_data_can_be_read_by_a_person():
    file = download_json({"when": date(2026, 1, 5), "words": "tŷ"}, "cyfran.json")

    assert file.content.decode() == '{\n  "when": "2026-01-05",\n  "words": "tŷ"\n}'
    assert file["Content-Type"] == "application/json"
