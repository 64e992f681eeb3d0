"""How many random examples a property draws: a quarter in `make test`, all in `make test-deploy`."""

import os
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import settings

ARE_ALL_DRAWN = os.environ.get("SAATHI_TEST_EXAMPLES") == "all"


def examples[F: Callable[..., None]](number: int, **options: Any) -> Callable[[F], F]:
    """Draws this number of examples where all are drawn, else a quarter of them.

    Tests of this kind are marked, so that `make test-deploy` runs them again with all.
    """
    drawn = number if ARE_ALL_DRAWN else max(2, number // 4)

    def decorate(test: F) -> F:
        return pytest.mark.examples(settings(max_examples=drawn, **options)(test))

    return decorate
