"""What a site reads from the environment it is started in."""

import pytest

from cyfran.config import environment


@pytest.fixture
def without_secret(monkeypatch):
    monkeypatch.delenv("CYFRAN_SECRET_KEY", raising=False)


def test_a_secret_is_made_once_and_is_for_nobody_else(without_secret, tmp_path):
    folder = tmp_path / "not" / "there"

    made, read_again = environment.secret_key(folder), environment.secret_key(folder)

    assert made == read_again
    assert len(made) >= 50
    assert (folder / "secret-key").stat().st_mode & 0o777 == 0o600


def test_two_sites_make_two_secrets(without_secret, tmp_path):
    assert environment.secret_key(tmp_path / "one") != environment.secret_key(tmp_path / "two")


def test_an_address_of_postgresql_may_hold_any_character(tmp_path):
    named = environment.database("postgresql://some%40one:a%2Fb%3Ac@host.example:5433/the%20site", tmp_path)

    assert {name: named[name] for name in ("NAME", "USER", "PASSWORD", "HOST", "PORT")} == {
        "NAME": "the site",
        "USER": "some@one",
        "PASSWORD": "a/b:c",
        "HOST": "host.example",
        "PORT": "5433",
    }


def test_another_kind_of_database_is_refused(tmp_path):
    with pytest.raises(ValueError, match="must begin with postgresql://"):
        environment.database("mysql://root@127.0.0.1/site", tmp_path)
