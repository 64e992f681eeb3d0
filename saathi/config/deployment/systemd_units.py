"""The systemd units: one hardened service for each user, timers, and the size of the journal."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from saathi.config import supervisor
from saathi.config.deployment import installed_paths
from saathi.config.deployment.accounts import (
    BY_NAME,
    DATABASE,
    MONITOR,
    OPERATOR,
    SEALER,
    STATE,
    WEB,
    ServiceAccount,
)
from saathi.config.deployment.installed_paths import InstallationLayout

# Memory limit above which the kernel ends a service, so that it cannot starve the others. A web
# process takes about 300 MB, the nightly comparison 4 to 5 GB at a million records.
MEMORY = {
    "web": "40%",
    "worker": "60%",
    "carrier": "25%",
    "sealer": "512M",
    "monitor": "256M",
    "operator": "60%",
    "database": "60%",
}
# `systemd-analyze security` counts exposure from 0 (none) to 10. A test fails for a unit above
# this.
MOST_EXPOSED = 1.5
# Native code that compiles at run time (charts, SQL over columns) needs memory that is writable and
# executable; these services have no such code.
NO_GENERATED_CODE = frozenset({SEALER.name, MONITOR.name, DATABASE.name})
# Services that may not connect to other machines. Others do: mail, single sign-on, copies of the
# heads, backups.
LOCAL_ONLY = frozenset({MONITOR.name, DATABASE.name})
CLEAR_KEYS_AT = "*-*-* 00:15:00"  # enabled by hand with an external PostgreSQL
BASE_BACKUP_AT = "*-*-* 00:30:00"
BACKUP_AT = "*-*-* 01:30:00"
DRILL_AT = "Sun *-*-1..7 03:30:00"  # the first Sunday of each month
ERASURES_AT = "*:0/15"  # enabled by hand with SAATHI_ERASURES_COPY
# Seconds allowed until a service answers: False for most, True for the database, which may first
# have to recover.
READY_SECONDS = {False: 90, True: 600}
JOURNAL_SIZE, JOURNAL_DAYS = "2G", 90

# Left out: PrivateUsers, under which a service sees the groups of its key files as "nogroup" and
# could not check whether others may read them.
HARDENING = """\
UMask=0027
NoNewPrivileges=yes
CapabilityBoundingSet=
AmbientCapabilities=
ProtectSystem=strict
ProtectHome=yes
PrivateTmp=yes
PrivateDevices=yes
ProtectClock=yes
ProtectHostname=yes
ProtectKernelLogs=yes
ProtectKernelModules=yes
ProtectKernelTunables=yes
ProtectControlGroups=yes
ProtectProc=invisible
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
RemoveIPC=yes
LockPersonality=yes
KeyringMode=private
SystemCallArchitectures=native
SystemCallFilter=@system-service
SystemCallFilter=~@privileged
SystemCallErrorNumber=EPERM
LimitCORE=0
MemorySwapMax=0
TasksMax=512
"""


@dataclass(frozen=True)
class OutsideFolders:
    """Folders outside the home that the settings name: units can write only to listed folders."""

    archive: Path | None = None  # SAATHI_WAL_ARCHIVE: written by the database
    heads: Path | None = None  # SAATHI_HEADS_TO, if it is a folder: written by the sealer
    erasures: Path | None = None  # SAATHI_ERASURES_COPY: written by the operator
    backups: Path | None = None  # `saathi install --backups`: written by the operator
    scanner_group: str = ""  # its members may open the socket of clamd

    def written_by(self, service: ServiceAccount) -> list[Path]:
        """The folders that this service writes."""
        of = {
            DATABASE.name: [self.archive],
            SEALER.name: [self.heads],
            OPERATOR.name: [self.erasures, self.backups],
        }
        return [folder for folder in of.get(service.name, []) if folder]

    def groups(self, service: ServiceAccount) -> tuple[str, ...]:
        """The service's groups, with the group of the malware scanner if it uses the scanner."""
        asks = bool(self.scanner_group) and service in {WEB, OPERATOR}
        return (*service.groups, *([self.scanner_group] if asks else []))


