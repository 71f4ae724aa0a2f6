"""The command line: every method on files, without a database, and the commands that run a site."""

import typer

from cyfran.cli import accounts, backups, bounces, dedup, opinion, screen, site, synthesis

app = typer.Typer(
    name="cyfran",
    help="Run a cyfran site for community engagement and co-production, or analyse files with its methods.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
opinion.register(app)
dedup.register(app)
screen.register(app)
synthesis.register(app)
site.register(app)
backups.register(app)
accounts.register(app)
bounces.register(app)


def main() -> None:
    app()
