from django.apps import AppConfig


class RoomsConfig(AppConfig):
    name = "cyfran.discover.rooms"
    label = "rooms"

    def ready(self) -> None:
        from cyfran.discover.rooms.views.early import answer_now
        from cyfran.discover.rooms.views.phone import door_to_a_room
        from cyfran.ground.people.views import put_door
        from cyfran.ui.middleware import answer_early

        answer_early("/r/", answer_now)
        put_door(door_to_a_room)
