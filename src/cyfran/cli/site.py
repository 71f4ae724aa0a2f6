"""Commands that run a site: serve, background work, database, accounts, and the demo."""

import os
import shutil
import signal
import sys
import threading
from pathlib import Path
from typing import Annotated

import typer

from cyfran.cli.supervision import run_until_stopped

Port = Annotated[int, typer.Option(help="Port to listen on")]
Host = Annotated[str, typer.Option(help="Address to listen on")]
FOR_NOBODY_ELSE = 0o077
WEB_PROCESS_REPLACED_AT = 1024  # megabytes


def register(app: typer.Typer) -> None:
    for command in (demo, serve, work, migrate, places, consent, check):
        app.command()(command)


def start_django() -> None:
    os.umask(FOR_NOBODY_ELSE)  # databases, uploads and backups hold personal data
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cyfran.config.settings")
    import django

    django.setup()


def migrate() -> None:
    """Bring the database and the static files up to date.

    Run it once for a new site, and after each upgrade.
    """
    start_django()
    from django.conf import settings
    from django.core.management import call_command
    from django.utils import timezone

    from cyfran.ground.people.actions import publish_default_consent_text

    refuse_if_made_before_first_release()
    settings.CYFRAN_DATA.chmod(0o700)
    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    publish_default_consent_text(at=timezone.now())


def refuse_if_made_before_first_release() -> None:
    """Exit if the database was made by a version before the first release: its tables have other names."""
    from django.db import connection
    from django.db.migrations.recorder import MigrationRecorder

    if any(
        app in ("gatherings", "evidence") for app, _name in MigrationRecorder(connection).applied_migrations()
    ):
        typer.echo(
            "This site was made by a version from before the first release, and cannot be brought up to date. "
            "Its data were not touched. Begin a new site: set CYFRAN_DATA to an empty folder, or DATABASE_URL to "
            "an empty database.",
            err=True,
        )
        raise typer.Exit(2)


