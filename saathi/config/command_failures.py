"""How a failed command ends: with one sentence that says what to do, never a traceback.

The sentence quotes no error of PostgreSQL or of a library, because those contain values. An
unexpected error is written to a log in the home, redacted like every log: types and code locations,
no values.
"""

import errno
import logging
import os
import sys
import traceback
from collections.abc import Iterator
from pathlib import Path

from saathi.config import env
from saathi.infra.redaction import JsonLineFormatter

LOG = Path("logs") / "commands.jsonl"
MOST_LOG_BYTES = 1024 * 1024  # at this size it is renamed, and the previous one is deleted

LONGEST_REASON = 500  # maximum length of a reason in a file
# Saathi errors whose message is meant for the operator. By name: importing most of them needs
# Django.
OWN = frozenset(
    {
        "saathi.config.env.SettingError",
        "saathi.engines.matching.csv_files.CsvFileError",
        "saathi.config.backups.archives.BackupError",
        "saathi.infra.embedded.errors.EmbeddedServerError",
        "saathi.infra.optional_packages.PartNotInstalled",
        "saathi.vault.errors.VaultError",
        "saathi.audit.signing_keys.KeyMissing",
        "saathi.audit.sealer_marker.SealingRefused",
        "saathi.evidence.warehouse.errors.WarehouseError",
        "saathi.evidence.releases.table_protection.ReleaseNotProtectable",
        "saathi.engines.disclosure.errors.InputError",
    }
)
# PostgreSQL error codes or prefixes of them; the longest match decides.
OF_THE_DATABASE = {
    "": "The database cannot be reached, or refuses the address or the password that is set for it. "
    "Is it running? `saathi doctor` says more.",
    "08": "The connection to the database broke off. Run the command again.",
    "28": "The database refuses the role or its password. Set the address of SAATHI_DATABASE_URL anew.",
    "42501": "The database refuses this to the role of this command. Run `saathi migrate`; if that does "
    "not help, run the set-up script again (docs/operations.md).",
    "42P01": "A table is missing. Run `saathi migrate` first.",
    "42703": "A column is missing. Run `saathi migrate` first.",
    "53100": "The disk of the database is full. Make room, then run the command again.",
    "53300": "The database has no connection left. Run the command again when fewer people work.",
    "53": "The database lacks memory or disk. Make room, then run the command again.",
    "55P03": "The work of other people was in the way for too long. Run the command again when fewer "
    "people work.",
    "40": "The work of other people was in the way. Run the command again.",
    "57": "The database was stopped meanwhile. Run the command again when it runs.",
    "58": "The database cannot read or write its own files. Look at its disk and its log.",
    "XX": "The database reports damage. Look at its log before you run anything else.",
}
KNOWN_WITHOUT_CODE = ("psycopg.OperationalError", "psycopg_pool.PoolTimeout")


def describe_failure(error: BaseException, command: str) -> str:
    """The sentence for an error; an unexpected one is written to the log first."""
    if env.flag("SAATHI_DEBUG", default=False) and not _has_plain_text(error):
        traceback.print_exception(error, file=sys.stderr)
    for cause in _causes(error):
        sentence = _sentence(cause)
        if sentence:
            return sentence
    name = type(error).__name__
    return f"`saathi {command}` failed with an unexpected error ({name}). {_write(error)}"


def failure_reason(error: BaseException) -> str:
    """The reason for a failure, for a file that others read: our sentence or the error's type."""
    if not isinstance(error, Exception):
        return "It was stopped before its end."
    for cause in _causes(error):
        if known := _sentence(cause):
            return known[:LONGEST_REASON]
    return f"The error was {type(error).__name__}."


def _sentence(error: BaseException) -> str:
    if _has_plain_text(error):
        return str(error)
    state = getattr(error, "sqlstate", None)
    if isinstance(state, str) or _names(error) & {*KNOWN_WITHOUT_CODE}:
        return _database_sentence(state or "")
    if isinstance(error, EOFError):
        return "This command asks a question, and there is no terminal to answer it."
    if isinstance(error, MemoryError):
        return "There is not enough memory for this. Nothing else is wrong."
    return _file_sentence(error) if isinstance(error, OSError) else ""


def _database_sentence(state: str) -> str:
    fitting = [code for code in OF_THE_DATABASE if state.startswith(code)]
    code = max(fitting, key=len)
    return OF_THE_DATABASE[code] if code or not state else ""


def _file_sentence(error: OSError) -> str:
    reason = os.strerror(error.errno) if error.errno else type(error).__name__
    if error.errno == errno.ENOSPC:
        reason = "the disk is full"
    place = f"{error.filename} cannot be used" if error.filename else "A file cannot be used"
    return f"{place} ({reason})."


def _has_plain_text(error: BaseException) -> bool:
    return bool(_names(error) & OWN)


def _names(error: BaseException) -> set[str]:
    return {f"{kind.__module__}.{kind.__qualname__}" for kind in type(error).__mro__}


def _causes(error: BaseException) -> Iterator[BaseException]:
    following: BaseException | None = error
    while following is not None:
        yield following
        following = following.__cause__


def _write(error: BaseException) -> str:
    """Logs the redacted error; returns a sentence that names the file."""
    kind = (type(error), error, error.__traceback__)
    record = logging.LogRecord("saathi.command", logging.ERROR, __file__, 0, "failed", (), kind)
    line = JsonLineFormatter().format(record)
    path = env.path("SAATHI_HOME", Path(".saathi")) / LOG
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if path.exists() and path.stat().st_size > MOST_LOG_BYTES:
            path.replace(path.with_suffix(".old.jsonl"))
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(f"{line}\n")
    except OSError:
        print(line, file=sys.stderr)
        return "The line above says where it failed, without personal data."
    return (
        f"{path} says where it failed, without personal data: send that to the developers. "
        "SAATHI_DEBUG=1 shows the whole error."
    )
