"""Reading ahead changes nothing in what is read."""

from collections.abc import Iterator

import pytest

from saathi.evidence.warehouse.reading_ahead import AHEAD, read_ahead


def test_everything_comes_in_its_order() -> None:
    assert list(read_ahead(range(1, 100))) == list(range(1, 100))
    assert list(read_ahead([])) == []


def test_what_goes_wrong_while_reading_is_raised_after_what_was_read() -> None:
    def breaks() -> Iterator[int]:
        yield 1
        raise OSError("the line broke")

    taken = read_ahead(breaks())
    assert next(taken) == 1
    with pytest.raises(OSError, match="the line broke"):
        next(taken)


def test_who_stops_early_stops_the_reading() -> None:
    read = []

    def counts() -> Iterator[int]:
        for number in range(1, 1000):
            read.append(number)
            yield number

    taken = read_ahead(counts())
    assert next(taken) == 1
    taken.close()  # type: ignore[attr-defined]
    assert len(read) <= AHEAD + 3
