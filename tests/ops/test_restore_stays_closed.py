"""A restore on a machine prepared by `saathi install`: interrupted, with a changed log, opened."""

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from saathi.audit import signing_keys as audit_keys
from saathi.audit.heads import HeadsFileSink
from saathi.audit.sealer import heads_path
from saathi.config import home as homes
from saathi.infra.embedded import EmbeddedServer
from tests.ops.homes import saathi, said_by
from tests.ops.test_restore import give_backup_keys, only, recorded, seal_once

pytestmark = [pytest.mark.slow, pytest.mark.deploy]
# Ctrl-C after the rows were committed, before that is said.
INTERRUPTED = """
import builtins
from saathi.config import command
say = builtins.print
def interrupted(*words, **named):
    if "rows were loaded" in str(words):
        raise KeyboardInterrupt
    say(*words, **named)
builtins.print = interrupted
say("code", command.main(WORDS))
"""
CLOSED = "restore"


@pytest.fixture
def first(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path / "first"
    EmbeddedServer(tmp_path / "first").remove()


@pytest.fixture
def second(tmp_path: Path) -> Iterator[Path]:
    """A home as `saathi install` leaves it: with secrets and a signing key that sealed nothing."""
    home = tmp_path / "second"
    homes.prepare(home)
    audit_keys.create_signing_key(home)
    for marker in audit_keys.marker_paths(home):
        marker.touch()
    yield home
    EmbeddedServer(home).remove()


def remove_a_sealed_entry(home: Path) -> None:
    with (
        EmbeddedServer(home) as server,
        psycopg.connect(server.url("saathi_owner"), autocommit=True) as owner,
    ):
        owner.execute("ALTER TABLE audit_entry NO FORCE ROW LEVEL SECURITY")
        row = owner.execute("SELECT tableoid::regclass::text, id FROM audit_entry ORDER BY at")
        table, id_ = row.fetchall()[0]
        for statement in (
            f"ALTER TABLE {table} DISABLE TRIGGER USER",
            f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY",
            f"DELETE FROM {table} WHERE id = '{id_}'",
        ):
            owner.execute(statement.encode())


def test_interrupted_restore_stays_closed_until_its_log_was_verified(
    first: Path, second: Path, tmp_path: Path
) -> None:
    by, codes = recorded(first)
    seal_once(first)
    out = tmp_path / "out"
    saathi(first, "backup", "--to", out)
    kept = give_backup_keys(first, tmp_path / "safe")
    restore = ["restore", only(out, "data"), only(out, "keys"), *kept]
    saathi(first, "erase", codes["Rokeya"], "--reason", "asked", "--by", by, "--yes")
    saathi(first, "backup", "--to", out, "--only-erasures")
    unused = audit_keys.load_signing_key(second).public_key()

    said = said_by(second, INTERRUPTED.replace("WORDS", repr([str(word) for word in restore])))
    assert said.endswith("code 130"), said
    assert CLOSED in saathi(second, "sign-out", "--everybody", good=False)
    assert audit_keys.short_key_id(unused) not in "".join(map(str, (second / "audit").iterdir()))

    remove_a_sealed_entry(second)
    said = saathi(second, *restore, good=False)
    assert "1 keys of erased files were destroyed again" in said
    assert "the audit log is not sound: see above. The database stays closed" in said
    assert CLOSED in saathi(second, "sign-out", "--everybody", good=False)

    said = saathi(second, *restore, "--open-although-log-is-unsound")
    assert "THE AUDIT LOG WAS TAMPERED WITH" in said
    saathi(second, "sign-out", "--everybody")
    assert HeadsFileSink(heads_path(second)).last_head() is not None
