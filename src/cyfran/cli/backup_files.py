"""The files of a backup: what is written beside the data to check it by, and how it is encrypted."""

import hashlib
import json
import shutil
import sqlite3
import tarfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pyrage

from cyfran import __version__

DATABASE, KEY, FILES, CONTENTS = "cyfran.sqlite3", "secret-key", "files", "contents.json"


class UnusableBackup(Exception):
    """A backup cannot be used; the message says why, in a sentence."""


def write_contents(folder: Path) -> None:
    """Write what a backup holds: the rows of each table, and the digest of each file."""
    contents = {
        "version": __version__,
        "tables": _count_rows(folder / DATABASE),
        "files": _digests(folder / FILES),
    }
    (folder / CONTENTS).write_text(json.dumps(contents, indent=1))


def check_contents(folder: Path) -> str:
    """Compare a backup with what it should hold; return what was compared. Raises ``UnusableBackup``."""
    if not (folder / CONTENTS).exists():
        return (
            "This copy was made by an earlier version, which did not say what is in it: nothing was compared."
        )
    contents = json.loads((folder / CONTENTS).read_text())
    tables, files = _count_rows(folder / DATABASE), _digests(folder / FILES)
    differing = sorted(name for name, rows in contents["tables"].items() if tables.get(name) != rows)
    if differing:
        raise UnusableBackup(f"The rows of {differing[0]} are not those that were copied. Use another copy.")
    missing = sorted(name for name, digest in contents["files"].items() if files.get(name) != digest)
    if missing:
        raise UnusableBackup(f"The file {FILES}/{missing[0]} is missing or damaged. Use another copy.")
    return f"Compared with what was copied: {len(tables)} tables, {sum(tables.values())} rows, {len(files)} files."


def check_database(database: Path, known_migrations: set[tuple[str, str]]) -> None:
    """Refuse a database that is damaged, or was made by a later version than this one."""
    try:
        with closing(_open(database)) as connection:
            applied = set(connection.execute("SELECT app, name FROM django_migrations"))
            is_whole = connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    except sqlite3.DatabaseError:
        applied, is_whole = set(), False
    if not applied or not is_whole:
        raise UnusableBackup(f"{database} is damaged, so nothing was copied. Use another copy.")
    ours = {app for app, _name in known_migrations}
    later = sorted(name for app, name in applied - known_migrations if app in ours)
    if later:
        raise UnusableBackup(
            f"This copy was made by a later version than {__version__}. Install that version, then restore it."
        )


def _open(database: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"file:{database}?mode=ro", uri=True)


def _count_rows(database: Path) -> dict[str, int]:
    with closing(_open(database)) as connection:
        names = [
            name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        ]
        return {name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in names}  # noqa: S608


def _digests(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


# --- Encrypted: one file, in the format of age (age-encryption.org) -----------------------------------------------


def encrypt_folder(folder: Path, file: Path, recipient: str) -> None:
    """Write a folder as one file that only the holder of the key to ``recipient`` can read."""
    archive = file.with_name(f"{file.name}.tar")
    try:
        with tarfile.open(archive, "w") as tar:
            tar.add(folder, arcname=".")
        pyrage.encrypt_file(str(archive), str(file), [pyrage.x25519.Recipient.from_str(recipient)])
    finally:
        archive.unlink(missing_ok=True)


def is_recipient(text: str) -> bool:
    try:
        pyrage.x25519.Recipient.from_str(text)
    except pyrage.RecipientError:
        return False
    return True


@contextmanager
def opened_backup(backup: Path, identity: Path | None) -> Iterator[Path]:
    """Give the folder of a backup; one that is encrypted is opened in a folder of its own, which is deleted again."""
    if backup.is_dir():
        yield backup
        return
    if identity is None:
        raise UnusableBackup(
            f"{backup} is no folder. If it is encrypted, say where its key is: --identity FILE"
        )
    with TemporaryDirectory(prefix="cyfran-restore-") as temporary:
        archive, folder = Path(temporary, "backup.tar"), Path(temporary, "backup")
        _decrypt(backup, archive, identity)
        with tarfile.open(archive) as tar:
            tar.extractall(folder, filter="data")
        archive.unlink()
        yield folder


def _decrypt(backup: Path, archive: Path, identity: Path) -> None:
    try:
        lines = identity.read_text().splitlines()
        keys = [
            pyrage.x25519.Identity.from_str(line.strip())
            for line in lines
            if line.startswith("AGE-SECRET-KEY-")
        ]
        pyrage.decrypt_file(str(backup), str(archive), keys)
    except (OSError, UnicodeDecodeError, pyrage.IdentityError, pyrage.DecryptError) as error:
        raise UnusableBackup(f"{backup} cannot be opened with the key in {identity}.") from error


def copy_files(source: Path, target: Path) -> None:
    if source.exists():
        shutil.copytree(source, target, dirs_exist_ok=True)