NOTHING = OutsideFolders()


def folders_outside_home(
    settings: Mapping[str, str], backups: Path | None, scanner_group: str
) -> OutsideFolders:
    """The folders that these settings name."""

    def folder(name: str) -> Path | None:
        value = settings.get(name, "").strip()
        return Path(value) if value.startswith("/") else None

    return OutsideFolders(
        folder("SAATHI_WAL_ARCHIVE"),
        folder("SAATHI_HEADS_TO"),
        folder("SAATHI_ERASURES_COPY"),
        backups,
        scanner_group if settings.get("SAATHI_CLAMAV", "").startswith("unix:") else "",
    )


@dataclass(frozen=True)
class InstallationPlan:
    """The plan of an installation: its paths, database and port."""

    layout: InstallationLayout
    has_embedded: bool
    port: int = 8000
    workers: int = 2
    metrics_port: int = 9464
    host: str = "127.0.0.1"  # where web and monitor listen; in a container, on all its addresses
    outside: OutsideFolders = NOTHING

    @property
    def backups(self) -> Path:
        """The folder of the nightly backup."""
        return self.outside.backups or self.layout.home / "backups"


def unit_files(plan: InstallationPlan) -> dict[str, str]:
    """The text of each file below `/etc/systemd`, by its path there."""
    units = {"system/saathi.target": _target(plan)}
    for service in _running_services(plan):
        units[f"system/saathi-{service.name}.service"] = _service(plan, service)
    to = ("--to", str(plan.backups))
    for name, words, when in (
        ("backup", ("backup", *to), BACKUP_AT),
        ("drill", ("backup", "--drill", *to), DRILL_AT),
        ("erasures", ("recover", "--ship-erasures"), ERASURES_AT),
        ("clear-keys", ("base-backup", "--only-clear-keys"), CLEAR_KEYS_AT),
    ):
        units[f"system/saathi-{name}.service"] = _job(plan, name, words)
        units[f"system/saathi-{name}.timer"] = _timer(name, when)
    if plan.has_embedded:
        units["system/saathi-base-backup.service"] = _base_backup(plan)
        units["system/saathi-base-backup.timer"] = _timer("base-backup", BASE_BACKUP_AT)
    units["journald@saathi.conf"] = (
        "# The log of all services of Saathi, apart from the machine's own.\n"
        f"[Journal]\nStorage=persistent\nSystemMaxUse={JOURNAL_SIZE}\n"
        f"MaxRetentionSec={JOURNAL_DAYS}day\nForwardToSyslog=no\n"
    )
    return units


def command(plan: InstallationPlan, service: ServiceAccount) -> list[str]:
    """The command line of a permanently running service."""
    python = str(plan.layout.program)
    if service is WEB:
        words = supervisor.web_server_process(
            port=plan.port, host=plan.host, workers=plan.workers
        ).command
        return [python, *words[1:]]
    if service is DATABASE:
        where = ("--home", str(plan.layout.database), "--sockets", str(plan.layout.sockets))
        return [python, "-m", "saathi.config.command", "database", *where]
    more = ("--host", plan.host) if service is MONITOR else ()
    return [python, "-m", "saathi.config.command", *service.words, *more]


def environment(plan: InstallationPlan, service: ServiceAccount) -> dict[str, str]:
    """The environment of a service: the location of its secrets, never a secret itself."""
    variables = {"PYTHONUNBUFFERED": "1", "PYTHONDONTWRITEBYTECODE": "1"}
    if service is DATABASE:
        return variables
    if service.process:
        variables |= {
            "SAATHI_PROCESS": service.process,
            "DJANGO_SETTINGS_MODULE": "saathi.config.settings",
        }
    if service is WEB:
        variables["PROMETHEUS_MULTIPROC_DIR"] = str(plan.layout.figures)
    if service is MONITOR:
        variables["SAATHI_WEB_METRICS"] = str(plan.layout.figures)
    return variables


