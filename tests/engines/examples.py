"""Which random examples a property draws: a quarter in `make test`, all in `make test-deploy`.

They are the same in each run, so that what passes for a developer passes for everyone.
`SAATHI_TEST_EXAMPLES=new` draws others, as many as in `make test-deploy`: to look for what no run has tried.
"""

import os
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

CHOICE = os.environ.get("SAATHI_TEST_EXAMPLES", "")
ARE_ALL_DRAWN = CHOICE in {"all", "new"}

# How long a busy machine takes to draw an example says nothing about the rule that is tested.
settings.register_profile(
    "saathi",
    deadline=None,
    derandomize=CHOICE != "new",
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("saathi")


def examples[F: Callable[..., None]](number: int, **options: Any) -> Callable[[F], F]:
    """Draws this number of examples where all are drawn, else a quarter of them.

    Tests of this kind are marked, so that `make test-deploy` runs them again with all, and CI, which runs
    both, only then.
    """
    drawn = number if ARE_ALL_DRAWN else max(2, number // 4)

    def decorate(test: F) -> F:
        return pytest.mark.repeated(
            pytest.mark.examples(settings(max_examples=drawn, **options)(test))
        )

    return decorate
