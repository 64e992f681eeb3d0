"""Installs Saathi: users, folders, secrets, rights, units. A second run corrects them."""

import grp
import json
import os
import pwd
import shutil
import stat
import subprocess
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from saathi.audit import signing_keys as audit_keys
from saathi.config import home as homes
from saathi.config import start
from saathi.config.deployment import environment_file, installed_paths, proxies, systemd_units
from saathi.config.deployment.accounts import (
    DATABASE,
    OPTIONAL_ROLES,
    SERVICES,
    SHARED_GROUPS,
    ServiceAccount,
)
from saathi.config.deployment.installed_paths import InstallationLayout, InstalledPath
from saathi.config.deployment.systemd_units import InstallationPlan, OutsideFolders
from saathi.config.env import SettingError
from saathi.infra import roles
from saathi.infra.embedded.server_paths import ServerPaths

ANYBODY = 65534  # the user `nobody`: a file that it cannot read is closed to the services, too
REMEMBERED = "install.json"  # below the settings folder: the choices, no secrets
SCANNER_GROUP = "clamav"  # of Debian's clamd, for access to its socket
CLOSED_HOMES = ("/home", "/root", "/run/user")  # hidden from every service (ProtectHome)


class InstallationTarget(Protocol):
    """The target of an installation: the machine, a folder for review, or only a report."""

    def folder(self, path: Path, owner: str, group: str, mode: int) -> None:
        """Makes the folder and sets its rights."""

    def write(self, path: Path, text: str, place: tuple[str, str, int], *, keep: bool) -> None:
        """Writes the file; `keep` leaves an existing one."""


@dataclass(frozen=True)
class InstallationChoices:
    """The operator's choices."""

    plan: InstallationPlan
    hosts: str
    addresses: Mapping[str, str] = field(default_factory=dict)  # by setting name; empty if embedded

    @property
    def layout(self) -> InstallationLayout:
        """The paths of the installation."""
        return self.plan.layout


def check_program_readable(layout: InstallationLayout) -> None:
    """`SettingError` if services under other users could not run the program."""
    program = layout.program
    if str(program).startswith(tuple(f"{folder}/" for folder in CLOSED_HOMES)):
        raise SettingError(
            f"Saathi is installed in {program}, which services cannot access (ProtectHome). Install "
            "it in /opt/saathi, then run `/opt/saathi/bin/saathi install`."
        )
    try:
        process = subprocess.run(
            [program, "-c", "import saathi.config.command"],
            cwd="/",
            user=ANYBODY,
            group=ANYBODY,
            extra_groups=[],
            capture_output=True,
            check=False,
        )
        runs = process.returncode == 0
    except OSError:  # missing, or not accessible to others
        runs = False
    if not runs:
        raise SettingError(
            f"Other users cannot run {program}. Install Saathi in /opt/saathi, readable by all."
        )


def create_missing_accounts(outside: OutsideFolders = systemd_units.NOTHING) -> list[str]:
    """Creates the users and groups that are missing; returns their names."""
    created = []
    for group in (*SHARED_GROUPS, *(service.user for service in SERVICES)):
        if not _exists_in("group", group):
            _run("groupadd", "--system", group)
            created.append(group)
    for service in SERVICES:
        if not _exists_in("passwd", service.user):
            options = ("--system", "--no-create-home", "--home-dir", "/nonexistent")
            shell = ("--shell", "/usr/sbin/nologin", "--gid", service.user)
            _run("useradd", *options, *shell, service.user)
            created.append(service.user)
        # The units list the groups, too; here they are for commands run by hand.
        _run("usermod", "--groups", ",".join(outside.groups(service)), service.user)
    return created


def write_configuration(choices: InstallationChoices, sink: InstallationTarget) -> None:
    """Writes units, proxy sites and settings: everything that contains no secret."""
    layout, plan = choices.layout, choices.plan
    public = ("root", "root", 0o644)
    for path, text in systemd_units.unit_files(plan).items():
        sink.write(layout.units / path, text, public, keep=False)
    sink.folder(layout.settings, "root", "root", 0o755)
    sink.write(layout.settings / "saathi.env", _settings(choices), public, keep=True)
    chosen = {
        "hosts": choices.hosts,
        "has_embedded": plan.has_embedded,
        "port": plan.port,
        "workers": plan.workers,
        "metrics_port": plan.metrics_port,
        "backups": str(plan.outside.backups or ""),
    }
    text = json.dumps(chosen, indent=2) + "\n"
    sink.write(layout.settings / REMEMBERED, text, public, keep=False)
    for service in SERVICES:
        if service.secret_settings:
            lines = systemd_units.secret_files(plan, service, _secrets_of(choices, service))
            text = "".join(f"{name}={value}\n" for name, value in lines.items())
            sink.write(layout.settings / f"{service.name}.env", text, public, keep=False)
    for name, text in proxies.proxy_sites(choices.hosts.split(",")[0], plan.port).items():
        sink.write(layout.settings / name, text, public, keep=True)
    script = proxies.saathi_as(layout)
    sink.write(layout.commands / "saathi-as", script, ("root", "root", 0o755), keep=False)


