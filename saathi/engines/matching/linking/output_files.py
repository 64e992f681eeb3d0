"""Checks where results will be written before the work is done, not after an hour of it."""

import os
from pathlib import Path

from saathi.engines.matching.linking.record_files import UnreadableFile


def check_output(out: Path | None, *inputs: Path | None) -> None:
    """Nothing, if the file can be written; else `UnreadableFile` says why it cannot."""
    if out is None:
        return
    folder = out.parent
    if out.is_dir():
        reason = "it is a folder"
    elif any(given is not None and _is_same(out, given) for given in inputs):
        reason = "it is one of the files of records"
    elif not folder.is_dir():
        reason = f"there is no folder {folder}"
    elif not os.access(out if out.exists() else folder, os.W_OK):
        reason = "permission denied"
    else:
        return
    raise UnreadableFile(f"{out} cannot be written: {reason}.")


def _is_same(one: Path, other: Path) -> bool:
    return one.exists() and other.exists() and one.samefile(other)
