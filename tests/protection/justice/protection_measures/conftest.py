"""The people around a child with proceedings."""

from tests.protection.justice.proceedings.conftest import court

__all__ = ["court"]
