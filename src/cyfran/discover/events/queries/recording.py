"""What was said at an event: contributions, noted moments, and photos of sheets."""

from uuid import UUID

from django.db.models import Count, QuerySet

from cyfran.discover.conversations.models import Statement
from cyfran.discover.conversations.queries import statements_heard
from cyfran.discover.events.models import (
    Contribution,
    Event,
    ObservedMoment,
    SheetPhoto,
)


def statements_at(event: Event) -> QuerySet[Statement]:
    """The accepted statements of an event that nobody has taken back, in the order they were written down."""
    statements = statements_heard(event.partnership).filter(contribution__event=event)
    return statements.select_related("contribution__item__conversation").order_by("contribution__id")


def latest_contributions(event: Event, by, how_many: int = 8) -> list[Contribution]:
    """The last contributions this person entered, the newest first, to check them and remove mistakes."""
    own = Contribution.objects.filter(event=event, by=by).select_related("statement", "item")
    return list(own.order_by("-id")[:how_many])


def contribution_in(event: Event, statement_pk) -> Contribution | None:
    contributions = Contribution.objects.filter(event=event, statement=statement_pk)
    return contributions.select_related("statement__conversation__partnership").first()


def contribution_with_key(key: UUID) -> Contribution | None:
    return Contribution.objects.filter(key=key).select_related("statement").first()


def moment_counts(event: Event) -> dict[str, int]:
    """Return how often each kind of moment was observed."""
    counts = ObservedMoment.objects.filter(event=event).values_list("moment").annotate(number=Count("id"))
    return dict(counts)


def photos_of(event: Event) -> QuerySet[SheetPhoto]:
    return SheetPhoto.objects.filter(event=event).order_by("table", "at")


def photo_in(event: Event, pk) -> SheetPhoto | None:
    photos = SheetPhoto.objects.filter(event=event, pk=pk)
    return photos.select_related("upload", "event__partnership").first()
