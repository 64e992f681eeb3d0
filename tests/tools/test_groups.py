"""Tests that share what is dear to make (`xdist_group`) run in one worker: the demo starts once."""

import os

import pytest

pytestmark = pytest.mark.xdist_group("the group of this test")


def test_the_marks_of_groups_are_heeded(request: pytest.FixtureRequest) -> None:
    # pytest 9.2 dropped them silently: each worker then made everything for itself.
    if "PYTEST_XDIST_WORKER" in os.environ:
        assert request.node.nodeid.endswith("@the group of this test")
