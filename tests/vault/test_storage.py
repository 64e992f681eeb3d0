"""Files on disk, while other processes write and delete there as well."""

from pathlib import Path
from uuid import UUID

from saathi.vault.storage import DiskStorage


def test_a_file_that_another_process_deletes_meanwhile_is_left_out_of_the_list(
    tmp_path: Path,
) -> None:
    storage = DiskStorage(tmp_path)
    first, second, third = (UUID(int=number) for number in range(1, 4))
    for one in (first, second, third):
        storage.write(one, [b"sealed"])

    listed = storage.stored()
    found = [next(listed)[0]]
    storage.delete(second)
    found += [one for one, _at in listed]

    assert found == [first, third]
