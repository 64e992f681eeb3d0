"""Reading ahead does not change the items."""

from collections.abc import Iterator

import pytest

from saathi.evidence.warehouse.read_ahead import MAX_AHEAD, read_ahead


def test_read_ahead_keeps_the_order_of_items() -> None:
    assert list(read_ahead(range(1, 100))) == list(range(1, 100))
    assert list(read_ahead([])) == []


def test_read_ahead_raises_reading_errors_after_the_items_read() -> None:
    def breaks() -> Iterator[int]:
        yield 1
        raise OSError("the line broke")

    items = read_ahead(breaks())
    assert next(items) == 1
    with pytest.raises(OSError, match="the line broke"):
        next(items)


def test_read_ahead_stops_when_the_consumer_stops() -> None:
    read = []

    def counts() -> Iterator[int]:
        for number in range(1, 1000):
            read.append(number)
            yield number

    items = read_ahead(counts())
    assert next(items) == 1
    items.close()  # type: ignore[attr-defined]
    assert len(read) <= MAX_AHEAD + 3
