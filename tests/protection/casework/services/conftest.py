"""Those who keep the directory of services."""

from tests.keepers import keeper, second, submitted

__all__ = ["keeper", "second", "submitted"]
