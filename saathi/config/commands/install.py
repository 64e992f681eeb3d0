"""Install Saathi on this machine under separate users, with systemd units and a proxy site."""

import argparse
import os
import re
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from saathi.config import home as homes
from saathi.config import start, supervisor
from saathi.config.deployment import installation, installed_paths, systemd_units
from saathi.config.deployment.installation import (
    DryRunTarget,
    InstallationChoices,
    MachineTarget,
    StagingTarget,
)
from saathi.config.deployment.installed_paths import InstallationLayout
from saathi.config.deployment.systemd_units import InstallationPlan
from saathi.config.env import SettingError

HOST = re.compile(
    r"(?!.{254})[A-Za-z0-9](-*[A-Za-z0-9]){0,62}(\.[A-Za-z0-9](-*[A-Za-z0-9]){0,62})*"
)
MOST_PORT = 65_535
NEXT = """
Next, as root:
    systemctl daemon-reload
{database}    saathi-as operator migrate
    systemctl enable --now saathi.target {timers}
    saathi-as operator doctor
    saathi-as operator found --country … --agency … --office … --name … --email …
A mail server: write smtp://user:word@host:587 into {secrets}/worker/SAATHI_MAIL_URL and into
{secrets}/operator/SAATHI_MAIL_URL, and SAATHI_SENDS_MAIL=yes into {settings}/saathi.env.
The site of the proxy: {settings}/Caddyfile or {settings}/nginx.conf.
Run `saathi install` again after an upgrade, a restore or a change of a folder in saathi.env: it
renews the units and sets the rights of all files anew."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds options for names, database and folders."""
    parser.add_argument("--hosts", help="names that staff type, with commas")
    parser.add_argument(
        "--addresses",
        type=Path,
        help="the file of `saathi setup-sql`, for a PostgreSQL of your own; else the embedded one",
    )
    parser.add_argument("--port", type=int, help="where the proxy reaches the web: 8000")
    parser.add_argument("--metrics-port", type=int, help="for Prometheus: 9464")
    parser.add_argument("--workers", type=int, help="web processes: one for each processor")
    parser.add_argument(
        "--backups", type=Path, help="folder of the nightly backup: SAATHI_HOME/backups"
    )
    parser.add_argument("--dry-run", action="store_true", help="only say what would be written")
    parser.add_argument("--to", type=Path, help="write the configuration here, for review")
    parser.add_argument(
        "--prefix", type=Path, default=Path("/"), help="move all of it, for a trial"
    )


def run(options: argparse.Namespace) -> int:
    """Installs, or shows what would be done; a second run corrects rights and renews the units.

    The choices are stored, so a second run needs no options.
    """
    if not sys.platform.startswith("linux"):
        raise SettingError(
            "`saathi install` needs Linux. `saathi serve` also runs on other systems."
        )
    choices = _choices(options)
    layout, plan = choices.layout, choices.plan
    if options.dry_run or options.to:
        return _show(choices, options.to)
    if os.geteuid() != 0:
        raise SettingError(
            "`saathi install` creates users and units: run it as root, or with --to."
        )
    installation.check_program_readable(layout)
    created = installation.create_missing_accounts(plan.outside)
    machine = MachineTarget()
    installation.write_configuration(choices, machine)
    installation.write_secrets(choices, machine)
    print(f"Users and groups created: {', '.join(created) or 'none; all existed'}.")
    print(f"{len(machine.written)} files and folders are in place.")
    for name in homes.list_missing_secrets(layout.home, {}):
        print(homes.missing_secret_sentence(layout.home, name))
    for line in installation.commands_for_missing_folders(plan.outside):
        print(f"A folder that the settings name is missing. As root: {line}")
    database = "    systemctl start saathi-database\n" if plan.has_embedded else ""
    print(
        NEXT.format(
            database=database,
            secrets=layout.secrets,
            settings=layout.settings,
            timers=" ".join(systemd_units.active_timers(plan)),
        )
    )
    return 0


def _choices(options: argparse.Namespace) -> InstallationChoices:
    """The choices from the options, else from the last installation, else the defaults."""
    layout = InstallationLayout(Path(sys.executable), options.prefix.absolute())
    before = installation.previous_choices(layout)
    hosts = options.hosts or before.get("hosts")
    if not hosts:
        raise SettingError("Give the host name that staff type: --hosts saathi.example.org")
    _check_names(str(hosts))
    addresses: Mapping[str, str] = {}
    if options.addresses:
        addresses = _addresses(options.addresses)
    elif before.get("has_embedded") is False:
        addresses = installation.addresses_of(layout)
    plan = InstallationPlan(
        layout,
        not addresses,
        _number(options.port, before.get("port", 8000)),
        max(1, _number(options.workers, before.get("workers", supervisor.web_processes()))),
        _number(options.metrics_port, before.get("metrics_port", 9464)),
        outside=installation.outside_folders_of(layout, _backups(options.backups, before)),
    )
    _check_ports(plan.port, plan.metrics_port)
    return InstallationChoices(plan, str(hosts), addresses)


def _number(given: int | None, otherwise: object) -> int:
    return given if given is not None else int(str(otherwise))


def _check_names(hosts: str) -> None:
    for name in hosts.split(","):
        if not HOST.fullmatch(name):
            raise SettingError(
                f"--hosts: “{name}” is not a name of a host. Give names as saathi.example.org, with "
                "commas and without blanks, https:// or a port."
            )


def _check_ports(*ports: int) -> None:
    for port in ports:
        if not 1 <= port <= MOST_PORT:
            raise SettingError(f"A port must lie between 1 and {MOST_PORT}; {port} does not.")
    if len(set(ports)) < len(ports):
        raise SettingError(f"--port and --metrics-port must differ; both are {ports[0]}.")


def _backups(given: Path | None, before: Mapping[str, Any]) -> Path | None:
    folder = given or Path(str(before.get("backups", "")))
    if not folder.parts:
        return None
    if not folder.is_absolute():
        raise SettingError("--backups must be an absolute path, as in /mnt/backup.")
    return folder


def _show(choices: InstallationChoices, to: Path | None) -> int:
    sink = StagingTarget(to.absolute()) if to else DryRunTarget()
    installation.write_configuration(choices, sink)
    for path in sink.written:
        print(path)
    print("\nFiles below the home, by owner, group and mode:")
    for place in installed_paths.HOME:
        path = choices.layout.home / place.path
        print(f"{path}  {place.owner}:{place.group}  {place.mode:04o}")
    print("\nWho can read what:\n")
    print(installed_paths.markdown())
    return 0


def _addresses(file: Path) -> Mapping[str, str]:
    """The addresses that `saathi setup-sql` wrote."""
    try:
        lines = file.read_text(encoding="ascii").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingError(f"{file} cannot be read: {error}. Run `saathi setup-sql`.") from None
    values = dict(line.split("=", 1) for line in lines if "=" in line)
    for name in (start.setting("app"), start.setting("owner")):
        if name not in values:
            raise SettingError(f"{file} names no {name}. Run `saathi setup-sql` again.")
    return values
