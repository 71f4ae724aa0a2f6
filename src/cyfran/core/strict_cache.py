"""The cache in the database, which says when it cannot be written."""

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.db import DatabaseCache
from django.db import OperationalError


class StrictDatabaseCache(DatabaseCache):
    """Raises where Django's own keeps silent: limits that are counted in it would refuse everyone, or nobody.

    A key that is there was written by somebody, perhaps at the same moment: that is no failure.
    """

    def set(self, key, value, timeout=DEFAULT_TIMEOUT, version=None) -> None:
        full_key = self.make_and_validate_key(key, version=version)
        if not self._base_set("set", full_key, value, timeout) and not self.has_key(key, version):
            raise OperationalError("the cache cannot be written")

    def add(self, key, value, timeout=DEFAULT_TIMEOUT, version=None) -> bool:
        is_added = super().add(key, value, timeout, version)
        if not is_added and not self.has_key(key, version):
            raise OperationalError("the cache cannot be written")
        return is_added
