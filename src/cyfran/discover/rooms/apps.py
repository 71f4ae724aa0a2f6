from django.apps import AppConfig


class RoomsConfig(AppConfig):
    name = "cyfran.discover.rooms"
    label = "rooms"

    def ready(self) -> None:
        from cyfran.discover.rooms.views.early import answer_now
        from cyfran.discover.rooms.views.phone import resolve_room_code
        from cyfran.ground.people.views import register_code_resolver
        from cyfran.ui.middleware import register_short_circuit

        register_short_circuit("/r/", answer_now)
        register_code_resolver(resolve_room_code)