def secret_files(
    plan: InstallationPlan, service: ServiceAccount, settings: set[str]
) -> dict[str, str]:
    """`NAME_FILE` and the path for each secret setting that this installation has a file for."""
    folder = plan.layout.secrets / service.name
    return {f"{name}_FILE": str(folder / name) for name in sorted(settings)}


def _running_services(plan: InstallationPlan) -> Iterator[ServiceAccount]:
    for service in BY_NAME.values():
        if service is DATABASE and not plan.has_embedded:
            continue
        if service is not OPERATOR:
            yield service


def _target(plan: InstallationPlan) -> str:
    names = " ".join(f"saathi-{service.name}.service" for service in _running_services(plan))
    return (
        "[Unit]\nDescription=Saathi, all services\n"
        f"Wants={names} {' '.join(active_timers(plan))}\n\n"
        "[Install]\nWantedBy=multi-user.target\n"
    )


def active_timers(plan: InstallationPlan) -> list[str]:
    """The timers that run in this installation; the others are written and can be enabled."""
    archives = plan.outside.archive is not None
    names = [
        *("backup", "drill"),
        *(["erasures"] if plan.outside.erasures else []),
        *(["base-backup"] if archives and plan.has_embedded else []),
    ]
    return [f"saathi-{name}.timer" for name in names]


def _service(plan: InstallationPlan, service: ServiceAccount) -> str:
    lines = [*_unit_section(plan, service, service.purpose), "[Service]", "Type=notify"]
    # systemd starts dependent services when this one answers; a first start creates a cluster.
    lines.append(f"TimeoutStartSec={READY_SECONDS[service is DATABASE]}")
    if service is WEB:
        check = [str(plan.layout.program), "-m", "saathi.config.startup_checks"]
        lines += [f"ExecStartPre={_line(check)}", "KillMode=mixed"]
    if service is SEALER:  # the log of a database older than the exported heads must not be sealed
        check = [str(plan.layout.program), "-m", "saathi.config.recovery"]
        lines.append(f"ExecStartPre={_line(check)}")
    lines += [
        f"ExecStart={_line(command(plan, service))}",
        "Restart=always",
        "RestartSec=5",
        f"TimeoutStopSec={120 if service is DATABASE else 30}",
        *_sandbox(plan, service),
    ]
    return "\n".join([*lines, "", "[Install]", "WantedBy=saathi.target", ""])


def _job(plan: InstallationPlan, name: str, words: tuple[str, ...]) -> str:
    run = [str(plan.layout.program), "-m", "saathi.config.command", *words]
    lines = [
        *_unit_section(plan, OPERATOR, f"{name} of the installation"),
        *("[Service]", "Type=oneshot", f"ExecStart={_line(run)}", "TimeoutStartSec=12h"),
        *("Nice=10", "IOSchedulingClass=idle"),
        *_sandbox(plan, OPERATOR),
    ]
    return "\n".join([*lines, ""])


def _base_backup(plan: InstallationPlan) -> str:
    """The unit that copies the embedded server's files, as the only user who may read them."""
    where = ("--database-home", str(plan.layout.database), "--state-home", str(plan.layout.home))
    run = [str(plan.layout.program), "-m", "saathi.config.command", "base-backup", *where]
    closed = [
        place.path for place in installed_paths.HOME if place.is_folder and place.path != "state"
    ]
    lines = [
        *_unit_section(plan, OPERATOR, "base backup of the embedded database")[:-1],
        # Database pages are copied whole, so they must contain no destroyed key.
        *("After=saathi-clear-keys.service", "Requires=saathi-clear-keys.service", ""),
        *("[Service]", "Type=oneshot", f"ExecStart={_line(run)}", "TimeoutStartSec=12h"),
        *("Nice=10", "IOSchedulingClass=idle"),
        *_common(plan, DATABASE, (STATE,)),
        f"ReadWritePaths=-{plan.layout.home / 'state'}",
        f"EnvironmentFile=-{plan.layout.settings / 'saathi.env'}",
        *(
            f"InaccessiblePaths=-{plan.layout.home / path}"
            for path in closed
            if path and "/" not in path
        ),
        f"InaccessiblePaths=-{plan.layout.secrets}",
    ]
    return "\n".join([*lines, ""])


