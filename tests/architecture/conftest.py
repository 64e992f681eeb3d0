"""The world of the access matrix, for whoever asks who may."""

import pytest

from tests.architecture import matrix_world


@pytest.fixture
def world() -> matrix_world.World:
    return matrix_world.made()
