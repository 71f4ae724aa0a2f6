from django.apps import AppConfig


class RoomsConfig(AppConfig):
    name = "cyfran.discover.rooms"
    label = "rooms"

    def ready(self) -> None:
        from cyfran.discover.rooms.views.early import answer_early
        from cyfran.discover.rooms.views.phone import resolve_room_code
        from cyfran.ground.people.views import register_code_resolver
        from cyfran.ui.early_answers import register_early_answer

        register_early_answer("/r/", answer_early)
        register_code_resolver(resolve_room_code)
