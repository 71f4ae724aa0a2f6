"""Copies of a site: made while it runs, and brought back elsewhere."""

import shutil
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer

from cyfran.cli.backup_files import (
    DATABASE,
    FILES,
    KEY,
    UnusableBackup,
    check_contents,
    check_database,
    copy_files,
    encrypt_folder,
    is_recipient,
    opened_backup,
    write_contents,
)
from cyfran.cli.site import migrate, start_django


def register(app: typer.Typer) -> None:
    for command in (backup, restore):
        app.command()(command)


def backup(
    to: Annotated[Path, typer.Argument(help="Folder for the copy; it must not exist yet")],
    encrypt_to: Annotated[
        str, typer.Option(help="Key of age (age1…) to which the copy is encrypted; it is then one file")
    ] = "",
) -> None:
    """Copy the database and files of a running SQLite site.

    Example: cyfran backup backups/2026-11-23

    The copy includes the secret key if it is in the data folder. On PostgreSQL use pg_dump instead.
    """
    start_django()
    _refuse_backup(to, encrypt_to)
    to.parent.mkdir(parents=True, exist_ok=True)
    if not encrypt_to:
        _copy_site(to)
        typer.echo(f"Copied to {to}. It holds personal data and the secret key: keep it as safe as the site.")
        return
    with TemporaryDirectory(prefix=".cyfran-backup-", dir=to.parent) as temporary:
        folder = Path(temporary, "backup")
        _copy_site(folder)
        encrypt_folder(folder, to, encrypt_to)
    typer.echo(
        f"Copied to {to}, encrypted. Only the holder of the key can restore it: keep that key elsewhere."
    )


def _refuse_backup(to: Path, encrypt_to: str) -> None:
    from django.db import connection

    problem = ""
    if to.exists():
        problem = f"{to} is there already. Choose a folder that does not exist yet."
    elif connection.vendor != "sqlite":
        problem = "This site keeps its data in PostgreSQL: copy that with pg_dump, and the files folder."
    elif encrypt_to and not is_recipient(encrypt_to):
        problem = "This is no public key of age. One begins with age1; make a pair of keys with age-keygen."
    if problem:
        typer.echo(problem, err=True)
        raise typer.Exit(2)


def _copy_site(folder: Path) -> None:
    from django.conf import settings
    from django.db import connection

    folder.mkdir(mode=0o700)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(folder / DATABASE)])
    copy_files(settings.MEDIA_ROOT, folder / FILES)
    key_file = settings.CYFRAN_DATA / KEY
    if key_file.exists():  # else it comes from the environment, and is kept there
        shutil.copy(key_file, folder)
    write_contents(folder)


def restore(
    backup_folder: Annotated[
        Path, typer.Argument(help="Folder or encrypted file that cyfran backup made", metavar="FOLDER")
    ],
    identity: Annotated[
        Path | None, typer.Option(help="File with the secret key of age, where the copy is encrypted")
    ] = None,
) -> None:
    """Bring a copy back into a data folder that has no site yet, and up to date with this version.

    Example: CYFRAN_DATA=/srv/cyfran cyfran restore backups/2026-11-23

    What is in the copy is compared with what was copied, and a copy of a later version is refused.
    """
    try:
        with opened_backup(backup_folder, identity) as folder:
            compared = _restore(folder)
            has_key = (folder / KEY).exists()
    except UnusableBackup as unusable:
        typer.echo(str(unusable), err=True)
        raise typer.Exit(2) from None
    from django.conf import settings

    from cyfran.ground.partnerships.models import Partnership

    typer.echo(compared)
    typer.echo(
        f"Restored to {settings.CYFRAN_DATA}. Partnerships: {Partnership.objects.count()}. Start it with: cyfran serve"
    )
    if not has_key:
        typer.echo(
            "Set CYFRAN_SECRET_KEY to the key of the site that was copied: codes and links depend on it."
        )


def _restore(folder: Path) -> str:
    """Copy a backup into the data folder; return what was compared. The database comes last and whole.

    Until the database is there, there is no site, and the command can be run again.
    """
    from cyfran.config import environment  # settings would make a new secret key

    data = environment.data_folder()
    _refuse_if_unusable(folder, data)
    compared = check_contents(folder)
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    copy_files(folder / FILES, data / FILES)
    if (folder / KEY).exists():
        shutil.copy2(folder / KEY, data)
    shutil.copy2(folder / DATABASE, data / f"{DATABASE}.part")
    (data / f"{DATABASE}.part").replace(data / DATABASE)
    migrate()
    return compared


def _refuse_if_unusable(folder: Path, data: Path) -> None:
    """Refuse if there is no whole copy to bring back, or if it would replace a site."""
    from cyfran.config import environment

    if environment.text("DATABASE_URL"):
        raise UnusableBackup(
            "This site keeps its data in PostgreSQL: restore that with pg_restore, and copy the files folder."
        )
    if not (folder / DATABASE).is_file():
        raise UnusableBackup(f"{folder} is no copy of a site: it has no {DATABASE}.")
    if (data / DATABASE).exists():
        raise UnusableBackup(
            f"{data} has a site already, which was not touched. Set CYFRAN_DATA to an empty folder."
        )
    check_database(folder / DATABASE, known_migrations())


def known_migrations() -> set[tuple[str, str]]:
    """Return the migrations of our own chapters, from their files: Django itself is not started yet."""
    package = Path(__file__).parents[1]
    return {(path.parent.parent.name, path.stem) for path in package.rglob("migrations/[0-9]*.py")}
