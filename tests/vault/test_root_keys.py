"""Root keys in files: written completely, checked, distinguished, and never shown."""

import base64
import os
import uuid
from pathlib import Path

import pytest

from saathi.vault import root_keys
from saathi.vault.errors import RootKeyUnusable, VaultError

FILE = uuid.uuid4()
DATA_KEY = os.urandom(32)


def test_a_data_key_comes_back_with_the_root_key_that_wrapped_it(tmp_path: Path) -> None:
    key = root_keys.create_root_key(tmp_path)
    wrapped = key.wrap(FILE, DATA_KEY)

    loaded = root_keys.load_root_keys(tmp_path)

    assert loaded.get(key.kek_id).unwrap(FILE, wrapped) == DATA_KEY
    assert DATA_KEY not in wrapped


def test_a_wrapped_key_put_beside_another_file_does_not_open(tmp_path: Path) -> None:
    key = root_keys.create_root_key(tmp_path)

    with pytest.raises(VaultError, match="does not open"):
        key.unwrap(uuid.uuid4(), key.wrap(FILE, DATA_KEY))


@pytest.mark.parametrize("wrapped", [b"", b"\x01", b"\x01" + b"x" * 12, b"\x02" + b"x" * 60])
def test_a_damaged_wrapped_key_is_a_plain_error(tmp_path: Path, wrapped: bytes) -> None:
    with pytest.raises(VaultError, match="does not open"):
        root_keys.create_root_key(tmp_path).unwrap(FILE, wrapped)


def test_generations_count_up_and_the_newest_is_the_highest(tmp_path: Path) -> None:
    made = [root_keys.create_root_key(tmp_path) for _ in range(3)]

    loaded = root_keys.load_root_keys(tmp_path)

    assert [root_keys.root_key_generation(key.kek_id) for key in made] == [1, 2, 3]
    assert loaded.get_newest.kek_id == made[2].kek_id
    assert set(loaded) == {key.kek_id for key in made}


def test_the_number_of_a_retired_key_is_not_given_again(tmp_path: Path) -> None:
    key = root_keys.create_root_key(tmp_path)
    (tmp_path / "retired").mkdir()
    name = f"root-{key.kek_id}.key"
    (tmp_path / name).rename(tmp_path / "retired" / name)

    assert root_keys.root_key_generation(root_keys.create_root_key(tmp_path).kek_id) == 2


def test_the_tenthousandth_generation_is_newer_than_the_one_before(tmp_path: Path) -> None:
    for number in (9999, 10000):
        secret = os.urandom(32)
        name = f"root-{number}-{root_keys.fingerprint(secret)}.key"
        root_keys.write_key(tmp_path / name, secret)

    assert root_keys.load_root_keys(tmp_path).get_newest.kek_id.startswith("10000-")


def test_a_key_file_is_for_its_owner_alone_and_holds_32_bytes(tmp_path: Path) -> None:
    root_keys.create_root_key(tmp_path)
    [path] = tmp_path.iterdir()

    assert path.stat().st_mode & 0o777 == 0o600
    assert len(base64.b64decode(path.read_text())) == 32


def test_an_empty_folder_says_that_the_root_key_is_missing(tmp_path: Path) -> None:
    with pytest.raises(RootKeyUnusable, match="There is no root key in"):
        root_keys.load_root_keys(tmp_path)


def test_missing_root_key_is_named(tmp_path: Path) -> None:
    root_keys.create_root_key(tmp_path)

    with pytest.raises(RootKeyUnusable, match="0007-00000000 is not in"):
        root_keys.load_root_keys(tmp_path).get("0007-00000000")


def test_a_key_file_that_others_can_read_is_refused(tmp_path: Path) -> None:
    root_keys.create_root_key(tmp_path)
    [path] = tmp_path.iterdir()
    path.chmod(0o640)

    with pytest.raises(RootKeyUnusable, match="chmod 600"):
        root_keys.load_root_keys(tmp_path)


@pytest.mark.parametrize("content", [b"", b"c2hvcnQ=", b"\xff\xfe", b"not base64 at all!"])
def test_a_damaged_key_file_is_refused_without_quoting_it(tmp_path: Path, content: bytes) -> None:
    root_keys.create_root_key(tmp_path)
    [path] = tmp_path.iterdir()
    path.write_bytes(content)

    with pytest.raises(RootKeyUnusable, match="damaged") as raised:
        root_keys.load_root_keys(tmp_path)
    assert raised.value.__context__ is None


def test_a_key_file_with_another_key_in_it_is_refused(tmp_path: Path) -> None:
    root_keys.create_root_key(tmp_path)
    [path] = tmp_path.iterdir()
    path.write_bytes(base64.b64encode(os.urandom(32)))

    with pytest.raises(RootKeyUnusable, match="does not hold the key it is named for"):
        root_keys.load_root_keys(tmp_path)


def test_an_existing_key_file_is_never_written_over(tmp_path: Path) -> None:
    path = tmp_path / "token.key"
    root_keys.write_key(path, DATA_KEY)

    with pytest.raises(FileExistsError):
        root_keys.write_key(path, os.urandom(32))
    assert root_keys.read_key_file(path) == DATA_KEY
    assert list(tmp_path.iterdir()) == [path]


def test_printing_a_root_key_shows_its_name_only(tmp_path: Path) -> None:
    key = root_keys.create_root_key(tmp_path)

    assert repr(key) == f"<FileRootKey {key.kek_id}>"
    assert repr(root_keys.load_root_keys(tmp_path)) == f"<RootKeys ['{key.kek_id}']>"
