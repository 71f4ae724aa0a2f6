"""The demo site, made once a run in a process of its own and given out as copies, each a folder and a database.

On SQLite the finished site is kept between runs under a digest of everything it is made
from, so that a run after a change in a test alone tells no story.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from tests.beside import ROOT
from tests.environment import KEY, RUN, for_other_processes

MADE = RUN / "demo-site"
KEPT = ROOT / ".cache/demo-sites"
DATABASE = "cyfran.sqlite3"


def copy_site(folder: Path, name: str) -> str:
    """Copy the demo site to ``folder`` and its database to one called ``name``; return the address of the database."""
    made = demo_site()
    shutil.copytree(made, folder, dirs_exist_ok=True)
    return copy_database(name)


def copy_database(name: str) -> str:
    """Copy the demo site's database on PostgreSQL and return its address; on SQLite the file is the database."""
    url = os.environ.get("DATABASE_URL", "")
    if not url:
        return ""
    demo_site()
    return create_database(url, f"cyfran_{KEY}_{name}", template=f"cyfran_{KEY}_demo")


def demo_database() -> str | Path:
    """Return the finished site's own database, to be read: an address on PostgreSQL, a file on SQLite."""
    made, url = demo_site(), os.environ.get("DATABASE_URL", "")
    return urlunsplit(urlsplit(url)._replace(path=f"/cyfran_{KEY}_demo")) if url else made / DATABASE


def demo_site() -> Path:
    """Return the folder of the finished site; whichever process asks first makes it, the others wait."""
    with _alone(RUN / "demo-site.lock"):
        if not MADE.exists():
            _make()
    return MADE


def create_database(url: str, name: str, template: str = "template0") -> str:
    """Create an empty PostgreSQL database, or a copy of another, and return its address."""
    import psycopg

    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))


def drop_databases(url: str, key: str) -> None:
    """Drop every PostgreSQL database that a run made."""
    import psycopg

    with psycopg.connect(url, autocommit=True) as connection:
        names = connection.execute(
            "SELECT datname FROM pg_database WHERE datname LIKE %s", [f"cyfran_{key}_%"]
        )
        for (name,) in names.fetchall():
            connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


@contextmanager
def _alone(lock: Path) -> Iterator[None]:
    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _make() -> None:
    """Make the site beside its place and move it there, so that a site that is there is whole."""
    url = os.environ.get("DATABASE_URL", "")
    # The run that measures tells the story each time, so that its lines are counted
    kept = None if url or "COVERAGE_PROCESS_CONFIG" in os.environ else KEPT / _digest()
    if kept and kept.exists():
        shutil.copytree(kept, MADE)
        return
    beside = RUN / "demo-site.part"
    environment = for_other_processes() | {"CYFRAN_DATA": str(beside)}
    if url:
        environment["DATABASE_URL"] = create_database(url, f"cyfran_{KEY}_demo")
    subprocess.run([sys.executable, "-m", "tests.make_demo_site"], cwd=ROOT, env=environment, check=True)
    beside.rename(MADE)
    if kept:
        _keep(kept)


def _keep(kept: Path) -> None:
    """Keep this site for the next run, and no other."""
    shutil.rmtree(KEPT, ignore_errors=True)
    shutil.copytree(MADE, kept)


def _digest() -> str:
    """Name everything the site is made from: the sources, what is installed, and the day, from which its next event counts."""
    made_from = hashlib.sha256(datetime.now().astimezone().date().isoformat().encode())
    files = [path for path in (ROOT / "src/cyfran").rglob("*") if path.is_file() and path.suffix != ".pyc"]
    for path in [*sorted(files), ROOT / "requirements.lock", ROOT / "tests/make_demo_site.py"]:
        made_from.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    return made_from.hexdigest()[:32]
