"""An audit log that takes no entry: what was to be logged may not be kept either."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest


def _refuse(*_args: object, **_fields: object) -> None:
    raise RuntimeError("the log is full")


@contextmanager
def full_audit_log() -> Iterator[None]:
    """Every entry fails meanwhile, and with it what the block does."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("saathi.audit.record", _refuse)
        with pytest.raises(RuntimeError, match="log is full"):
            yield
