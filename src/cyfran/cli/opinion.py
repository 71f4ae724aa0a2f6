"""``cyfran opinion``: what people think, from the votes of a conversation."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from cyfran.cli.answers import errors_as_sentences, print_warnings, progress, write


def register(app: typer.Typer) -> None:
    app.command()(opinion)


def opinion(
    votes: Annotated[
        Path,
        typer.Argument(
            metavar="INPUT",
            help="Folder of a Polis export, a file of votes (CSV or Parquet), or a folder of Parquet files",
        ),
    ],
    out: Annotated[
        Path | None,
        typer.Option(help="File to write the result to (JSON), instead of printing it", dir_okay=False),
    ] = None,
    mode: Annotated[
        Literal["recommended", "compatible"],
        typer.Option(help="cyfran's own methods, or the definitions of Polis"),
    ] = "recommended",
    groups: Annotated[
        int | None, typer.Option(help="Number of opinion groups; chosen by the method if left out")
    ] = None,
    min_votes: Annotated[
        int, typer.Option(help="Votes a person must have cast to be placed in a group", min=1)
    ] = 7,
    seed: Annotated[int, typer.Option(help="Seed of all random draws", min=0)] = 0,
) -> None:
    """Find common ground, divisive statements and opinion groups.

    Example: cyfran opinion my-export/ --out result.json

    A file of votes has the columns voter-id, comment-id and vote (1 agree, -1 disagree, 0 pass), and optionally timestamp.
    """
    from cyfran.cli.votes import read_votes
    from cyfran.methods.opinion import landscape
    from cyfran.methods.result import to_json

    with errors_as_sentences():
        progress("Reading")
        input_votes = read_votes(votes)
        print_warnings(input_votes.problems)
        progress("Working it out")
        opinion_landscape = landscape(
            input_votes.votes, mode=mode, groups=groups, min_votes=min_votes, seed=seed
        )
        write(to_json(opinion_landscape.to_dict()), out)
