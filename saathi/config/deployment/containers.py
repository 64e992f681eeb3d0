"""Containerfile and compose.yaml, from the same table as the systemd units.

`tools/containers.py` writes both; a test compares the files in the repository with this module.
"""

import json
from pathlib import Path

from saathi.config.deployment import installed_paths, systemd_units
from saathi.config.deployment.accounts import (
    CARRIER,
    MONITOR,
    OPERATOR,
    SEALER,
    SERVICES,
    WEB,
    WORKER,
    ServiceAccount,
    group_numbers,
    user_numbers,
)
from saathi.config.deployment.installed_paths import InstallationLayout
from saathi.config.deployment.systemd_units import InstallationPlan

PROGRAM = Path("/opt/saathi/bin/python")
HOME_HOST, SETTINGS_HOST = "./data/home", "./data/etc"
RUNNING = (WEB, WORKER, CARRIER, SEALER, MONITOR)
# Memory limits; the machine should have one and a half times the sum for the running services.
MEMORY = {"web": "2g", "worker": "6g", "carrier": "2g", "sealer": "512m", "monitor": "256m"}
TEMPORARY_MEGABYTES = 256

CONTAINERFILE = """\
# Made by tools/containers.py; do not edit. Build: make package, then docker build -t saathi .
# No container engine was at hand where this was written: it was checked, and not run.
FROM docker.io/library/python:3.13-slim-trixie AS build
COPY requirements-run.lock /build/
RUN python -m venv /opt/saathi \\
    && /opt/saathi/bin/pip install --no-cache-dir --require-hashes --only-binary :all: \\
       -r /build/requirements-run.lock
COPY dist/saathi-*.whl /build/
RUN /opt/saathi/bin/pip install --no-cache-dir --no-deps --no-index /build/saathi-*.whl

FROM docker.io/library/python:3.13-slim-trixie
RUN {groups} \\
    && {users} \\
    && mkdir -p {folders}
COPY --from=build /opt/saathi /opt/saathi
ENV PATH=/opt/saathi/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 SAATHI_HOME={home}
# Without a service of compose.yaml: a user who can read no key.
USER {nobody}
ENTRYPOINT ["/opt/saathi/bin/python", "-m", "saathi.config.command"]
CMD ["--help"]
"""

COMPOSE = """\
# Made by tools/containers.py from the table of users and files; do not edit. See docs/deploy.md.
# No container engine was at hand where this was written: it was checked, and not run.
name: saathi

x-saathi: &saathi
  image: saathi:latest
  restart: unless-stopped
  read_only: true
  cap_drop: [ALL]
  security_opt: ["no-new-privileges:true"]
  tmpfs: ["/tmp:size={temporary}m,mode=1777"]
  pids_limit: 512
  depends_on:
    database: {{condition: service_healthy}}

services:
  database:
    image: docker.io/library/postgres:18
    restart: unless-stopped
    user: "999:999"
    read_only: true
    cap_drop: [ALL]
    security_opt: ["no-new-privileges:true"]
    tmpfs: ["/tmp", "/var/run/postgresql:uid=999,gid=999,mode=0755"]
    environment: {{POSTGRES_PASSWORD_FILE: /run/secrets/superuser}}
    secrets: [superuser]
    volumes: ["database:/var/lib/postgresql"]
    networks: [back]
    healthcheck:
      test: [CMD, pg_isready, --username=postgres]
      interval: 10s
      timeout: 5s
      retries: 5
{services}
  # By hand: docker compose run --rm operator migrate, … backup --to /var/lib/saathi/backups
  operator:
    <<: *saathi
    profiles: [by-hand]
    restart: "no"
{operator}
  # Once, and after each upgrade: makes folders, keys and passwords and sets their owners. The only
  # container that runs as root, with what that takes, without a network.
  setup:
    image: saathi:latest
    profiles: [by-hand]
    user: "0:0"
    cap_drop: [ALL]
    cap_add: [CHOWN, DAC_OVERRIDE, FOWNER, SETGID, SETUID]
    security_opt: ["no-new-privileges:true"]
    network_mode: none
    volumes: ["{home_host}:{home}", "{settings_host}:{settings}"]

networks:
  # Only what serves people or sends something reaches further than the database.
  front: {{}}
  back: {{internal: true}}

volumes:
  database: {{}}
  figures:
    driver: local
    driver_opts: {{type: tmpfs, device: tmpfs, o: "size=64m,uid={web},mode=0755"}}

secrets:
  superuser: {{file: ./data/superuser-password}}
"""

_HEALTH = (
    "import os,sys,urllib.request as u;"
    "h={'X-Forwarded-Proto':'https','Host':os.environ['SAATHI_HOSTS'].split(',')[0]};"
    "r=u.Request('http://127.0.0.1:8000/health',headers=h);"
    "sys.exit(u.urlopen(r,timeout=5).status!=200)"
)
_FIGURES = "import urllib.request as u;u.urlopen('http://127.0.0.1:9464/metrics',timeout=5)"
_FRONT = (WEB, WORKER, SEALER, MONITOR)  # pages, mail, copies of the heads, metrics


