"""`saathi migrate` is killed while it fills an empty database; run again, it finishes."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from saathi.infra.embedded import EmbeddedServer
from tests.ops.homes import python, saathi
from tests.ops.killing import Place, run_and_kill

pytestmark = [pytest.mark.slow, pytest.mark.deploy]
DIFFERENCES = """
from saathi.config.doctor import catalogue
print(catalogue.describe_differences(catalogue.describe_objects(), catalogue.expected_objects()))
"""
RECORD = ("django.db.migrations.recorder", "record_applied")
RIGHTS = Place("saathi.agencies.row_security", "apply")


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    tmp_path.chmod(0o755)
    place = tmp_path / "home"
    yield place
    EmbeddedServer(place).remove()


def test_migrate_killed_before_a_migration_was_recorded_is_resumed(home: Path) -> None:
    run_and_kill(home, Place(*RECORD), "migrate")  # the first has foreign keys
    run_and_kill(home, Place(*RECORD, "return", 9), "migrate")
    run_and_kill(home, RIGHTS, "migrate")
    saathi(home, "migrate")
    assert python(home, "migrate", DIFFERENCES) == "[]"
