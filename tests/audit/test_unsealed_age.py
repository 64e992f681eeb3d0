"""The age of the oldest unsealed entry: what every role may ask, and what is then told."""

import pytest

from saathi.infra import roles
from tests.audit.logs import Log

pytestmark = pytest.mark.slow

AGE = "SELECT audit_oldest_unsealed_seconds()"


def age(log: Log, role: str = "app") -> float:
    row = log.connect(role).execute(AGE).fetchone()
    assert row is not None
    return float(row[0])


def age_entries(log: Log, seconds: int) -> None:
    with log.as_owner() as owner:
        owner.execute("UPDATE audit_entry SET at = at - make_interval(secs => %s)", [seconds])


def test_every_role_may_ask_for_the_age_of_the_oldest_unsealed_entry(log: Log) -> None:
    for role in roles.login_roles():
        assert age(log, role.removeprefix("saathi_")) == 0


def test_unsealed_age_is_that_of_the_oldest_entry_and_ends_with_its_sealing(log: Log) -> None:
    log.write(1)
    age_entries(log, 500)
    log.write(1)
    assert 500 <= age(log) < 530
    log.seal(2)
    assert age(log) == 0
    log.write(1)
    assert 0 < age(log) < 30
