"""The missing key files and secrets of a home. Needs neither Django nor the database."""

from collections.abc import Mapping
from pathlib import Path

from saathi.audit import signing_keys as audit_keys
from saathi.config import home as homes

type Problem = tuple[str, str]

PUT_BACK = homes.PUT_BACK


def list_missing_key_files(
    home: Path, given: Mapping[str, str], *, with_vault: bool = True
) -> list[Problem]:
    """Problem and remedy for each missing file of an installation that has data.

    `given` are the settings. Without `with_vault`, the vault's keys are left to a check that
    queries the database for those in use.
    """
    problems = [
        homes.missing_secret_problem(home, name) for name in homes.list_missing_secrets(home, given)
    ]
    if with_vault:
        problems += _missing_vault_keys(home)
    signing = audit_keys.signing_key_path(home)
    if not signing.exists() and any(audit_keys.verify_keys_folder(home).glob("audit-*.pub")):
        lost = f"{signing} is missing: the audit log is sealed with it"
        problems.append((lost, f"{PUT_BACK} A new key cannot continue the log."))
    return problems


def _missing_vault_keys(home: Path) -> list[Problem]:
    """Missing vault keys; if both kinds are missing, only the database knows if any existed."""
    problems = []
    root = any((home / "keys").glob("root-*.key"))
    token = (home / "keys" / "token.key").exists()
    if token and not root:
        lost = f"{home / 'keys'} holds no root key (root-….key): names of children open with it"
        problems.append((lost, PUT_BACK))
    if root and not token:
        lost = f"{home / 'keys' / 'token.key'} is missing: children are found by name with it"
        problems.append((lost, PUT_BACK))
    return problems
