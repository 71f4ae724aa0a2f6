"""Copies of a site: made while it runs, and brought back elsewhere."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Annotated

import typer

from cyfran.cli.site import migrate, start_django

DATABASE, KEY, FILES = "cyfran.sqlite3", "secret-key", "files"


def register(app: typer.Typer) -> None:
    for command in (backup, restore):
        app.command()(command)


def backup(
    to: Annotated[Path, typer.Argument(help="Folder for the copy; it must not exist yet")],
) -> None:
    """Copy the database and files of a running SQLite site.

    Example: cyfran backup backups/2026-11-23

    The copy includes the secret key if it is in the data folder. On PostgreSQL use pg_dump instead.
    """
    start_django()
    from django.conf import settings
    from django.db import connection

    if to.exists():
        typer.echo(f"{to} is there already. Choose a folder that does not exist yet.", err=True)
        raise typer.Exit(2)
    if connection.vendor != "sqlite":
        typer.echo(
            "This site keeps its data in PostgreSQL: copy that with pg_dump, and the files folder.", err=True
        )
        raise typer.Exit(2)
    to.mkdir(parents=True)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(to / DATABASE)])
    if settings.MEDIA_ROOT.exists():
        shutil.copytree(settings.MEDIA_ROOT, to / FILES)
    key_file = settings.CYFRAN_DATA / KEY
    if key_file.exists():  # else it comes from the environment, and is kept there
        shutil.copy(key_file, to)
    typer.echo(f"Copied to {to}. It holds personal data and the secret key: keep it as safe as the site.")


def restore(
    backup_folder: Annotated[Path, typer.Argument(help="Folder that cyfran backup made", metavar="FOLDER")],
) -> None:
    """Bring a copy back into a data folder that has no site yet, and up to date with this version.

    Example: CYFRAN_DATA=/srv/cyfran cyfran restore backups/2026-11-23
    """
    from cyfran.config import environment  # settings would make a new secret key

    data = environment.data_folder()
    _refuse_if_unusable(backup_folder, data)
    data.mkdir(parents=True, exist_ok=True)
    if (backup_folder / FILES).exists():
        shutil.copytree(backup_folder / FILES, data / FILES, dirs_exist_ok=True)
    if (backup_folder / KEY).exists():
        shutil.copy2(backup_folder / KEY, data)
    # The database comes last and whole: until it is there, there is no site, and the command can be run again
    shutil.copy2(backup_folder / DATABASE, data / f"{DATABASE}.part")
    (data / f"{DATABASE}.part").replace(data / DATABASE)
    migrate()
    from cyfran.ground.partnerships.models import Partnership

    typer.echo(
        f"Restored to {data}. Partnerships: {Partnership.objects.count()}. Start it with: cyfran serve"
    )
    if not (backup_folder / KEY).exists():
        typer.echo(
            "Set CYFRAN_SECRET_KEY to the key of the site that was copied: codes and links depend on it."
        )


def _refuse_if_unusable(backup_folder: Path, data: Path) -> None:
    """Exit if there is no whole copy to bring back, or if it would replace a site."""
    from cyfran.config import environment

    problem = ""
    if environment.text("DATABASE_URL"):
        problem = (
            "This site keeps its data in PostgreSQL: restore that with pg_restore, and copy the files folder."
        )
    elif not (backup_folder / DATABASE).is_file():
        problem = f"{backup_folder} is no copy of a site: it has no {DATABASE}."
    elif not _is_whole(backup_folder / DATABASE):
        problem = f"{backup_folder / DATABASE} is damaged, so nothing was copied. Use another copy."
    elif (data / DATABASE).exists():
        problem = f"{data} has a site already, which was not touched. Set CYFRAN_DATA to an empty folder."
    if problem:
        typer.echo(problem, err=True)
        raise typer.Exit(2)


def _is_whole(database: Path) -> bool:
    try:
        with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
            has_tables = connection.execute("SELECT count(*) FROM django_migrations").fetchone()[0] > 0
            return has_tables and connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    except sqlite3.DatabaseError:
        return False
