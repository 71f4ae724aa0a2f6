from cyfran.core.accounts.rules import may_run_site


def may_import_places(user) -> bool:
    """Places are shared by all partnerships of a site, so only its operators may import them."""
    return may_run_site(user)
