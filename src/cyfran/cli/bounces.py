"""A command that takes what mail servers write back when an e-mail reached nobody."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from cyfran.cli.site import refuse_if_not_prepared, start_django


def register(app: typer.Typer) -> None:
    app.command()(bounces)


def bounces(
    reports: Annotated[
        list[Path] | None,
        typer.Argument(help="Files with one e-mail each; without any, one from standard input"),
    ] = None,
) -> None:
    """Record which e-mails reached nobody, from the reports that mail servers send back.

    Example, as an alias of a mail server: cyfran: "|cyfran bounces"

    Operators see them beside the e-mails that could not be sent.
    """
    start_django()
    from django.utils import timezone

    from cyfran.core.emails.actions import record_bounce
    from cyfran.core.emails.bounces import read_bounce

    refuse_if_not_prepared()
    recorded = 0
    for report in [path.read_bytes() for path in reports] if reports else [sys.stdin.buffer.read()]:
        bounce = read_bounce(report)
        if bounce is not None:
            recorded += record_bounce(message_id=bounce.message_id, status=bounce.status, at=timezone.now())
    typer.echo(f"E-mails that reached nobody: {recorded} of {len(reports or [0])} reports.")
