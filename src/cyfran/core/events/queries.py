from uuid import UUID

from django.db.models import QuerySet

from cyfran.core.events.models import Event


def latest_events(within: UUID, how_many: int) -> QuerySet[Event]:
    return Event.objects.filter(within=within).select_related("by").order_by("-at", "-id")[:how_many]
