from cyfran.ground.people.models import Identity, Participant


def may_link(user, participant: Participant) -> bool:
    """A participant's record can be kept with one account, by the person who holds its code."""
    return (
        user.is_authenticated
        and not Identity.objects.filter(participant=participant).exclude(user=user).exists()
    )
