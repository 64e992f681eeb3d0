"""List, export or remove uploads in which malware was found."""

import argparse
import os
from pathlib import Path

from saathi.config import start
from saathi.config.env import SettingError


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds the actions and their files."""
    parser.add_argument("what", choices=("list", "export", "remove"))
    parser.add_argument("id", nargs="?", help="as `list` shows it")
    parser.add_argument("--to", type=Path, help="for `export`: where the file is written, live")


def run(options: argparse.Namespace) -> int:
    """Works as the maintenance role; files come out only by `export`."""
    with start.process("maintenance"):
        from saathi.vault import quarantine

        files = {kept.id: kept for kept in quarantine.list_quarantined_files()}
        if options.what == "list":
            for kept in files.values():
                print(f"{kept.id}  {kept.at}  {kept.size} bytes  {kept.malware}  sent by {kept.by}")
            if not files:
                print("No file is in quarantine.")
            return 0
        if options.id not in files:
            raise SettingError(
                "No file in quarantine has this id; `saathi quarantine list` shows all."
            )
        if options.what == "remove":
            quarantine.remove_quarantined_file(options.id)
            print("Removed.")
            return 0
        if options.to is None:
            raise SettingError("Say with --to where the file is to be written. It is live malware.")
        _write(options.to, quarantine.read_quarantined_file(options.id))
        print(f"Written to {options.to}. It is live malware: open it on an isolated machine only.")
    return 0


def _write(path: Path, data: bytes) -> None:
    try:
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise SettingError(f"{path} cannot be written ({error.strerror}).") from None
    with os.fdopen(file, "wb") as out:
        out.write(data)
