"""`saathi install`: its output is checked by the programs that will read it."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from saathi.config.deployment import installation, installed_paths, proxies, systemd_units
from saathi.config.deployment.accounts import SERVICES
from saathi.config.deployment.installed_paths import InstallationLayout
from saathi.config.env import SettingError
from tests.ops.mail_server import _certificate

ROOT = Path(__file__).resolve().parents[2]
SYSTEMD = pytest.mark.skipif(
    not shutil.which("systemd-analyze"), reason="systemd is not on this machine, 2026-11-28"
)
CADDY = pytest.mark.skipif(not shutil.which("caddy"), reason="caddy is not installed, 2026-11-28")
NGINX = pytest.mark.skipif(not shutil.which("nginx"), reason="nginx is not installed, 2026-11-28")


def install(*words: str | Path, good: bool = True, **options: object) -> str:
    command = [sys.executable, "-m", "saathi.config.command", "install", *map(str, words)]
    process = subprocess.run(command, capture_output=True, text=True, check=False, **options)  # type: ignore[call-overload]
    message = str(process.stdout + process.stderr)
    assert (process.returncode == 0) is good, message
    return message


@pytest.fixture(scope="module")
def staged(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The configuration of an installation with the embedded server, for review."""
    folder = tmp_path_factory.mktemp("staged")
    install("--hosts", "saathi.example.org,saathi", "--to", folder)
    return folder


def unit_files(staged: Path) -> list[Path]:
    return sorted((staged / "etc/systemd/system").glob("saathi*"))


def test_install_writes_a_unit_for_each_service_and_timers(staged: Path) -> None:
    names = {file.name for file in unit_files(staged)}
    services = {f"saathi-{s.name}.service" for s in SERVICES if s.name != "operator"}
    kinds = ("backup", "drill", "erasures", "clear-keys", "base-backup")
    jobs = {f"saathi-{job}.{kind}" for job in kinds for kind in ("service", "timer")}
    assert names == services | jobs | {"saathi.target"}
    users = [
        re.findall(r"^User=(.*)$", file.read_text(), re.MULTILINE) for file in unit_files(staged)
    ]
    running = [user for [user] in filter(None, users)]
    assert running.count("saathi-operator") == 4  # backup, drill, copy of erasures, clearing
    assert running.count("saathi-postgres") == 2  # the server and its base backup
    assert len(set(running)) == 7


def test_install_to_a_folder_makes_no_secret_and_no_user(staged: Path) -> None:
    text = "".join(file.read_text() for file in staged.rglob("*") if file.is_file())
    assert "postgresql://" not in text
    assert not list(staged.rglob("*.key"))
    assert not (staged / "var").exists()


def with_folders(tmp_path: Path) -> tuple[Path, str]:
    """A second installation whose settings name folders outside of the home, and what it said."""
    layout = InstallationLayout(Path(sys.executable), tmp_path)
    layout.settings.mkdir(parents=True)
    (layout.settings / "saathi.env").write_text(
        "SAATHI_HEADS_TO='/mnt/heads'\nSAATHI_WAL_ARCHIVE=/mnt/archive/saathi\n"
        "SAATHI_ERASURES_COPY=/mnt/erasures\nSAATHI_CLAMAV=unix:/run/clamav/clamd.ctl\n"
    )
    options = ("--prefix", tmp_path, "--hosts", "a.example.org", "--backups", "/mnt/backups")
    output = install(*options, "--to", tmp_path / "staged")
    return tmp_path / "staged" / layout.units.relative_to("/") / "system", output


def test_units_may_write_the_folders_that_the_settings_name(tmp_path: Path) -> None:
    folder, _said = with_folders(tmp_path)

    def writes(name: str) -> set[str]:
        text = (folder / f"saathi-{name}.service").read_text()
        return set(re.findall(r"^ReadWritePaths=-(/mnt/.*)$", text, re.MULTILINE))

    assert writes("sealer") == {"/mnt/heads"}
    assert writes("database") == writes("base-backup") == {"/mnt/archive/saathi"}
    assert writes("backup") == writes("drill") == {"/mnt/backups", "/mnt/erasures"}
    assert writes("web") == writes("worker") == set()
    for name in ("backup", "drill"):
        assert "--to /mnt/backups" in (folder / f"saathi-{name}.service").read_text()
    wanted = (folder / "saathi.target").read_text()
    assert "saathi-base-backup.timer" in wanted
    assert "saathi-erasures.timer" in wanted
    database = (folder / "saathi-database.service").read_text()
    assert f"EnvironmentFile=-{tmp_path}/etc/saathi/saathi.env" in database
    assert (
        "Requires=saathi-clear-keys.service" in (folder / "saathi-base-backup.service").read_text()
    )


def test_each_service_says_when_it_answers(staged: Path) -> None:
    for service in SERVICES:
        if service.name != "operator":
            file = staged / f"etc/systemd/system/saathi-{service.name}.service"
            assert "\nType=notify\n" in file.read_text()