def outside_folders_of(layout: InstallationLayout, backups: Path | None) -> OutsideFolders:
    """The folders outside of the home that the settings name; none before the first installation."""
    file = layout.settings / "saathi.env"
    settings = environment_file.read(file) if file.exists() else {}
    group = SCANNER_GROUP if _exists_in("group", SCANNER_GROUP) else ""
    return systemd_units.folders_outside_home(settings, backups, group)


def commands_for_missing_folders(outside: OutsideFolders) -> list[str]:
    """The commands that create each missing folder outside of the home, for the user who writes it."""
    return [
        f"install -d -o {service.user} -g {service.user} -m 0700 {folder}"
        for service in SERVICES
        for folder in outside.written_by(service)
        if not folder.is_dir()
    ]


def previous_choices(layout: InstallationLayout) -> dict[str, Any]:
    """The choices of the last installation here; empty before the first."""
    file = layout.settings / REMEMBERED
    try:
        choices = json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise SettingError(
            f"{file} cannot be read ({error}). Remove it and name --hosts."
        ) from None
    return dict(choices)


def addresses_of(layout: InstallationLayout) -> dict[str, str]:
    """The addresses of an external PostgreSQL, as given in the last installation."""
    addresses = {}
    for file in sorted(layout.secrets.glob(f"*/{start.PREFIX}*")):
        if text := file.read_text(encoding="utf-8").strip():
            addresses[file.name] = text
    return addresses


def write_secrets(choices: InstallationChoices, sink: InstallationTarget) -> None:
    """Writes the home with its secrets, and each service's addresses with passwords."""
    layout = choices.layout
    for place in installed_paths.HOME:
        if place.is_folder and "[" not in place.path:
            sink.folder(layout.home / place.path, place.owner, place.group, place.mode)
    for number in range(256):
        place = _place("files/[0-9a-f][0-9a-f]")
        path = layout.home / f"files/{number:02x}"
        sink.folder(path, place.owner, place.group, place.mode)
    _make_secrets(choices)
    audit_keys.create_signing_key(layout.home)
    (layout.home / "keys" / "erasures.jsonl").touch()
    (layout.home / "keys" / ".audit-log.json").touch()
    (layout.home / "quarantine").mkdir(mode=0o700, exist_ok=True)
    set_file_rights(layout.home)
    addresses = choices.addresses or _embedded_addresses(layout, sink)
    sink.folder(layout.secrets, "root", "root", 0o711)
    for service in SERVICES:
        settings = _secrets_of(choices, service)
        if settings:
            folder = installed_paths.secret_path(service)
            path = layout.secrets / service.name
            sink.folder(path, folder.owner, folder.group, folder.mode)
        for setting in sorted(settings):
            place = installed_paths.secret_path(service, setting)
            rights = (place.owner, place.group, place.mode)
            text = f"{addresses[setting]}\n" if setting in addresses else ""
            sink.write(layout.secrets / place.path, text, rights, keep=setting not in addresses)


def _make_secrets(choices: InstallationChoices) -> None:
    """Creates every secret of a new installation; if there are data, only replaceable ones."""
    home = choices.layout.home
    homes.make_folders(home)
    names = homes.REPLACEABLE if is_installation_used(choices) else homes.SECRETS
    homes.make_secrets(home, names)


def is_installation_used(choices: InstallationChoices) -> bool:
    """Whether this installation was used before, judging by its home and its database."""
    layout = choices.layout
    if not homes.is_home_unused(layout.home) or ServerPaths(layout.database).data.exists():
        return True
    owner = choices.addresses.get(start.setting("owner"))
    try:
        return owner is not None and start.database_is_migrated(owner)
    except SettingError:  # not started or not reachable from here: its home is new
        return False


def set_file_rights(home: Path) -> int:
    """Sets owner, group and mode of everything in the home; returns how many were wrong."""
    wrong = 0
    for place in installed_paths.HOME:
        for path in sorted(home.glob(place.path)) if place.path else [home]:
            wrong += _set_rights_of(path, place)
    return wrong


