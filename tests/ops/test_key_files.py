"""A missing key file is reported, never recreated beside data, and restored from a backup."""

from pathlib import Path

from saathi.audit import signing_keys as audit_keys
from saathi.config import start
from saathi.config.home import REPLACEABLE, SECRETS
from saathi.infra.embedded import EmbeddedServer
from tests.ops.homes import migrated, saathi

SIGNING = "keys/audit-signing.key"
LOST = (*(f"secrets/{name}" for name in SECRETS), SIGNING, "keys/token.key")


def lose(home: Path) -> dict[str, bytes]:
    """Removes every key file of the home but the root key; what they held."""
    held = {name: (home / name).read_bytes() for name in LOST}
    for name in LOST:
        (home / name).unlink()
    return held


def test_missing_keys_are_restored_from_backup_and_never_recreated(
    tmp_path: Path,
) -> None:
    home, backups = tmp_path / "home", tmp_path / "backups"
    migrated(home)
    with EmbeddedServer(home):
        audit_keys.create_signing_key(home)
        saathi(home, "backup", "--to", backups)
        held = lose(home)

        output = saathi(home, "doctor", good=False)
        assert [name for name in LOST if str(home / name) not in output] == []
        assert output.count("saathi restore-keys ARCHIVE") == len(LOST)

        for words in (("sign-out", "--everybody"), ("migrate",), ("create-agency", *FOUNDING)):
            output = saathi(home, *words, good=False)
            assert f"{home}/secrets/secret-key is missing: " in output
            assert "sign-in details are sealed with it" in output
        made = {name for name in SECRETS if (home / "secrets" / name).exists()}
        assert made == REPLACEABLE  # by `migrate`, as an upgrade needs

        archive = next(backups.glob("saathi-keys-*.sealed"))
        output = saathi(home, "restore-keys", archive)
        assert output.count("put back: ") == len(LOST) - len(REPLACEABLE)
        assert (home / "secrets" / "secret-key").read_bytes() == held["secrets/secret-key"]
        assert "key files" not in saathi(home, "doctor", good=False).replace("ok    key files", "")
        assert "No file of this archive was missing" in saathi(home, "restore-keys", archive)


FOUNDING = (
    *("--country", "NPL", "--agency", "Office", "--office", "Centre"),
    *("--name", "Asha", "--email", "asha@example.org"),
)


def test_a_database_that_has_data_gives_a_new_home_no_secret(tmp_path: Path) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    migrated(old)
    with EmbeddedServer(old) as server:
        addresses = {
            start.setting(role): server.url(f"saathi_{role}")
            for role in ("app", "owner", "maintenance")
        }
        output = saathi(new, "migrate", good=False, **addresses)
    assert f"{new}/secrets/context-key is missing" in output
    assert "restore-keys" in output
    assert not (new / "secrets" / "secret-key").exists()


def test_commands_on_new_home_ask_for_setup_and_create_nothing(tmp_path: Path) -> None:
    home = tmp_path / "home"
    with EmbeddedServer(home):
        output = saathi(home, "doctor", good=False)
        assert "Run `saathi migrate`." in output
        assert "restore-keys" not in output
        output = saathi(home, "sign-out", "--everybody", good=False)
    assert output == "saathi: The database was never migrated. Run `saathi migrate` first.\n"
    assert [name for name in SECRETS if (home / "secrets" / name).exists()] == []
