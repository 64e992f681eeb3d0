"""Files on disk, while other processes write and delete there as well."""

import datetime as dt
import os
from pathlib import Path
from uuid import UUID

from saathi.vault.storage import DiskStorage

LATER = dt.datetime(2100, 1, 1, tzinfo=dt.UTC)


def test_a_file_that_another_process_deletes_meanwhile_is_left_out_of_the_list(
    tmp_path: Path,
) -> None:
    storage = DiskStorage(tmp_path)
    first, second, third = (UUID(int=number) for number in range(1, 4))
    for item in (first, second, third):
        storage.write(item, [b"sealed"])

    listed = storage.list_ids(LATER)
    found = [next(listed)]
    storage.delete(second)
    found += list(listed)

    assert found == [first, third]


def test_file_rewritten_after_listing_is_not_deleted(tmp_path: Path) -> None:
    storage = DiskStorage(tmp_path)
    result, moment = UUID(int=1), dt.datetime(2026, 1, 2, tzinfo=dt.UTC)
    storage.write(result, [b"sealed"])
    [path] = tmp_path.glob("*/*")
    os.utime(path, (0, 0))
    assert list(storage.list_ids(moment)) == [result]

    path.touch()  # as a restore does with what the backup names

    assert not storage.delete_old(result, moment)
    assert path.exists()


def test_old_unfinished_drafts_are_deleted_and_young_ones_kept(tmp_path: Path) -> None:
    storage = DiskStorage(tmp_path)
    storage.write(UUID(int=1), [b"sealed"])
    [whole] = tmp_path.glob("*/*")
    old = [whole.with_name(f"{UUID(int=2)}.part"), whole.with_name(f".{UUID(int=3)}.half")]
    young = whole.with_name(f"{UUID(int=4)}.part")
    for draft in (*old, young):
        draft.write_bytes(b"sea")
    for path in (*old, whole):
        os.utime(path, (0, 0))
    moment = dt.datetime(2026, 1, 2, tzinfo=dt.UTC)

    assert list(storage.list_ids(moment)) == [UUID(int=1)]
    assert storage.delete_unfinished(moment) == 2
    assert sorted(tmp_path.glob("*/*")) == sorted([whole, young])
