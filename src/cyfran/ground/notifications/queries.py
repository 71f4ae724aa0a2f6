"""Queries for notifications."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from django.db.models import Q, QuerySet
from django.urls import reverse

from cyfran.core.accounts.models import User
from cyfran.core.news import NewsItem, news_of, words_of
from cyfran.core.thread.node_types import NodeType, Reader, RenderedNode, node_types
from cyfran.core.thread.queries import later_nodes
from cyfran.ground.notifications.models import DigestChoice, DigestFrequency, Subscription
from cyfran.ground.partnerships.models import Membership, Partnership

MONDAY = 0
PHASES_WITH_NEWS = ("define", "develop", "deliver", "learn")


def frequency_of(user: User) -> str:
    """Return how often someone wants a digest: weekly, where they have not chosen."""
    choice = DigestChoice.objects.filter(user=user).first()
    return choice.frequency if choice else DigestFrequency.WEEKLY


def partnerships_to_notify(today: date) -> dict[User, list[Partnership]]:
    """Return the people who want a digest today, each with the partnerships they are members of."""
    wanted = Q(user__digest_choice__frequency=DigestFrequency.DAILY)
    if today.weekday() == MONDAY:
        wanted |= Q(user__digest_choice__frequency=DigestFrequency.WEEKLY)
        wanted |= Q(user__digest_choice__isnull=True)
    memberships = Membership.objects.current().filter(wanted, user__is_active=True)
    found: dict[User, dict[Partnership, None]] = defaultdict(dict)
    for membership in memberships.select_related("user", "partnership__place").order_by("joined_at", "id"):
        found[membership.user][membership.partnership] = None
    return {user: list(partnerships) for user, partnerships in found.items()}


def confirmed_subscriptions() -> QuerySet[Subscription]:
    related = ("partnership", "place", "participant")
    return Subscription.objects.filter(confirmed_at__isnull=False).select_related(*related).order_by("id")


def subscription_with_id(pk) -> Subscription | None:
    return Subscription.objects.filter(pk=pk).select_related("partnership", "place", "participant").first()


def news_for(subscription: Subscription) -> list[NewsItem]:
    """Return everything public that follows from what somebody follows, whether they know of it or not."""
    if subscription.participant_id:
        return _news_of_words(subscription.participant)
    if subscription.node_id:
        node = (subscription.node_kind, subscription.node_id)
        return list(_news_after([node], subscription.partnership))
    if subscription.place_id:
        here = Partnership.objects.filter(place=subscription.place)
        return [item for partnership in here for item in _news_of_partnership(partnership)]
    return _news_of_partnership(subscription.partnership)


def _news_of_partnership(partnership: Partnership) -> list[NewsItem]:
    reader, items = Reader(partnership.pk, is_member=False), news_of(partnership)
    for node_type in node_types():
        if node_type.phase in PHASES_WITH_NEWS:
            shown = node_type.show(node_type.queryset(reader), reader)
            items += [_item(node_type, pk, rendered, partnership) for pk, rendered in shown.items()]
    return items


def _news_of_words(participant) -> list[NewsItem]:
    items = {}
    keys = words_of(participant)
    for partnership in Partnership.objects.filter(conversations__participations__participant=participant):
        items |= {item.key: item for item in _news_after(keys, partnership)}
    return list(items.values())


def _news_after(keys: list, partnership: Partnership) -> Iterator[NewsItem]:
    for node in later_nodes(keys, Reader(partnership.pk, is_member=False)):
        yield _item(node.node_type, node.pk, node.rendered, partnership)


def _item(node_type: NodeType, pk, rendered: RenderedNode, partnership: Partnership) -> NewsItem:
    if node_type.address:
        path = reverse(node_type.address, args=[partnership.slug, pk])
    else:
        path = reverse("partnerships:thread", args=[partnership.slug, node_type.kind, pk])
    return NewsItem(f"{node_type.kind}:{pk}", node_type.name, rendered.words, path)
