from cyfran.ground.notifications.tasks import token_of


def addresses(universe, now):
    return {"notifications": {"token": token_of(universe.users["member"])}}