def test_the_group_of_the_scanner_is_for_who_asks_it() -> None:
    settings = {"SAATHI_CLAMAV": "unix:/run/clamav/clamd.ctl"}
    outside = systemd_units.folders_outside_home(settings, None, "clamav")
    asking = {service.name for service in SERVICES if "clamav" in outside.groups(service)}
    assert asking == {"web", "operator"}
    over_tcp = systemd_units.folders_outside_home({"SAATHI_CLAMAV": "scanner:3310"}, None, "clamav")
    assert not any("clamav" in over_tcp.groups(service) for service in SERVICES)


@SYSTEMD
def test_units_are_valid_and_little_exposed(staged: Path, tmp_path: Path) -> None:
    folder = staged / "etc/systemd/system"
    files = [str(file) for file in unit_files(staged)]
    variables = {"PATH": os.environ["PATH"], "SYSTEMD_UNIT_PATH": f"{folder}:"}
    command = ["systemd-analyze", "verify", "--man=no", *files]
    process = subprocess.run(command, capture_output=True, text=True, check=False, env=variables)
    assert (process.returncode, process.stderr) == (0, "")
    named, _said = with_folders(tmp_path)
    files = [str(file) for file in sorted(named.glob("saathi*"))]
    command = ["systemd-analyze", "verify", "--man=no", *files]
    variables["SYSTEMD_UNIT_PATH"] = f"{named}:"
    process = subprocess.run(command, capture_output=True, text=True, check=False, env=variables)
    assert (process.returncode, process.stderr) == (0, "")
    for file in unit_files(staged):
        if file.suffix != ".service":
            continue
        limit = str(int(systemd_units.MOST_EXPOSED * 10))
        options = ("--offline=true", f"--root={staged}", f"--threshold={limit}")
        command = ["systemd-analyze", "security", *options, file.name]
        process = subprocess.run(command, capture_output=True, text=True, check=False)
        assert process.returncode == 0, process.stdout


@SYSTEMD
def test_systemd_timers_have_valid_schedules() -> None:
    every = (systemd_units.BACKUP_AT, systemd_units.DRILL_AT, systemd_units.ERASURES_AT)
    for when in (*every, systemd_units.BASE_BACKUP_AT, systemd_units.CLEAR_KEYS_AT):
        command = ["systemd-analyze", "calendar", when]
        subprocess.run(command, capture_output=True, check=True)


@CADDY
def test_caddy_takes_its_site(staged: Path, tmp_path: Path) -> None:
    site = staged / "etc/saathi/Caddyfile"
    command = ["caddy", "validate", "--adapter", "caddyfile", "--config", str(site)]
    variables = {"PATH": os.environ["PATH"], "HOME": str(tmp_path)}
    process = subprocess.run(command, capture_output=True, text=True, check=False, env=variables)
    assert "Valid configuration" in process.stdout + process.stderr
    assert f"max_size {proxies.BODY_MEGABYTES}MB" in site.read_text()
    # No access log: neither here nor by default.
    assert not re.search(r"^\s*log\b", site.read_text(), re.MULTILINE)


