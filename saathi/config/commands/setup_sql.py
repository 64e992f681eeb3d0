"""Print the script that prepares your own PostgreSQL server, and save its passwords."""

import argparse
import secrets
import sys
from pathlib import Path
from urllib.parse import quote

from saathi.config import start
from saathi.config.env import SettingError
from saathi.infra import roles

SETTINGS_OF_ALL = Path("/etc/saathi/saathi.env")  # written by `saathi install`


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds the server's location, and the file for addresses with passwords."""
    parser.add_argument("--server", default="localhost:5432", help="host:port, for the addresses")
    parser.add_argument("--database", default=roles.DATABASE)
    parser.add_argument("--addresses", type=Path, default=Path("saathi.env"), help="a new file")


def run(options: argparse.Namespace) -> int:
    """Prints the script for psql; writes the addresses to a file that only the operator can read."""
    if options.addresses.absolute() == SETTINGS_OF_ALL:
        raise SettingError(
            f"{SETTINGS_OF_ALL} is read by every service and must hold no password. Name another file "
            "with --addresses, such as /root/saathi.env."
        )
    words = {name: secrets.token_urlsafe(32) for name in roles.password_roles()}
    try:
        script = roles.setup_sql(words, options.database)
    except ValueError as error:
        raise SettingError(str(error)) from None
    lines = []
    for role, word in words.items():
        if role == roles.REPLICATOR.name:
            # For `pg_basebackup` and `primary_conninfo`: this address leads to no database of
            # Saathi.
            lines.append(f"SAATHI_REPLICATOR_URL=postgresql://{role}:{word}@{options.server}/")
            continue
        name = start.setting(role.removeprefix("saathi_"))
        lines.append(
            f"{name}=postgresql://{role}:{quote(word, safe='')}@{options.server}/{options.database}"
        )
    try:
        options.addresses.touch(mode=0o600, exist_ok=False)
    except FileExistsError:
        raise SettingError(
            f"{options.addresses} is there already, perhaps with passwords in use. Move it away, or "
            "name another file with --addresses."
        ) from None
    options.addresses.write_text("\n".join(lines) + "\n", encoding="ascii")
    print(
        f"saathi: The addresses with passwords are in {options.addresses.absolute()}, readable by you "
        "alone. Give the file to `saathi install --addresses`, then remove it.",
        file=sys.stderr,
    )
    print(script)
    return 0
