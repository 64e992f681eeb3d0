"""Checks of the key files and secrets in the home."""

import stat
from pathlib import Path

from django.conf import settings

from saathi.config.doctor.findings import Check, Problems
from saathi.vault import store as vault


def _keys() -> Problems:
    try:
        vault.check_root_key()
    except vault.RootKeyMissing as error:
        yield str(error), "Put the key back from the key backup."
    folder = Path(settings.HOME) / "keys"
    for file in (*folder.glob("*.key"), *(Path(settings.HOME) / "secrets").glob("*")):
        if stat.S_IMODE(file.stat().st_mode) & 0o077:
            yield f"{file.name} can be read by others", f"Run: chmod 600 {file}"


LOOKS: dict[str, Check] = {"keys": _keys}
