"""A whole small journey on a real site, from a partnership to a result, of which nothing is left."""

import secrets

from django.core.cache import cache
from django.db import transaction
from django.utils import timezone

from cyfran.core.accounts.actions import open_account
from cyfran.discover.conversations import actions as conversations
from cyfran.discover.conversations.queries import tally
from cyfran.ground.partnerships import actions as partnerships
from cyfran.ground.people.queries import consent_text
from cyfran.ground.places.models import Place
from cyfran.ui.health import CANARY

NOBODY = "canary@invalid"  # no address can end in this (RFC 2606)


def run_canary() -> None:
    """Go through the journey and take it back; raise whatever goes wrong. That it passed is kept for ``/health/``."""
    with transaction.atomic():
        _go_through()
        transaction.set_rollback(True)
    cache.set(CANARY, timezone.now().isoformat(timespec="seconds"), None)


def _go_through() -> None:
    now = timezone.now()
    runs = open_account(email=NOBODY, name="Canary", language="cy", at=now, is_operator=True)
    place = Place.objects.first() or Place.objects.create(
        code="canary", level="nation", name_en="C", name_cy="C", source="canary"
    )
    texts = ("Canary", "Caneri")
    partnership = partnerships.begin_partnership(
        slug=f"canary-{secrets.token_hex(4)}", name=texts, purpose=texts, place=place, by=runs, at=now
    )
    partnerships.allow_outside_phase(
        partnership=partnership, phase="discover", reason="Canary", by=runs, at=now
    )
    conversation = conversations.begin_conversation(partnership=partnership, question=texts, by=runs, at=now)
    seed = conversations.add_seed(conversation=conversation, text="Canary", language="en", by=runs, at=now)
    conversations.set_state(conversation=conversation, state="open", by=runs, at=now)
    someone = conversations.join(
        conversation=conversation,
        participant=None,
        text=consent_text(),
        given={"record"},
        route="link",
        language="cy",
        at=now,
    )
    said = conversations.submit_statement(participation=someone, text="Caneri", language="cy", at=now)
    conversations.decide(statement=said, accepted=True, ground="fits", reason="", by=runs, at=now)
    for statement in (seed, said):
        conversations.cast_vote(
            participation=someone, statement=statement, answer=1, selection_probability=None, at=now
        )
    conversations.renew_landscape(conversation=conversation, at=now)
    found = tally(conversation)
    if (found.people, found.votes, found.accepted) != (1, 2, 2):
        raise AssertionError(f"The canary counted {found}")
    conversations.erase(participation=someone, at=now)
