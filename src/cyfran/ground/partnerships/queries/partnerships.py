"""Partnerships with their partners, members and priority groups."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from cyfran.core.language import reading_column
from cyfran.ground.partnerships.models import (
    Charter,
    Membership,
    Organisation,
    Partnership,
    PriorityGroup,
)
from cyfran.ground.partnerships.queries.governance import charter
from cyfran.ground.partnerships.queries.phases import Gate, phase_gates
from cyfran.ground.partnerships.rules import TRUSTED_ROLES


def has_real_partnerships() -> bool:
    return Partnership.objects.filter(is_example=False).exists()


def partnership_list(viewer) -> QuerySet[Partnership]:
    """Return every partnership (all are public), those of the viewer first, with the number of their roles."""
    own_memberships = (
        Q(memberships__in=Membership.objects.current().filter(user=viewer))
        if viewer.is_authenticated
        else Q(pk=None)
    )
    return (
        Partnership.objects.select_related("place")
        .annotate(my_roles=Count("memberships", filter=own_memberships, distinct=True))
        .order_by("-my_roles", reading_column("name"))
    )


def partnership_by_slug(slug: str) -> QuerySet[Partnership]:
    return Partnership.objects.select_related("place").filter(slug=slug)


def organisations(partnership: Partnership) -> QuerySet[Organisation]:
    return Organisation.objects.filter(partnership=partnership).order_by("side", reading_column("name"))


def members(partnership: Partnership) -> QuerySet[Membership]:
    current = Membership.objects.current().filter(partnership=partnership)
    return current.select_related("user", "organisation").order_by("side", "role", "user__name")


def needs_second_factor(user) -> bool:
    """Return whether someone runs the site, or has a role that sees personal data or decides, in any partnership."""
    if user.is_operator:
        return True
    return Membership.objects.current().filter(user=user, role__in=TRUSTED_ROLES).exists()


def roles_of(user, partnership: Partnership) -> list[Membership]:
    if not user.is_authenticated:
        return []
    return list(Membership.objects.current().filter(partnership=partnership, user=user))


def priority_groups(partnership: Partnership) -> QuerySet[PriorityGroup]:
    return PriorityGroup.objects.filter(partnership=partnership).order_by(reading_column("name"))


def sides_with_members(partnership: Partnership) -> set[str]:
    return set(members(partnership).values_list("side", flat=True))


@dataclass(frozen=True)
class PartnershipFacts:
    """What a partnership's home page shows of the partnership itself."""

    organisations: list[Organisation]
    groups: list[PriorityGroup]
    charter: Charter | None
    gates: list[Gate]

    @property
    def signed_by(self) -> set[str]:
        return {signature.side for signature in self.charter.signatures.all()} if self.charter else set()


def partnership_facts(partnership: Partnership) -> PartnershipFacts:
    return PartnershipFacts(
        organisations=list(organisations(partnership)),
        groups=list(priority_groups(partnership)),
        charter=charter(partnership),
        gates=phase_gates(partnership),
    )