def container_layout() -> InstallationLayout:
    """The layout inside a container, with the same paths as on a machine."""
    return InstallationLayout(PROGRAM)


def containerfile() -> str:
    """The text of `Containerfile`."""
    numbers = group_numbers()
    groups = " \\\n    && ".join(f"groupadd --gid {gid} {name}" for name, gid in numbers.items())
    users = " \\\n    && ".join(_useradd(service) for service in SERVICES)
    folders = [places_path.path for places_path in installed_paths.HOME if places_path.is_folder]
    below = [str(container_layout().home / path) for path in folders if path and "[" not in path]
    below += [str(container_layout().settings), str(container_layout().figures)]
    return CONTAINERFILE.format(
        groups=groups,
        users=users,
        folders=" ".join(below),
        home=container_layout().home,
        nobody="65534:65534",
    )


def _useradd(service: ServiceAccount) -> str:
    number = user_numbers()[service.user]
    more = f" --groups {','.join(service.groups)}" if service.groups else ""
    return (
        f"useradd --uid {number} --gid {number}{more} --no-create-home "
        f"--home-dir /nonexistent --shell /usr/sbin/nologin {service.user}"
    )


def compose_file() -> str:
    """The text of `compose.yaml`."""
    return COMPOSE.format(
        services="".join(_service(service) for service in RUNNING),
        operator=_common(OPERATOR),
        home=container_layout().home,
        settings=container_layout().settings,
        home_host=HOME_HOST,
        settings_host=SETTINGS_HOST,
        temporary=TEMPORARY_MEGABYTES,
        web=user_numbers()[WEB.user],
    )


def _service(service: ServiceAccount) -> str:
    lines = [f"\n  {service.name}:", "    <<: *saathi", _common(service)]
    plan = InstallationPlan(container_layout(), has_embedded=False, host="0.0.0.0")  # noqa: S104 - of the container
    words = systemd_units.command(plan, service)
    lines.append(f"    mem_limit: {MEMORY[service.name]}")
    if service is WEB:
        check = f"{PROGRAM} -m saathi.config.startup_checks"
        line = " ".join(words)
        words = ["/bin/sh", "-c", f"{check} && exec {line}"]
        lines.append('    ports: ["127.0.0.1:8000:8000"]')
        lines.append(_health_check(_HEALTH))
    if service is MONITOR:
        lines.append('    ports: ["127.0.0.1:9464:9464"]')
        lines.append(_health_check(_FIGURES))
    lines.append("    entrypoint: []")
    lines.append(f"    command: {json.dumps(words)}")
    return "\n".join(lines) + "\n"


def _health_check(script: str) -> str:
    test = json.dumps(["CMD", str(PROGRAM), "-c", script])
    return f"    healthcheck: {{test: {test}, interval: 30s, timeout: 10s, start_period: 60s}}"


def _common(service: ServiceAccount) -> str:
    """The lines for one service: user, groups, settings, folders and networks."""
    numbers = group_numbers()
    number = user_numbers()[service.user]
    environment = systemd_units.environment(
        InstallationPlan(container_layout(), has_embedded=False), service
    )
    networks = ["front", "back"] if service in _FRONT else ["back"]
    lines = [
        f'    user: "{number}:{number}"',
        f"    group_add: {json.dumps([str(numbers[name]) for name in service.groups])}",
        f"    env_file: {json.dumps([f'{SETTINGS_HOST}/{x}.env' for x in ('saathi', service.name)])}",
        f"    environment: {json.dumps(environment)}",
        f"    networks: {json.dumps(networks)}",
        "    volumes:",
        *(f"      - {volume}" for volume in service_volumes(service)),
    ]
    return "\n".join(lines)


def service_volumes(service: ServiceAccount) -> list[str]:
    """The volumes of a service: the parts of home and settings it can access, most read-only."""
    home = container_layout().home
    written = set(installed_paths.paths_written_by(service))
    if service is OPERATOR:
        mounts = [f"{HOME_HOST}:{home}"]
    else:
        mounts = [
            f"{HOME_HOST}/{path}:{home / path}{'' if path in written else ':ro'}"
            for path in mounted_paths(service)
        ]
    secrets = container_layout().secrets / service.name
    mounts.append(f"{SETTINGS_HOST}/secrets/{service.name}:{secrets}:ro")
    if service in {WEB, MONITOR}:
        mounts.append(f"figures:{container_layout().figures}{'' if service is WEB else ':ro'}")
    return mounts


def mounted_paths(service: ServiceAccount) -> list[str]:
    """The folders and files below the home that are mounted for a service.

    A folder is mounted with its content, and file rights decide; a key in a folder that the service
    cannot list is mounted separately.
    """
    readable = [
        p for p in installed_paths.HOME if p.path and "[" not in p.path and p.may_read(service)
    ]
    folders = [p.path for p in readable if p.is_folder]
    files = [p.path for p in readable if not p.is_folder and "*" not in p.path]
    inside = [path for path in files if path.rpartition("/")[0] not in folders]
    tops = [path for path in folders if path.rpartition("/")[0] not in folders]
    written = [
        path
        for path in installed_paths.paths_written_by(service)
        if path not in {*folders, *inside}
    ]
    return sorted({*tops, *inside, *written})
