"""Typed readers of environment settings. A missing or malformed setting prevents the start."""

import os
from pathlib import Path
from urllib.parse import unquote, urlsplit

from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict

from saathi.infra.clamav import ClamavScanner, InvalidScannerAddress


class SettingError(Exception):
    """A setting is missing or malformed; the text says which one and what to do."""


def text(name: str, default: str | None = None) -> str:
    """The setting's text; from the file named by NAME_FILE if that is set instead."""
    value = os.environ.get(name)
    if value is not None:
        return value
    file = os.environ.get(f"{name}_FILE")
    if file is not None:
        try:
            return Path(file).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise SettingError(
                f"{name}_FILE names {file}, which cannot be read ({error.strerror}). "
                f"Make it readable to this process, or set {name}."
            ) from error
    if default is None:
        raise SettingError(f"{name} is not set. Set it, or {name}_FILE with the path of a file.")
    return default


def flag(name: str, *, default: bool) -> bool:
    """The setting as yes or no; accepts 1/0, true/false, yes/no, on/off."""
    value = text(name, "yes" if default else "no").strip().lower()
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off", ""}:
        return False
    raise SettingError(f"{name} must be yes or no, not “{value}”.")


def number(name: str, *, default: int, low: int = 0, high: int = 2**31) -> int:
    """The setting as a whole number from `low` to `high`, inclusive."""
    value = text(name, str(default))
    try:
        result = int(value)
    except ValueError:
        raise SettingError(f"{name} must be a whole number, not “{value}”.") from None
    if not low <= result <= high:
        raise SettingError(f"{name} must lie between {low} and {high}; it is {result}.")
    return result


def word_list(name: str, default: str = "") -> list[str]:
    """The comma-separated setting as a list."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def path(name: str, default: Path | None = None) -> Path:
    """The setting as an absolute path."""
    return Path(text(name, None if default is None else str(default))).expanduser().absolute()


def address(name: str, default: str) -> str:
    """The setting as the URL of a web site, without a trailing slash."""
    value = text(name, default).strip().rstrip("/")
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.query:
        raise SettingError(f"{name} must look like https://saathi.example.org.")
    return value


def provider(name: str) -> str:
    """The setting as the single sign-on issuer, exactly as the provider states it; may be empty."""
    value = text(name, "").strip()
    parts = urlsplit(value)
    is_here = parts.hostname in {"localhost", "127.0.0.1"}
    if value and not (parts.hostname and (parts.scheme == "https" or is_here)):
        raise SettingError(f"{name} must look like https://login.example.org.")
    return value


CONNECT_SECONDS = 5  # a database that takes longer to connect counts as not answering
PREPARED_AT = 2  # a connection prepares a statement after this many executions


def database(url: str, name: str) -> dict[str, object]:
    """Django's database settings for a `postgresql://` address from the setting `name`.

    Parameters after the question mark, such as `sslmode=verify-full`, are passed to PostgreSQL's
    client library unchanged; a parameter that the library does not know prevents the start.
    """
    if urlsplit(url).scheme not in {"postgresql", "postgres"}:
        raise SettingError(
            f"{name} must begin with postgresql://, as in postgresql://role:word@host/db."
        )
    try:
        parts = conninfo_to_dict(url)
    except ProgrammingError:  # the error's text may quote the password
        raise SettingError(f"{name} is no address that PostgreSQL understands.") from None
    database_name, port = parts.pop("dbname", None), str(parts.pop("port", ""))
    if not database_name:
        raise SettingError(f"{name} names no database; it ends in /NAME.")
    if not all(part.isdecimal() for part in port.split(",") if port):
        raise SettingError(f"{name} has a port that is no number.")
    return {
        "ENGINE": "saathi.infra.persistent_connections",
        "NAME": database_name,
        "USER": parts.pop("user", ""),
        "PASSWORD": parts.pop("password", ""),
        "HOST": parts.pop("host", ""),
        "PORT": port,
        # Values are sent separately from the statement: nothing is quoted into SQL, and the
        # statement can be prepared. It is prepared at its third use, unless a pooler in between
        # would lose the prepared statement.
        "OPTIONS": {
            "connect_timeout": CONNECT_SECONDS,
            **parts,
            "server_side_binding": True,
            "prepare_threshold": PREPARED_AT
            if flag("SAATHI_PREPARED_STATEMENTS", default=False)
            else None,
        },
    }


def scanner(name: str) -> str:
    """The address of clamd, `unix:/path` or `host:port`; empty if none is set."""
    value = text(name, "")
    if value:
        try:
            ClamavScanner.from_address(value)
        except InvalidScannerAddress:
            raise SettingError(f"{name} must be unix:/path or host:port, not “{value}”.") from None
    return value


def mail(name: str) -> tuple[str, int, str, str] | None:
    """Host, port, user and password from `smtp://user:word@host:port`; None if it is not set."""
    url = text(name, "")
    if not url:
        return None
    parts = urlsplit(url)
    if parts.scheme != "smtp" or not parts.hostname:
        raise SettingError(f"{name} must look like smtp://user:word@host:587.")
    user, word = unquote(parts.username or ""), unquote(parts.password or "")
    return parts.hostname, parts.port or 587, user, word
