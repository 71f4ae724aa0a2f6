from cyfran.ground.people.models import Identity, Participant


def may_link(user, participant: Participant) -> bool:
    """Return whether the user may link this participant to their account: no other account is linked to it."""
    return (
        user.is_authenticated
        and not Identity.objects.filter(participant=participant).exclude(user=user).exists()
    )
