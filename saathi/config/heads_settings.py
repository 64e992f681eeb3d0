"""The settings for the destination of copies of the audit log's heads."""

from urllib.parse import urlsplit

from saathi.audit.destinations import (
    FolderDestination,
    HeadsDestination,
    HttpsDestination,
    SftpDestination,
)
from saathi.config import env
from saathi.config.env import SettingError

NAME = "SAATHI_HEADS_TO"


def heads_destination() -> HeadsDestination | None:
    """Where the heads are sent; None if nothing is set. `SettingError` for a wrong setting."""
    value = env.text(NAME, "").strip()
    if not value:
        return None
    if "://" not in value:
        return FolderDestination(env.path(NAME))
    parts = urlsplit(value)
    if parts.password is not None or parts.query or parts.fragment or not parts.hostname:
        raise SettingError(
            f"{NAME} must look like /folder, sftp://user@host/folder or https://host/path, without a "
            "password."
        )
    if parts.scheme == "https":
        if parts.username is not None:
            raise SettingError(f"{NAME} holds a user name. Set SAATHI_HEADS_TOKEN_FILE instead.")
        authorities = env.path("SAATHI_HEADS_CA") if env.text("SAATHI_HEADS_CA", "") else None
        if authorities is not None and not authorities.is_file():
            raise SettingError(f"SAATHI_HEADS_CA names {authorities}, which is not a file.")
        return HttpsDestination(value.rstrip("/"), authorities, env.text("SAATHI_HEADS_TOKEN", ""))
    if parts.scheme == "sftp":
        return _sftp(parts.username or "", parts.hostname, parts.port or 22, parts.path)
    raise SettingError(f"{NAME} must begin with https:// or sftp://, or be the path of a folder.")


def _sftp(user: str, host: str, port: int, folder: str) -> SftpDestination:
    """An SFTP destination with key and known hosts; values its client would misread are refused."""
    key, known_hosts = env.path("SAATHI_HEADS_SSH_KEY"), env.path("SAATHI_HEADS_SSH_KNOWN_HOSTS")
    for name, file in (("KEY", key), ("KNOWN_HOSTS", known_hosts)):
        if not file.is_file():
            raise SettingError(f"SAATHI_HEADS_SSH_{name} names {file}, which is not a file.")
    folder = folder.rstrip("/")
    if not user or user.startswith("-") or host.startswith("-"):
        raise SettingError(f"{NAME} must name the user, as in sftp://user@host/folder.")
    if any(letter in '"\\*?[]' or not letter.isprintable() for letter in f"{user}{host}{folder}"):
        raise SettingError(f"{NAME} must not hold quotes, backslashes or wildcards.")
    return SftpDestination(user, host, port, folder, key, known_hosts)