@NGINX
def test_nginx_takes_its_site(staged: Path, tmp_path: Path) -> None:
    certificate, key = _certificate(tmp_path)
    text = (staged / "etc/saathi/nginx.conf").read_text()
    assert text.count("access_log off;") == 2
    assert "listen [::]:443 ssl;" in text
    assert f"proxy_buffer_size {proxies.HEADER_KILOBYTES}k;" in text
    text = text.replace("/etc/ssl/saathi.pem", str(certificate))
    text = text.replace("/etc/ssl/saathi.key", str(key))
    whole = tmp_path / "nginx.conf"
    whole.write_text(f"pid {tmp_path}/pid;\nevents {{}}\nhttp {{\n{text}\n}}\n")
    process = subprocess.run(
        ["nginx", "-t", "-q", "-c", str(whole), "-e", str(tmp_path / "error.log")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (process.returncode, process.stderr) == (0, "")


def test_install_by_another_user_than_root_is_refused_in_a_sentence() -> None:
    if os.geteuid() != 0:
        output = install("--hosts", "saathi.example.org", good=False)
    else:
        output = install("--hosts", "saathi.example.org", good=False, user=65534, group=65534)
    assert "run it as root, or with --to" in output
    assert "Traceback" not in output


def test_program_in_a_home_folder_is_refused_since_services_cannot_enter_it() -> None:
    with pytest.raises(SettingError, match="ProtectHome"):
        installation.check_program_readable(InstallationLayout(Path("/root/saathi/bin/python")))
    with pytest.raises(SettingError, match="Other users cannot run"):
        installation.check_program_readable(InstallationLayout(Path("/opt/nothing/bin/python")))


def test_addresses_of_another_file_are_refused_in_a_sentence(tmp_path: Path) -> None:
    file = tmp_path / "saathi.env"
    file.write_text("SAATHI_DATABASE_URL=postgresql://saathi_app:x@db/saathi\n")
    output = install("--hosts", "a.example.org", "--addresses", file, "--dry-run", good=False)
    assert "names no SAATHI_DATABASE_URL_OWNER. Run `saathi setup-sql` again." in output
    output = install(
        "--hosts", "a.example.org", "--addresses", tmp_path / "no", "--dry-run", good=False
    )
    assert "cannot be read" in output


# --- The table -------------------------------------------------------------------------------------


def readers(path: str) -> set[str]:
    return {name for name, reads in dict(installed_paths.access_table())[path].items() if reads}


@pytest.mark.parametrize(
    ("path", "services"),
    [
        ("secrets/secret-key", {"web", "operator"}),
        ("secrets/context-key", {"web", "carrier", "operator"}),
        ("secrets/job-key", {"web", "carrier", "operator"}),
        ("secrets/invitation-key", {"web", "worker", "operator"}),
        ("keys/root-*.key", {"web", "worker", "carrier", "operator"}),
        ("keys/token.key", {"web", "worker", "carrier", "operator"}),
        ("keys/audit-signing.key", {"sealer", "operator"}),
        ("keys/backup-*.key", {"operator"}),
        ("backups", {"operator"}),
        ("audit", {"sealer", "operator"}),
        ("warehouse", {"worker"}),
        ("settings secret to web", {"web"}),
        ("settings secret to sealer", {"sealer"}),
        ("settings secret to operator", {"operator"}),
    ],
)
def test_table_gives_each_secret_to_these_services_alone(path: str, services: set[str]) -> None:
    assert readers(path) == services


def test_no_secret_is_open_to_others_and_no_service_owns_its_passwords() -> None:
    for place in installed_paths.HOME:
        assert not place.is_secret or place.mode & 0o007 == 0, place.path
    for service in SERVICES:
        for setting in service.secret_settings:
            place = installed_paths.secret_path(service, setting)
            assert (place.owner, place.mode) == ("root", 0o440)


def test_table_in_the_documentation_is_that_of_the_code() -> None:
    assert installed_paths.markdown() in (ROOT / "docs/deploy.md").read_text(encoding="utf-8")


def test_link_laid_by_a_service_is_not_followed_by_root(tmp_path: Path) -> None:
    """A service that can write a folder must not gain a file elsewhere when rights are mended."""
    target = tmp_path / "shadow"
    target.write_text("secret")
    place = installed_paths.InstalledPath("link", "root", "root", 0o644)
    (tmp_path / "link").symlink_to(target)
    with pytest.raises(SettingError, match="cannot be opened"):
        installation._set_rights_of(tmp_path / "link", place)
    (tmp_path / "hard").hardlink_to(target)
    with pytest.raises(SettingError, match="second name"):
        installation._set_rights_of(tmp_path / "hard", place)


def test_second_installation_keeps_database_and_choices_of_the_first(tmp_path: Path) -> None:
    """Without this an upgrade would turn a PostgreSQL of one's own into an embedded one."""
    layout = InstallationLayout(Path(sys.executable), tmp_path)
    assert installation.previous_choices(layout) == {}
    plan = systemd_units.InstallationPlan(
        layout, has_embedded=False, port=8123, workers=3, metrics_port=9123
    )
    address = "postgresql://saathi_app:word@db/saathi"
    choices = installation.InstallationChoices(
        plan, "saathi.example.org", {"SAATHI_DATABASE_URL": address}
    )
    layout.settings.mkdir(parents=True)
    installation.write_configuration(choices, installation.StagingTarget(Path("/")))
    folder = layout.secrets / "web"
    folder.mkdir(parents=True)
    (folder / "SAATHI_DATABASE_URL").write_text(f"{address}\n")
    output = install("--prefix", tmp_path, "--to", tmp_path / "second")
    assert "saathi-database.service" not in output
    again = (
        tmp_path / "second" / layout.units.relative_to("/") / "system/saathi-web.service"
    ).read_text()
    assert "--bind 127.0.0.1:8123 --processes 3" in again


def test_first_installation_without_a_name_is_refused_in_a_sentence(tmp_path: Path) -> None:
    output = install("--prefix", tmp_path, "--dry-run", good=False)
    assert "Give the host name that staff type: --hosts" in output


def test_groups_that_may_read_secrets_are_those_of_the_accounts() -> None:
    from saathi.config.deployment import accounts
    from saathi.infra import private_files

    assert set(accounts.SHARED_GROUPS) - {accounts.STATE} == private_files.SECRET_GROUPS


@pytest.mark.parametrize(
    "hosts",
    ["https://a.example.org", "a.example.org:443", "a b", "a,,b", "-a.org", f"{'a' * 64}.org"],
)
def test_a_name_that_is_no_host_is_refused_in_a_sentence(tmp_path: Path, hosts: str) -> None:
    output = install("--prefix", tmp_path, "--dry-run", f"--hosts={hosts}", good=False)
    assert "is not a name of a host" in output


@pytest.mark.parametrize("port", [0, 65_536, 9464])
def test_a_port_out_of_range_or_taken_is_refused_in_a_sentence(tmp_path: Path, port: int) -> None:
    words = ("--prefix", tmp_path, "--dry-run", "--hosts", "a.example.org")
    output = install(*words, "--port", str(port), good=False)
    assert "port must" in output.lower()
    install(*words, "--port", "65535")