def _timer(name: str, when: str) -> str:
    return (
        f"[Unit]\nDescription=Saathi, {name}\n\n[Timer]\nOnCalendar={when}\n"
        "RandomizedDelaySec=10min\nPersistent=yes\n\n[Install]\nWantedBy=timers.target\n"
    )


def _unit_section(plan: InstallationPlan, service: ServiceAccount, purpose: str) -> list[str]:
    lines = ["[Unit]", f"Description=Saathi {service.name}: {purpose}"]
    lines.append("After=network-online.target time-sync.target")
    lines.append("Wants=network-online.target")
    if plan.has_embedded and service is not DATABASE:
        lines += ["After=saathi-database.service", "Requires=saathi-database.service"]
    if service is not OPERATOR:
        lines.append("PartOf=saathi.target")
    return [*lines, ""]


def _common(plan: InstallationPlan, service: ServiceAccount, groups: tuple[str, ...]) -> list[str]:
    """The common lines of a service: user, groups, hardening, and the outside folders it writes."""
    lines = [f"User={service.user}", f"Group={service.user}"]
    if groups:
        lines.append(f"SupplementaryGroups={' '.join(groups)}")
    lines += [f"Environment={name}={value}" for name, value in environment(plan, service).items()]
    lines += HARDENING.strip().splitlines()
    lines.append(f"MemoryMax={MEMORY[service.name]}")
    families = "AF_UNIX" if service is DATABASE else "AF_UNIX AF_INET AF_INET6"
    lines.append(f"RestrictAddressFamilies={families}")
    if service.name in LOCAL_ONLY:
        lines += ["IPAddressDeny=any", "IPAddressAllow=localhost"]
    if service.name in NO_GENERATED_CODE:
        lines.append("MemoryDenyWriteExecute=yes")
    lines.append("LogNamespace=saathi")
    outside = plan.outside.written_by(service)
    lines += [f"ReadWritePaths=-{folder}" for folder in outside]
    if service is DATABASE:
        lines.append(f"ReadWritePaths={plan.layout.database}")
    return lines


def _sandbox(plan: InstallationPlan, service: ServiceAccount) -> list[str]:
    layout = plan.layout
    lines = _common(plan, service, plan.outside.groups(service))
    if service is WEB:
        lines += ["RuntimeDirectory=saathi-web", "RuntimeDirectoryMode=0755"]
    if service is DATABASE:
        lines += ["RuntimeDirectory=saathi-database", "RuntimeDirectoryMode=0755"]
        # For SAATHI_WAL_ARCHIVE; the file contains no secret.
        lines.append(f"EnvironmentFile=-{layout.settings / 'saathi.env'}")
        return [*lines, f"InaccessiblePaths={layout.home}"]
    # Both written by `saathi install`: common settings, and the paths of this service's secrets.
    lines.append(f"EnvironmentFile={layout.settings / 'saathi.env'}")
    lines.append(f"EnvironmentFile={layout.settings / f'{service.name}.env'}")
    writes = [layout.home] if service is OPERATOR else []
    writes += [layout.home / path for path in installed_paths.paths_written_by(service)]
    lines += [f"ReadWritePaths=-{path}" for path in writes]
    closed = [layout.home / place.path for place in installed_paths.secrets_closed_to(service)]
    closed += [layout.secrets / other for other in BY_NAME if other != service.name]
    closed.append(layout.database)
    return [*lines, *(f"InaccessiblePaths=-{path}" for path in closed)]


def _line(words: list[str]) -> str:
    return " ".join(f'"{word}"' if " " in word else word for word in words)
