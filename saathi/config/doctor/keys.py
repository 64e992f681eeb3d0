"""Checks of the key files and secrets in the home."""

import os
from pathlib import Path

from django.conf import settings

from saathi.agencies import schema_state
from saathi.config import home as homes
from saathi.config import key_files
from saathi.config.doctor.findings import Check, Problems
from saathi.infra import private_files
from saathi.vault import store as vault


def _missing() -> Problems:
    # The check of migrations reports an installation that was never set up.
    if not homes.is_home_unused(Path(settings.HOME)) or schema_state.was_migrated():
        yield from key_files.list_missing_key_files(
            Path(settings.HOME), os.environ, with_vault=False
        )


def _keys() -> Problems:
    try:
        vault.check_root_key()
    except vault.RootKeyUnusable as error:
        yield (
            str(error),
            key_files.PUT_BACK,
        )
    folder = Path(settings.HOME) / "keys"
    for file in (*folder.glob("*.key"), *(Path(settings.HOME) / "secrets").glob("*")):
        if private_files.is_exposed(file):
            yield f"{file.name} can be read by others", private_files.exposure_remedy(file)


LOOKS: dict[str, Check] = {"key files": _missing, "keys": _keys}
