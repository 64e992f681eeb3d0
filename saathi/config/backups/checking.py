"""Checks a backup by restoring it into a scratch home, which is removed afterwards."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from saathi.config.backups import scratch_homes
from saathi.config.backups.archives import BackupError
from saathi.config.backups.restore_data import BackupSources
from saathi.config.backups.scratch_homes import ScratchHome
from saathi.infra.embedded import EmbeddedServerError
from saathi.vault.root_keys import write_key


def check_backup(sources: BackupSources, folder: Path, erasures: Path | None) -> Iterator[str]:
    """Lines that say what was verified; `BackupError` if the backup cannot be restored."""
    yield "They are loaded into a scratch database now; that takes as long as a restore."
    try:
        with scratch_homes.home(folder, size=sources.size) as place:
            results = restore_into(place, sources, erasures)
    except EmbeddedServerError as error:
        raise BackupError(
            "The archives were only read to their ends, NOT loaded: no scratch database can be started "
            f"here ({error}). Check them on a machine where `saathi demo` runs."
        ) from None
    yield (
        f"{results['rows']} rows of {results['tables']} tables were loaded, as many as were backed up, and "
        f"brought to the schema of this version in {results['seconds']:.0f} s."
    )
    yield (
        f"{results['findable']} children opened and can be found by name; {results['without_key']} have no "
        f"key; {results['erased_again']} keys of erased files were destroyed again."
    )
    yield "The audit log is sound. The scratch database is removed."


def restore_into(
    place: ScratchHome, sources: BackupSources, erasures: Path | None
) -> dict[str, Any]:
    """Restores a backup into a scratch home; returns what the restore and `audit verify` reported.

    The archive keys are passed as files in the scratch home, never on a command line.
    """
    report = place.home / "report.json"
    opened_with = place.home / "opened-with"
    opened_with.mkdir(mode=0o700, exist_ok=True)
    write_key(opened_with / "data.key", sources.data_key)
    write_key(opened_with / "keys.key", sources.keys_key)
    words: list[str | Path] = ["restore", sources.data, sources.keys]
    words += ["--data-key", opened_with / "data.key"]
    words += ["--keys-key", opened_with / "keys.key"]
    words += ["--keys-of-another-backup", "--report", report]
    if erasures is not None:
        words += ["--erasures", erasures]
    place.run(*words)
    result: dict[str, Any] = json.loads(report.read_text(encoding="ascii"))
    return result
