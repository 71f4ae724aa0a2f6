from uuid import UUID

from django.db.models import QuerySet

from cyfran.core.language import reading_column
from cyfran.core.thread.node_types import Reader, RenderedNode
from cyfran.ground.partnerships.models import Partnership
from cyfran.ground.places.models import Place
from cyfran.learn.library.models import LearningItem


def library(*, place: str = "", topic: str = "", strand: str = "") -> QuerySet[LearningItem]:
    """Return the items of all partnerships, newest first; filtered by place, topic and strand if given."""
    items = LearningItem.objects.select_related("partnership__place").order_by("-at")
    lookups = {"partnership__place__code": place, "topic": topic, "strand": strand}
    return items.filter(**{name: value for name, value in lookups.items() if value})


def learning_of(partnership: Partnership) -> QuerySet[LearningItem]:
    items = LearningItem.objects.filter(partnership=partnership)
    return items.select_related("partnership__place").order_by("-at")


def places_with_learning() -> QuerySet[Place]:
    return (
        Place.objects.filter(partnerships__learning__isnull=False).distinct().order_by(reading_column("name"))
    )


def item(pk) -> QuerySet[LearningItem]:
    return LearningItem.objects.select_related("partnership__place", "by").filter(pk=pk)


def show_items(items: QuerySet[LearningItem], reader: Reader) -> dict[UUID, RenderedNode]:
    return {item.pk: RenderedNode(item.title, item.get_verdict_display()) for item in items}
