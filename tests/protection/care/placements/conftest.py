"""The people around one child."""

import pytest

from tests.desk import cast
from tests.desk.cast import ChildFileCast


@pytest.fixture
def around() -> ChildFileCast:
    return cast.around()