def _set_rights_of(path: Path, place: InstalledPath) -> bool:
    """Sets the rights; True if they were wrong. Follows no link that a service may have planted."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError as error:
        raise SettingError(
            f"{path} cannot be opened ({error.strerror}). If it is a link, move what it names here."
        ) from None
    try:
        status = os.fstat(handle)
        if stat.S_ISREG(status.st_mode) and status.st_nlink > 1:
            raise SettingError(f"{path} has a second name elsewhere; copy it and remove the other.")
        owners = (pwd.getpwnam(place.owner).pw_uid, grp.getgrnam(place.group).gr_gid)
        if (status.st_uid, status.st_gid, stat.S_IMODE(status.st_mode)) == (*owners, place.mode):
            return False
        os.fchown(handle, *owners)
        os.fchmod(handle, place.mode)
    finally:
        os.close(handle)
    return True


def _secrets_of(choices: InstallationChoices, service: ServiceAccount) -> set[str]:
    """The secret settings of this service that exist here."""
    optional = {start.setting(role) for role in OPTIONAL_ROLES}
    settings = set(choices.addresses)
    return {name for name in service.secret_settings if name not in optional or name in settings}


def _settings(choices: InstallationChoices) -> str:
    first = choices.hosts.split(",")[0]
    lines = {
        "SAATHI_HOME": choices.layout.home,
        "SAATHI_HOSTS": choices.hosts,
        "SAATHI_ADDRESS": f"https://{first}",
        "SAATHI_PROXIES": 1,
        "SAATHI_METRICS_PORT": choices.plan.metrics_port,
    }
    if choices.plan.has_embedded:
        lines["SAATHI_PREPARED_STATEMENTS"] = "yes"
    text = "".join(f"{name}={value}\n" for name, value in lines.items())
    return f"# Settings of all services; no secret belongs here. See docs/operations.md.\n{text}"


def _embedded_addresses(layout: InstallationLayout, sink: InstallationTarget) -> dict[str, str]:
    """The address of each role on the embedded server, with its future password."""
    from urllib.parse import quote

    user = DATABASE.user
    sink.folder(layout.database, user, user, 0o700)
    server = ServerPaths(layout.database)
    passwords = server.passwords(roles.login_roles())
    for path in (layout.database / "secrets", *(layout.database / "secrets").iterdir()):
        shutil.chown(path, user, user)
    sockets = quote(str(layout.sockets), safe="")
    return {
        start.setting(name.removeprefix("saathi_")): (
            f"postgresql://{name}:{quote(word, safe='')}@/{roles.DATABASE}?host={sockets}"
        )
        for name, word in passwords.items()
    }


def _place(path: str) -> InstalledPath:
    return next(place for place in installed_paths.HOME if place.path == path)


def _exists_in(kind: str, name: str) -> bool:
    return subprocess.run(["getent", kind, name], capture_output=True, check=False).returncode == 0


def _run(*words: str) -> None:
    process = subprocess.run(words, capture_output=True, text=True, check=False)
    if process.returncode:
        raise SettingError(f"`{' '.join(words)}` did not succeed: {process.stderr.strip()}")


class MachineTarget:
    """Writes to this machine, as root."""

    def __init__(self) -> None:
        self.written: list[Path] = []

    def folder(self, path: Path, owner: str, group: str, mode: int) -> None:
        """Makes the folder and sets its rights."""
        path.mkdir(parents=True, exist_ok=True)
        shutil.chown(path, owner, group)
        path.chmod(mode)
        self.written.append(path)

    def write(self, path: Path, text: str, place: tuple[str, str, int], *, keep: bool) -> None:
        """Writes the file atomically with its final rights; `keep` leaves an existing one."""
        if keep and path.exists():
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, draft = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            shutil.chown(draft, place[0], place[1])
            os.fchmod(file.fileno(), place[2])
            os.fsync(file.fileno())
        Path(draft).replace(path)
        self.written.append(path)


class StagingTarget:
    """Writes the configuration below a folder for review; creates no user and no secret."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.written: list[Path] = []

    def folder(self, path: Path, owner: str, group: str, mode: int) -> None:
        """Creates the folder with the reviewer's own rights."""
        del owner, group, mode
        (self.root / path.relative_to("/")).mkdir(parents=True, exist_ok=True)

    def write(self, path: Path, text: str, place: tuple[str, str, int], *, keep: bool) -> None:
        """Writes the file, also over one of an earlier run."""
        del keep
        target = self.root / path.relative_to("/")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
        target.chmod(place[2])
        self.written.append(target)


class DryRunTarget:
    """Writes nothing; records what would be written."""

    def __init__(self) -> None:
        self.written: list[Path] = []

    def folder(self, path: Path, owner: str, group: str, mode: int) -> None:
        """Records the folder."""
        del owner, group, mode
        self.written.append(path)

    def write(self, path: Path, text: str, place: tuple[str, str, int], *, keep: bool) -> None:
        """Records the file."""
        del text, place, keep
        self.written.append(path)
