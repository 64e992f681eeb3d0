"""The settings of where the heads of the audit log are sent, and what is said of wrong ones."""

from pathlib import Path

import pytest

from saathi.audit.destinations import FolderDestination, HttpsDestination, SftpDestination
from saathi.config import heads_settings
from saathi.config.env import SettingError

type Environment = pytest.MonkeyPatch


@pytest.fixture
def key(tmp_path: Path, monkeypatch: Environment) -> Path:
    path = tmp_path / "key"
    path.write_text("not read here")
    for name in ("KEY", "KNOWN_HOSTS"):
        monkeypatch.setenv(f"SAATHI_HEADS_SSH_{name}", str(path))
    return path


def test_heads_are_sent_nowhere_unless_it_is_set(monkeypatch: Environment) -> None:
    monkeypatch.delenv("SAATHI_HEADS_TO", raising=False)
    assert heads_settings.heads_destination() is None


def test_heads_go_to_a_folder(monkeypatch: Environment) -> None:
    monkeypatch.setenv("SAATHI_HEADS_TO", "/mnt/elsewhere")
    assert heads_settings.heads_destination() == FolderDestination(Path("/mnt/elsewhere"))


def test_heads_go_to_an_https_server_with_a_token_from_a_file(
    monkeypatch: Environment, key: Path
) -> None:
    monkeypatch.setenv("SAATHI_HEADS_TO", "https://heads.example.org/saathi/")
    monkeypatch.setenv("SAATHI_HEADS_TOKEN_FILE", str(key))
    monkeypatch.setenv("SAATHI_HEADS_CA", str(key))
    assert heads_settings.heads_destination() == HttpsDestination(
        "https://heads.example.org/saathi", key, "not read here"
    )


def test_heads_go_to_an_sftp_server(monkeypatch: Environment, key: Path) -> None:
    monkeypatch.setenv("SAATHI_HEADS_TO", "sftp://saathi@heads.example.org:2222/in box/")
    assert heads_settings.heads_destination() == SftpDestination(
        "saathi", "heads.example.org", 2222, "/in box", key, key
    )


@pytest.mark.parametrize(
    ("value", "says"),
    [
        ("http://heads.example.org/", "must begin with https://"),
        ("https://", "must look like"),
        ("https://me:s3cret@heads.example.org/", "without a password"),
        ("https://s3cret@heads.example.org/", "SAATHI_HEADS_TOKEN_FILE"),
        ("https://heads.example.org/?a=s3cret", "must look like"),
        ("sftp://heads.example.org/", "name the user"),
        ("sftp://-oProxyCommand=x@heads.example.org/", "name the user"),
        ('sftp://me@heads.example.org/"\nrm *', "must not hold"),
    ],
)
def test_wrong_addresses_are_refused_without_their_secrets(
    monkeypatch: Environment, key: Path, value: str, says: str
) -> None:
    assert key.exists()
    monkeypatch.setenv("SAATHI_HEADS_TO", value)
    with pytest.raises(SettingError, match=says) as caught:
        heads_settings.heads_destination()
    assert "s3cret" not in str(caught.value)


@pytest.mark.parametrize("name", ["SAATHI_HEADS_SSH_KEY", "SAATHI_HEADS_SSH_KNOWN_HOSTS"])
def test_a_key_file_that_is_not_there_is_named(
    monkeypatch: Environment, key: Path, name: str
) -> None:
    monkeypatch.setenv("SAATHI_HEADS_TO", "sftp://saathi@heads.example.org/")
    monkeypatch.setenv(name, str(key.with_name("nowhere")))
    with pytest.raises(SettingError, match=name):
        heads_settings.heads_destination()


def test_a_file_of_certificates_that_is_not_there_is_named(
    monkeypatch: Environment, tmp_path: Path
) -> None:
    monkeypatch.setenv("SAATHI_HEADS_TO", "https://heads.example.org/")
    monkeypatch.setenv("SAATHI_HEADS_CA", str(tmp_path / "nowhere"))
    with pytest.raises(SettingError, match="SAATHI_HEADS_CA"):
        heads_settings.heads_destination()
