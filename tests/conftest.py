"""Fixtures of all tests: the database as the web role sees it, and the cast."""

import gc
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.auth.hashers import ScryptPasswordHasher
from django.db import connections
from django.db.backends.signals import connection_created
from django.utils import translation

from saathi.infra import thresholds
from tests import browser_support, databases, prepared
from tests.engines import examples  # noqa: F401 - loads the profile of random examples

if TYPE_CHECKING:
    from saathi.agencies.models import Staff
    from saathi.people.models import Child
    from saathi.protection.casework.cases.models import Case
    from tests.clients import StaffClient


# Slow, and in `make test-fast` all the same: whether both locks open for the same persons.
LOCKS = ("test_two_locks.py", "test_bundle_locks.py")
OPS = Path(__file__).resolve().parent / "ops"  # whole installations

# The demo in a browser, for tests/browser and tests/journeys.
pytest_plugins = ["tests.browser.fixtures"]


# What is collected stays to the end: no garbage is looked for until then (`pytest_collection_finish`).
gc.disable()

# The cost of a password is right in production (tests/asvs/test_answers.py); here hundreds are made.
ScryptPasswordHasher.work_factor = 2**4


def _as_web_role(connection: Any, **_: object) -> None:
    """Every connection of a test starts as the web role, as in production.

    Those that a test opens of its own forget their statements as psycopg does.
    """
    if connection is connections["default"]:
        prepared.keep_statements(connection.connection)
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE saathi_app")


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Bytes are numbered, never shown: a file made while collecting holds the time, another in each worker."""
    return argname if isinstance(val, bytes | bytearray) else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Long ones first, in the order that chance gave them: else one worker waits for the other's last.

    Groups come before them all (pytest-xdist, the largest first). Tests of a file stay together.
    """
    for item in items:
        if item.path.name in LOCKS or not (_takes_time(item) or _opens_a_page(item)):
            item.add_marker("fast")
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: (OPS not in item.path.parents, item.path not in slow))


def _takes_time(item: pytest.Item) -> bool:
    return any(map(item.get_closest_marker, ("slow", "browser", "deploy", "examples")))


def _opens_a_page(item: pytest.Item) -> bool:
    """Whether its name says so, or it uses a browser or signs a person in."""
    code = getattr(getattr(item, "function", None), "__code__", None)
    if item.path.parent.name == "sign_in" or "screens" in item.path.name:
        return True
    return "client" in getattr(item, "fixturenames", ()) or (
        code is not None and "signed_in" in code.co_names
    )


def pytest_collection_finish() -> None:
    """Shared objects stay to the end, so they are excluded from garbage collection.

    What a page leaves behind is looked through fifty times less often than in a server.
    """
    gc.enable()
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 20)


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: object) -> Iterator[None]:
    """A fresh database for this worker, copied from the migrated template."""
    name = f"test_{os.environ.get('PYTEST_XDIST_WORKER', 'only')}"
    databases.copy_template(name)
    connection_created.connect(_as_web_role)
    connections["default"].close()
    connections["default"].settings_dict["NAME"] = name
    yield
    connections["default"].close()


@pytest.fixture(autouse=True)
def _refusals_on_the_same_connection() -> None:
    """In a test that is rolled back, separate commits would wait for the test's own rows."""
    connections["refusals"] = connections["default"]


@pytest.fixture(autouse=True)
def _language_ends_with_the_test() -> Iterator[None]:
    """A page leaves its language to the thread until the next request: not to the next test."""
    yield
    translation.deactivate()


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """What pytest-playwright starts Chromium with."""
    return browser_support.launch_options()


@pytest.fixture
def ample_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk with room: the health page refuses on a full one, and this machine's may be."""
    space = thresholds.DiskSpace(thresholds.LARGE_DISK_BYTES, thresholds.LARGE_DISK_BYTES)
    monkeypatch.setattr(thresholds, "disk_space", lambda _folder: space)


@pytest.fixture
def client() -> "StaffClient":
    """A browser; a person signed in with `force_login` has proved their second factor."""
    from tests.clients import StaffClient

    return StaffClient()


# Models and factories are imported when they are asked for: Django is not set up before.
@pytest.fixture
def worker() -> "Staff":
    """A case worker of an office of its own."""
    from tests.factories import agencies

    return agencies.staff()


@pytest.fixture
def supervisor(worker: "Staff") -> "Staff":
    """Who leads the office of the worker."""
    from tests.factories import agencies

    return agencies.staff("supervisor", worker.office)


@pytest.fixture
def case(worker: "Staff") -> "Case":
    """A case of the worker."""
    from tests.factories import children

    return children.case(worker)


@pytest.fixture
def child(case: "Case") -> "Child":
    """The child of the case."""
    return case.child
