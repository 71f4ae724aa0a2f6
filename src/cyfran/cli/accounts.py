"""Commands for the accounts of a site."""

from typing import Annotated

import typer

from cyfran.cli.site import refuse_if_not_prepared, start_django


def register(app: typer.Typer) -> None:
    for command in (operator, reset_second_factor):
        app.command()(command)


def operator(
    email: Annotated[str, typer.Argument(help="E-mail address to which sign-in codes are sent")],
    name: Annotated[str, typer.Argument(help="Name of the person")],
    language: Annotated[str, typer.Option(help="Language of the account: cy or en")] = "cy",
) -> None:
    """Create an account for an operator of the site.

    Example: cyfran operator someone@example.org "Their Name"

    Operators start partnerships and add places.
    """
    start_django()
    from django.core.exceptions import ValidationError
    from django.core.validators import validate_email
    from django.utils import timezone

    from cyfran.core.accounts.actions import open_account
    from cyfran.core.accounts.queries import has_account

    refuse_if_not_prepared()
    try:
        validate_email(email)
    except ValidationError:
        typer.echo(f"{email} is not an e-mail address. Nothing was changed.", err=True)
        raise typer.Exit(2) from None
    if has_account(email):
        typer.echo(f"{email} has an account already.", err=True)
        raise typer.Exit(2)
    open_account(email=email, name=name, language=language, at=timezone.now(), is_operator=True)
    typer.echo(f"{name} can sign in with a code sent to {email}.")


def reset_second_factor(
    email: Annotated[str, typer.Argument(help="E-mail address of the account")],
) -> None:
    """Let someone sign in by e-mail alone who has lost their phone and their recovery codes.

    Make sure first that it is really them who asks.
    """
    start_django()
    from django.utils import timezone

    from cyfran.core.accounts.queries import account_of
    from cyfran.ui.second_factor import remove_second_factor

    refuse_if_not_prepared()
    user = account_of(email)
    if user is None:
        typer.echo(f"There is no account for {email}.", err=True)
        raise typer.Exit(2)
    number = remove_second_factor(user, at=timezone.now())
    typer.echo(f"Removed: {number}. {email} signs in with a code by e-mail.")
