"""Containerfile and compose.yaml match the table and are valid. No container engine runs here."""

import re
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from saathi.config.commands import COMMANDS
from saathi.config.deployment import containers, installed_paths
from saathi.config.deployment.accounts import BY_NAME, OPERATOR, SERVICES, ServiceAccount

ROOT = Path(__file__).resolve().parents[2]
COPIED_FROM_BUILD = {
    "requirements-run.lock": "made by `make lock`",
    "dist/saathi-*.whl": "made by `make package`",
}


def merged(services: dict[str, Any]) -> dict[str, Any]:
    return {name: dict(values) for name, values in services.items()}


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    text = (ROOT / "compose.yaml").read_text(encoding="utf-8")
    return dict(YAML(typ="safe").load(text))


def test_files_in_the_repository_are_those_of_the_table() -> None:
    assert (ROOT / "compose.yaml").read_text("utf-8") == containers.compose_file()
    assert (ROOT / "Containerfile").read_text("utf-8") == containers.containerfile()


def test_compose_file_is_valid_by_the_schema_of_compose() -> None:
    tool = Path(sys.executable).with_name("check-jsonschema")
    command = [tool, "--builtin-schema", "vendor.compose-spec", ROOT / "compose.yaml"]
    process = subprocess.run(command, capture_output=True, text=True, check=False)
    assert process.returncode == 0, process.stdout


def test_services_run_without_root_privileges_and_writable_image(compose: dict[str, Any]) -> None:
    for name, service in merged(compose["services"]).items():
        assert service["cap_drop"] == ["ALL"], name
        assert service["security_opt"] == ["no-new-privileges:true"], name
        if name == "setup":  # once, by hand, without a network
            assert (service["user"], service["network_mode"]) == ("0:0", "none")
            assert service["profiles"] == ["by-hand"]
            continue
        assert service["read_only"] is True, name
        assert not service["user"].startswith("0"), name
        assert "privileged" not in service


def test_each_service_has_user_groups_and_secrets_of_the_table(compose: dict[str, Any]) -> None:
    users = []
    for service in (*containers.RUNNING, OPERATOR):
        found = compose["services"][service.name]
        number = containers.user_numbers()[service.user]
        users.append(found["user"])
        assert found["user"] == f"{number}:{number}"
        numbers = containers.group_numbers()
        assert found["group_add"] == [str(numbers[group]) for group in service.groups]
        # Of the secrets of settings only its own folder.
        mounted = [volume for volume in found["volumes"] if "/etc/saathi/secrets/" in volume]
        assert [volume.split(":")[1] for volume in mounted] == [
            f"/etc/saathi/secrets/{service.name}"
        ]
        assert mounted[0].endswith(":ro")
    assert len(set(users)) == len(users)


@pytest.mark.parametrize("service", containers.RUNNING, ids=lambda service: service.name)
def test_mounts_show_no_secret_that_the_table_refuses(
    compose: dict[str, Any], service: ServiceAccount
) -> None:
    """A file that is not mounted does not exist there; one in a mounted folder is refused by its rights."""
    volumes = compose["services"][service.name]["volumes"]
    seen = [v.split(":")[1].removeprefix("/var/lib/saathi/") for v in volumes if "/var/lib" in v]
    assert "" not in seen  # never the whole home
    assert not any(path == "secrets" for path in seen)
    for place in installed_paths.HOME:
        if place.is_secret and place.may_read(service):
            assert any(place.path == p or place.path.startswith(f"{p}/") for p in seen), place.path
        if place.is_secret and place.path in seen:
            assert place.may_read(service), place.path
    written = {v.split(":")[1] for v in volumes if "/var/lib" in v and not v.endswith(":ro")}
    assert written == {
        f"/var/lib/saathi/{path}" for path in installed_paths.paths_written_by(service)
    }


def test_published_ports_are_on_loopback_only(compose: dict[str, Any]) -> None:
    ports = [p for s in compose["services"].values() for p in s.get("ports", [])]
    assert ports == ["127.0.0.1:8000:8000", "127.0.0.1:9464:9464"]


def test_commands_of_compose_exist(compose: dict[str, Any]) -> None:
    for service in containers.RUNNING:
        words = compose["services"][service.name]["command"]
        if words[:2] == ["/bin/sh", "-c"]:
            words = shlex.split(words[2].rpartition("exec ")[2])
        assert words[0] == str(containers.PROGRAM)
        assert words[2] in {"saathi.config.web_processes", "saathi.config.command"}
        assert words[2] == "saathi.config.web_processes" or words[3] in COMMANDS


def test_containerfile_copies_existing_files_and_ends_as_user_without_keys() -> None:
    text = (ROOT / "Containerfile").read_text("utf-8")
    lines = re.sub(r"\\\n\s*", "", text).splitlines()
    for line in lines:
        if line.startswith("COPY") and "--from" not in line:
            source = line.split()[1]
            assert source in COPIED_FROM_BUILD or (ROOT / source).exists(), line
    stages = [line for line in lines if line.startswith("FROM")]
    assert len(stages) == 2
    assert all("latest" not in stage for stage in stages)
    [user] = [line.split()[1] for line in lines if line.startswith("USER")]
    assert user == "65534:65534"
    assert "--require-hashes" in text
    for service in SERVICES:
        assert f"useradd --uid {containers.user_numbers()[service.user]} " in text
    entry = [line for line in lines if line.startswith("ENTRYPOINT")]
    assert entry == ['ENTRYPOINT ["/opt/saathi/bin/python", "-m", "saathi.config.command"]']


def test_python_of_the_image_is_new_enough() -> None:
    wanted = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    [version] = set(re.findall(r"python:(\d+\.\d+)-", (ROOT / "Containerfile").read_text("utf-8")))
    assert tuple(map(int, version.split("."))) >= (3, 12)
    assert wanted["requires-python"] == ">=3.12"
    assert BY_NAME["web"].user == "saathi-web"
