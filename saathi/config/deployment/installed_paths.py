"""The folders and files of an installation: their owners, and the services that may read them."""

from dataclasses import dataclass
from pathlib import Path

from saathi.config.deployment.accounts import (
    AUDIT,
    CONTEXT,
    INVITATIONS,
    JOBS,
    OPERATOR,
    SEALER,
    SERVICES,
    SESSIONS,
    STATE,
    VAULT,
    WEB,
    WORKER,
    ServiceAccount,
)

ROOT = "root"


@dataclass(frozen=True)
class InstalledPath:
    """One folder, file or pattern of files below the home, with its owner, group and mode."""

    path: str
    owner: str
    group: str
    mode: int
    is_folder: bool = False
    is_secret: bool = False

    def may_read(self, service: ServiceAccount) -> bool:
        """Whether the file rights let this service read it (a folder: list it)."""
        if service.user == self.owner:
            return bool(self.mode & 0o400)
        if self.group in {service.user, *service.groups}:
            return bool(self.mode & 0o040)
        return bool(self.mode & 0o004)

    def may_write(self, service: ServiceAccount) -> bool:
        """Whether the file rights let this service write it (a folder: add and remove files)."""
        if service.user == self.owner:
            return bool(self.mode & 0o200)
        if self.group in {service.user, *service.groups}:
            return bool(self.mode & 0o020)
        return bool(self.mode & 0o002)


_operator, _web, _worker, _sealer = (s.user for s in (OPERATOR, WEB, WORKER, SEALER))

# Setgid (2…): new files get the group of the folder, so that services in the group can share them.
HOME: tuple[InstalledPath, ...] = (
    InstalledPath("", _operator, ROOT, 0o755, is_folder=True),
    InstalledPath("secrets", _operator, ROOT, 0o711, is_folder=True),
    InstalledPath("secrets/secret-key", ROOT, SESSIONS, 0o440, is_secret=True),
    InstalledPath("secrets/context-key", ROOT, CONTEXT, 0o440, is_secret=True),
    InstalledPath("secrets/job-key", ROOT, JOBS, 0o440, is_secret=True),
    InstalledPath("secrets/invitation-key", ROOT, INVITATIONS, 0o440, is_secret=True),
    # The sealer can open its signing key without being able to list the folder.
    InstalledPath("keys", _operator, VAULT, 0o2751, is_folder=True),
    InstalledPath("keys/retired", _operator, VAULT, 0o2750, is_folder=True),
    InstalledPath("keys/root-*.key", _operator, VAULT, 0o640, is_secret=True),
    InstalledPath("keys/retired/root-*.key", _operator, _operator, 0o600, is_secret=True),
    InstalledPath("keys/token.key", _operator, VAULT, 0o640, is_secret=True),
    InstalledPath("keys/audit-signing.key", _sealer, AUDIT, 0o440, is_secret=True),
    # How far the log was sealed: the sealer's own record, which no database administrator can
    # write.
    InstalledPath("keys/.audit-log.json", _sealer, AUDIT, 0o640),
    InstalledPath("keys/backup-*.key", _operator, _operator, 0o600, is_secret=True),
    InstalledPath("keys/erasures.jsonl", _worker, _operator, 0o660, is_secret=True),
    # Only the operator adds folders here, so no service can replace one with a link.
    InstalledPath("files", _operator, VAULT, 0o2750, is_folder=True, is_secret=True),
    InstalledPath(
        "files/[0-9a-f][0-9a-f]", _operator, VAULT, 0o2770, is_folder=True, is_secret=True
    ),
    InstalledPath("files/[0-9a-f][0-9a-f]/*", _operator, VAULT, 0o640, is_secret=True),
    InstalledPath("audit", _sealer, AUDIT, 0o2770, is_folder=True, is_secret=True),
    InstalledPath("audit/*", _sealer, AUDIT, 0o640, is_secret=True),
    # Sealed malware: the web process adds files, the operator's command reads and removes them.
    InstalledPath("quarantine", _web, _operator, 0o2770, is_folder=True, is_secret=True),
    InstalledPath("quarantine/*", _web, _operator, 0o640, is_secret=True),
    InstalledPath("mail", _worker, _worker, 0o700, is_folder=True, is_secret=True),
    InstalledPath("backups", _operator, _operator, 0o700, is_folder=True, is_secret=True),
    InstalledPath("warehouse", _worker, _worker, 0o700, is_folder=True, is_secret=True),
    InstalledPath("static", _web, _web, 0o755, is_folder=True),
    # Numbers and times, no personal data.
    InstalledPath("state", _operator, STATE, 0o2775, is_folder=True),
)


