"""F18: the database is down when a process starts: one plain sentence, and a quick exit."""

import time
from pathlib import Path

import pytest

from saathi.config import start
from saathi.infra.roles import login_roles
from tests.ops.homes import saathi
from tests.ops.test_schema_of_another_version import RESTING

pytestmark = pytest.mark.slow

QUICK_SECONDS = 30  # of a machine that does much else; alone it takes two
DOWN = {
    start.setting(
        role.removeprefix("saathi_")
    ): f"postgresql://{role}:hidden-word@127.0.0.1:1/saathi"
    for role in login_roles()
}
SENTENCE = (
    "saathi: The database at 127.0.0.1:1 does not answer: Connection refused. Start it, or correct "
    "its address in SAATHI_DATABASE_URL and the settings that begin with that name.\n"
)


@pytest.mark.parametrize(
    "command", ["work", "run-exchange-jobs", "seal", "backup", "count-register"]
)
def test_command_with_its_database_down_ends_with_one_sentence(
    tmp_path: Path, command: str
) -> None:
    (tmp_path / "home" / "keys").mkdir(parents=True)
    began = time.monotonic()
    output = saathi(tmp_path / "home", command, *RESTING[command], good=False, **DOWN)
    assert output == SENTENCE
    assert time.monotonic() - began < QUICK_SECONDS


def test_serve_with_its_database_down_ends_with_one_sentence(tmp_path: Path) -> None:
    output = saathi(tmp_path / "home", "serve", "--port", "1", good=False, **DOWN)
    assert output == f"{SENTENCE}saathi: Nothing is served; see above.\n"


def test_doctor_and_migrate_with_the_database_down_say_so_once(tmp_path: Path) -> None:
    (tmp_path / "home" / "keys").mkdir(parents=True)
    for command in ("doctor", "migrate"):
        output = saathi(tmp_path / "home", command, good=False, **DOWN)
        assert output.count("does not answer") == 1
        assert "Traceback" not in output
        assert "hidden-word" not in output
