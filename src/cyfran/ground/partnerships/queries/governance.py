"""The charter of a partnership, and its power topics."""

from dataclasses import dataclass

from django.db.models import Prefetch

from cyfran.ground.partnerships.models import (
    Charter,
    Partnership,
    PowerAssessment,
    PowerTopic,
    Side,
)


@dataclass(frozen=True)
class PowerViews:
    """The newest assessment of a power topic by each side.

    The lower level counts; there is none unless both sides have recorded one.
    """

    topic: PowerTopic
    institution: PowerAssessment | None
    community: PowerAssessment | None

    def _levels(self, name: str) -> list[int]:
        views = [view for view in (self.institution, self.community) if view is not None]
        levels = [getattr(view, name) for view in views]
        return [level for level in levels if level is not None] if len(views) == len(Side) else []

    @property
    def promised(self) -> int | None:
        return min(self._levels("promised_level"), default=None)

    @property
    def actual(self) -> int | None:
        levels = self._levels("actual_level")
        return min(levels) if len(levels) == len(Side) else None

    @property
    def views_differ(self) -> bool:
        return len(set(self._levels("promised_level"))) > 1 or len(set(self._levels("actual_level"))) > 1

    @property
    def fell_short(self) -> bool:
        return self.actual is not None and self.promised is not None and self.actual < self.promised


def charter(partnership: Partnership) -> Charter | None:
    charters = Charter.objects.filter(partnership=partnership).prefetch_related("signatures__by")
    return charters.order_by("-version").first()


def earlier_charters(partnership: Partnership) -> list[Charter]:
    """Return the versions before the newest, the latest first, with who signed them."""
    charters = Charter.objects.filter(partnership=partnership).prefetch_related("signatures__by")
    return list(charters.order_by("-version")[1:])


def charter_terms(partnership: Partnership) -> dict[str, str]:
    """Return the newest terms as initial values of the form for the next version."""
    newest = charter(partnership)
    return {"terms_en": newest.terms_en, "terms_cy": newest.terms_cy} if newest else {}


def power(partnership: Partnership) -> list[PowerViews]:
    """Return the views of both sides on each power topic, newest topic first."""
    records = PowerAssessment.objects.select_related("by").order_by("id")
    topics = PowerTopic.objects.filter(partnership=partnership).prefetch_related(
        Prefetch("records", queryset=records)
    )
    return [_views_by_side(topic) for topic in topics.order_by("-at")]


def _views_by_side(topic: PowerTopic) -> PowerViews:
    newest = {record.side: record for record in topic.records.all()}
    return PowerViews(topic, newest.get(Side.INSTITUTION), newest.get(Side.COMMUNITY))


def power_over(topic: PowerTopic) -> PowerViews:
    """Return the views of both sides on one power topic."""
    records = PowerAssessment.objects.select_related("by").order_by("id")
    topics = PowerTopic.objects.filter(pk=topic.pk).prefetch_related(Prefetch("records", queryset=records))
    return _views_by_side(topics.get())


def topic(partnership: Partnership, pk) -> PowerTopic | None:
    return PowerTopic.objects.filter(partnership=partnership, pk=pk).first()
