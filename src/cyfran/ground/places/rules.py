def may_import_places(user) -> bool:
    """Places belong to everybody on this site, so only those who run it add them."""
    return user.is_authenticated and user.is_active and user.is_operator