def secret_path(service: ServiceAccount, setting: str = "") -> InstalledPath:
    """A service's folder of secrets below the settings folder, or one file in it.

    Root owns them, so that no service can replace its own address or password.
    """
    if not setting:
        return InstalledPath(
            service.name, ROOT, service.user, 0o750, is_folder=True, is_secret=True
        )
    return InstalledPath(f"{service.name}/{setting}", ROOT, service.user, 0o440, is_secret=True)


def paths_written_by(service: ServiceAccount) -> list[str]:
    """The folders and files below the home that this service may change."""
    paths = [place.path.partition("/[")[0] for place in HOME if _changes(service, place)]
    return sorted(dict.fromkeys(paths))


def secrets_closed_to(service: ServiceAccount) -> list[InstalledPath]:
    """The secret folders that this service must not read."""
    return [
        place
        for place in HOME
        if place.is_folder and place.is_secret and "[" not in place.path
        if not place.may_read(service)
    ]


def access_table() -> list[tuple[str, dict[str, bool]]]:
    """Each secret, with whether the file rights let each service (by name) read it."""
    rows = [
        (place.path, {service.name: place.may_read(service) for service in SERVICES})
        for place in HOME
        if place.is_secret
    ]
    for owner in SERVICES:
        if owner.secret_settings:
            place = secret_path(owner)
            readers = {service.name: place.may_read(service) for service in SERVICES}
            rows.append((f"settings secret to {owner.name}", readers))
    return rows


def markdown() -> str:
    """The access table for the documentation."""
    names = [service.name for service in SERVICES]
    lines = [f"| Secret | {' | '.join(names)} |", f"|---|{'---|' * len(names)}"]
    lines += [
        f"| `{path}` | {' | '.join('reads' if readers[name] else '–' for name in names)} |"
        for path, readers in access_table()
    ]
    return "\n".join(lines)


def _changes(service: ServiceAccount, place: InstalledPath) -> bool:
    return place.may_write(service) and bool(place.path) and "*" not in place.path


@dataclass(frozen=True)
class InstallationLayout:
    """The paths of an installation. `prefix` moves all of them, for a trial next to a real one."""

    program: Path  # the Python of the environment that Saathi is installed in
    prefix: Path = Path("/")

    @property
    def home(self) -> Path:
        """`SAATHI_HOME` of every service."""
        return self.prefix / "var/lib/saathi"

    @property
    def database(self) -> Path:
        """The folder of the embedded server: its data and the passwords of all roles."""
        return self.prefix / "var/lib/saathi-database"

    @property
    def settings(self) -> Path:
        """The folder of settings without secrets, with one folder of secrets for each service."""
        return self.prefix / "etc/saathi"

    @property
    def secrets(self) -> Path:
        """The folder with the secrets, in one folder for each service."""
        return self.settings / "secrets"

    @property
    def units(self) -> Path:
        """The folder where systemd finds units."""
        return self.prefix / "etc/systemd"

    @property
    def sockets(self) -> Path:
        """The folder of the embedded server's socket."""
        return self.prefix / "run/saathi-database"

    @property
    def figures(self) -> Path:
        """The folder in memory where web processes count their requests; the monitor reads it."""
        return self.prefix / "run/saathi-web"

    @property
    def commands(self) -> Path:
        """The folder of the command `saathi-as`."""
        return self.prefix / "usr/local/sbin"
