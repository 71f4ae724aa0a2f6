"""The command line: every method on files, without a database, and the commands that run a site."""

import typer

from cyfran.cli import dedup, opinion, screen, site, synthesis

app = typer.Typer(
    name="cyfran",
    help="What people say, what is decided, and what came of it.",
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


def main() -> None:
    app()
