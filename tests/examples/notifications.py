from cyfran.ground.notifications.models import Subscription
from cyfran.ground.notifications.tasks import token_of, token_to_stop

ERASED = {"notifications.Subscription"}
PUBLIC_PAGES = ["notifications/follow/partnerships/dyffryn-gwynlas/"]


def addresses(universe, now):
    partnership = universe.partnership
    subscription = Subscription.objects.create(
        partnership=partnership, email="a@example.org", language="en", at=now
    )
    theme = {"slug": partnership.slug, "kind": "theme", "pk": partnership.themes.first().pk}
    token = {"token": token_to_stop(subscription)}
    return {
        "notifications": {"token": token_of(universe.users["member"])},
        "notifications:follow_partnership": {"slug": partnership.slug},
        "notifications:follow_node": theme,
        "notifications:follow_place": {"code": partnership.place.code},
        "notifications:confirm": token,
        "notifications:stop": token,
    }
