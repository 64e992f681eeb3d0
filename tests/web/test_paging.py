"""Keys of lists by time: the key in an address is exactly the position of the record."""

import datetime as dt
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saathi.web.paging import PageKey

PK = UUID(int=7)


@given(st.datetimes(min_value=dt.datetime(1900, 1, 1), timezones=st.just(dt.UTC)), st.uuids())  # noqa: DTZ001 - hypothesis adds the zone
def test_a_key_comes_back_from_an_address_to_the_microsecond(at: dt.datetime, pk: UUID) -> None:
    assert PageKey.from_text(str(PageKey(at, pk))) == PageKey(at, pk)


def test_a_key_is_whole_microseconds_and_an_id() -> None:
    at = dt.datetime(2026, 11, 27, 19, 36, 7, 123457, tzinfo=dt.UTC)
    assert str(PageKey(at, PK)) == f"1795808167123457_{PK}"


@pytest.mark.parametrize(
    "text",
    ["", "x", "_", f"nan_{PK}", f"1.5_{PK}", f"1e400_{PK}", "1795808167123457_x",
     f"{'9' * 30}_{PK}", f"{'9' * 5000}_{PK}", f"-{'9' * 18}_{PK}"],
)  # fmt: skip
def test_invalid_page_key_shows_the_first_page(text: str) -> None:
    assert PageKey.from_text(text) is None
