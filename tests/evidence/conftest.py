"""The staff who prepare and approve releases; protection that does not look for long."""

from collections.abc import Iterator

import pytest

from saathi.agencies.models import Staff
from saathi.engines.disclosure import protect
from tests.factories import agencies


@pytest.fixture(scope="module", autouse=True)
def _short_search() -> Iterator[None]:
    """The fewest cells to hide are looked for in two seconds, not fifteen: any choice must be safe.

    How few they can be is tested with the engine.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(protect, "PROVEN_SECONDS", 2.0)
        yield


@pytest.fixture
def preparer() -> Staff:
    """The person who prepares."""
    return agencies.staff("rapporteur")


@pytest.fixture
def second(preparer: Staff) -> Staff:
    """A second person of the same office, who approves."""
    return agencies.staff("oversight", preparer.office)
