from django.db import models
from django.utils.translation import gettext_lazy as _

from cyfran.core.database import UUIDModel
from cyfran.core.language import BilingualTextField


class PlaceLevel(models.TextChoices):
    COMMUNITY = "community", _("Community")
    LOCAL = "local", _("Local")
    REGIONAL = "regional", _("Regional")
    NATIONAL = "national", _("National")


class PlaceQuerySet(models.QuerySet):
    def at_level(self, level: str):
        return self.filter(level=level)

    def real(self):
        return self.filter(is_example=False)


class Place(UUIDModel):
    """A part of the country, from a few streets to the nation; ``parent`` is the next larger place in the tree."""

    code = models.CharField(max_length=20, unique=True)
    name = BilingualTextField(max_length=120)
    level = models.CharField(max_length=10, choices=PlaceLevel)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="parts")
    source = models.CharField(max_length=200)
    is_example = models.BooleanField(default=False)

    objects = PlaceQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name_en


class PlaceContainment(models.Model):
    """A place within a larger one outside the tree, for a time: a cluster, a board, a partnership area."""

    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="belongings")
    whole = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="includes")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["place", "whole", "since"], name="places_containment_once"),
            models.CheckConstraint(
                condition=models.Q(until__isnull=True) | models.Q(until__gt=models.F("since")),
                name="places_containment_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.place_id} in {self.whole_id}"


class Population(models.Model):
    """How many people of a category live in a place. ``everyone`` is the dimension of the total."""

    EVERYONE = "everyone"

    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="populations")
    dimension = models.CharField(max_length=40)
    category = models.CharField(max_length=80, blank=True)
    count = models.PositiveIntegerField()
    counted_on = models.DateField()
    source = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["place", "dimension", "category", "counted_on"], name="places_population_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.dimension} {self.category}: {self.count}"
