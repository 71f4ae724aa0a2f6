def may_import_places(user) -> bool:
    """Places are shared by all partnerships of a site, so only its operators may import them."""
    return user.is_authenticated and user.is_active and user.is_operator