def refuse_if_not_prepared() -> None:
    """Exit if the database has not been prepared, or not for this version."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        typer.echo("The database is not prepared for this version yet. Run: cyfran migrate", err=True)
        raise typer.Exit(2)


def work(
    gently: Annotated[
        bool, typer.Option(help="Run at low priority, so that other processes on this machine go first")
    ] = False,
    lane: Annotated[
        str, typer.Option(help="all, or in a process each: tasks (imports) or renewals (e-mails, landscapes)")
    ] = "all",
    memory: Annotated[int, typer.Option(help="Most memory that it may have, in megabytes")] = 4096,
) -> None:
    """Run a background worker until it is stopped, or has grown large.

    It reads imported files, sends e-mails, and keeps opinion landscapes and screening orders up to date.
    """
    start_django()
    if gently and hasattr(os, "nice"):
        os.nice(10)
    from cyfran.core.jobs.limits import limit_memory
    from cyfran.core.jobs.worker import WorkerLane
    from cyfran.core.jobs.worker import work as work_until

    if lane not in list(WorkerLane):
        typer.echo(f"There is no lane {lane}. Choose one of: {', '.join(WorkerLane)}.", err=True)
        raise typer.Exit(2)
    limit_memory(memory)

    stop = threading.Event()
    for signal_number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(signal_number, lambda *_: stop.set())
    work_until(stop, WorkerLane(lane))


def serve(
    host: Host = "127.0.0.1",
    port: Port = 8000,
    workers: Annotated[int, typer.Option(help="Number of processes of the web server")] = 2,
) -> None:
    """Serve the site and run its background worker, until Ctrl+C.

    The database and the static files are brought up to date first.
    """
    typer.echo("Preparing the database (a new one takes about half a minute)")
    migrate()
    describe_state(f"http://{host}:{port}")
    run_site(host, port, workers)


def describe_state(address: str) -> None:
    """Print where the site is, where its data and e-mails go, and what it still needs."""
    from django.conf import settings

    typer.echo(f"Site:    {address}  (stop with Ctrl+C)")
    typer.echo(f"Data:    {settings.CYFRAN_DATA}")
    typer.echo(f"E-mails: {_email_destination()}")
    print_setup_steps()


def _email_destination() -> str:
    from django.conf import settings

    from cyfran.ground.setup.queries import sends_email

    if sends_email():
        return f"sent through {settings.EMAIL_HOST}:{settings.EMAIL_PORT}"
    if settings.EMAIL_BACKEND.endswith("console.EmailBackend"):
        return "printed here; sign-in codes, too"
    return f"written to files in {settings.EMAIL_FILE_PATH}; sign-in codes, too"


def print_setup_steps() -> None:
    """Print each step of setting up that is not done, in the order in which to take them."""
    from cyfran.ground.setup.pages import setup_items
    from cyfran.ground.setup.queries import setup_state

    missing = [item for item in setup_items(setup_state()) if not item.is_done]
    if missing:
        typer.echo("To do before people can use this site (sign in as an operator, then: Set up this site):")
    for item in missing:
        typer.echo(f"  - {item.title}: {item.need}")


def run_site(host: str, port: int, workers: int) -> None:
    web_server = [sys.executable, "-m", "granian", "cyfran.config.wsgi:application", "--interface", "wsgi"]
    web_server += ["--host", host, "--port", str(port), "--workers", str(workers), "--blocking-threads", "4"]
    web_server += ["--backlog", "2048", "--log-level", "warning", "--no-ws"]
    web_server += ["--respawn-failed-workers", "--respawn-interval", "0.5", "--workers-kill-timeout", "5s"]
    web_server += ["--workers-max-rss", str(WEB_PROCESS_REPLACED_AT)]
    background = [sys.executable, "-m", "cyfran", "work", "--gently", "--lane"]
    run_until_stopped(
        {
            "The web server": web_server,
            "Background work (tasks)": [*background, "tasks"],
            "Background work (renewals)": [*background, "renewals"],
        }
    )


def demo(
    reset: Annotated[bool, typer.Option(help="Delete the data of the demo and create it again")] = False,
    serve_it: Annotated[bool, typer.Option("--serve/--no-serve", help="Serve the site afterwards")] = True,
    host: Host = "127.0.0.1",
    port: Port = 8000,
) -> None:
    """Create the demo site, an example partnership, and serve it.

    Example: cyfran demo --port 8080

    Running it again keeps the data. It refuses a database with real partnerships.
    """
    os.environ.setdefault("CYFRAN_EMAIL_BACKEND", "django.core.mail.backends.console.EmailBackend")
    start_django()
    from django.conf import settings

    if reset:
        delete_demo_data(settings.CYFRAN_DATA)
    typer.echo(f"==> Data: {settings.CYFRAN_DATA}")
    typer.echo("==> Preparing the database")
    migrate()
    refuse_if_real_partnerships()
    tell_story_once()
    announce(host, port)
    if serve_it:
        run_site(host, port, workers=2)


def delete_demo_data(data: Path) -> None:
    """Delete the demo's database and folders, and nothing else in the data folder. Exits if it is not the demo's."""
    from django.db import connection

    if connection.vendor != "sqlite":
        typer.echo(
            "The demo is only thrown away where it is in SQLite. Give it another database to begin again.",
            err=True,
        )
        raise typer.Exit(2)
    if (data / "cyfran.sqlite3").exists():
        migrate()
        refuse_if_real_partnerships()
    connection.close()
    for filename in ("cyfran.sqlite3", "cyfran.sqlite3-wal", "cyfran.sqlite3-shm"):
        (data / filename).unlink(missing_ok=True)
    for folder in ("files", "outbox", "static"):
        shutil.rmtree(data / folder, ignore_errors=True)


def refuse_if_real_partnerships() -> None:
    from cyfran.ground.partnerships.queries import has_real_partnerships

    if has_real_partnerships():
        typer.echo(
            "There are real partnerships in this database. The demo needs one of its own: set CYFRAN_DATA.",
            err=True,
        )
        raise typer.Exit(2)


def tell_story_once() -> None:
    from cyfran.demo import story

    if story.story_exists():
        typer.echo(
            "==> The example partnership is already there (to begin again: make demo-reset, or cyfran demo --reset)"
        )
        return
    typer.echo("==> Making the example partnership (about ten seconds)")
    story.tell()


def announce(host: str, port: int) -> None:
    from cyfran.demo import story

    address = f"http://{host}:{port}"
    typer.echo("\nSign in with one of these addresses; the code is printed here, in this window:")
    for role, email, name in story.accounts():
        typer.echo(f"  {role:<24} {email:<28} {name}")
    typer.echo("\nTake part without an account:")
    typer.echo(f"  {address}/t/{story.join_code()}/   (code {story.join_code()})")
    typer.echo("\nSit down in a live room, as many phones as you like:")
    typer.echo(f"  {address}/r/{story.room_code()}/   (code {story.room_code()})")
    typer.echo("\nSee what became of what someone wrote on a postcard:")
    typer.echo(f"  {address}/cy/take-part/   with the code {story.postcard_code()} (a new one each time)")
    typer.echo(f"\nServing at {address}  -  stop with Ctrl+C\n", nl=True)


def places() -> None:
    """Load the nation, health boards and councils of Wales.

    Their populations are those of 2021. The command can be run again.
    """
    start_django()
    from cyfran.ground.places.actions import load_wales

    refuse_if_not_prepared()
    typer.echo(f"Places loaded: {load_wales()}")


def consent(
    en: Annotated[Path, typer.Argument(help="Text file with the English wording")],
    cy: Annotated[Path, typer.Argument(help="Text file with the Welsh wording")],
) -> None:
    """Publish the consent text that people read before taking part.

    Example: cyfran consent consent-en.txt consent-cy.txt

    Consent given earlier stays linked to the wording people saw.
    """
    texts = {"en": _read_text(en), "cy": _read_text(cy)}
    start_django()
    from django.utils import timezone

    from cyfran.ground.people.actions import publish_consent_text

    refuse_if_not_prepared()
    consent_text = publish_consent_text(**texts, at=timezone.now())
    typer.echo(f"Published as version {consent_text.version}: everyone who joins from now on is told this.")


def _read_text(file: Path) -> str:
    try:
        text = file.read_text("utf-8-sig").strip()
    except (OSError, UnicodeDecodeError):
        text = ""
    if not text:
        typer.echo(f"{file} holds no text that can be read. Save the words as plain text in UTF-8.", err=True)
        raise typer.Exit(2)
    return text


def check(
    canary: Annotated[
        bool,
        typer.Option(
            help="Also go through a small partnership, from its start to a result; nothing of it is kept"
        ),
    ] = False,
) -> None:
    """Check the settings and the database of a public site.

    It also says what is left to set up before people can use it.
    """
    start_django()
    from django.core.management import call_command
    from django.db import connection

    connection.ensure_connection()
    call_command("check", deploy=True, fail_level="ERROR")
    call_command("migrate", check_unapplied=True, verbosity=0)
    typer.echo(f"The database answers: {connection.vendor}")
    _check_consent_text()
    if canary:
        from cyfran.demo.canary import run_canary

        run_canary()
        typer.echo("The canary passed: a conversation from its start to its result. Nothing of it is kept.")
    print_setup_steps()


def _check_consent_text() -> None:
    from cyfran.ground.people.queries import consent_state

    state = consent_state()
    if state == "none":
        typer.echo("Nobody can take part yet: no consent text is published. Run: cyfran migrate", err=True)
        raise typer.Exit(1)
