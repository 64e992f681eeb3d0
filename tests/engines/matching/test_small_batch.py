"""Similarity in plain Python equals the database's, to the last significant digit."""

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from saathi.engines.matching.linking.small_batch import jaro_winkler

TEXTS = st.text(alphabet="abcdeimnrsu", max_size=14)


@given(st.lists(st.tuples(TEXTS, TEXTS), min_size=1, max_size=40))
def test_plain_python_similarity_equals_the_database(pairs: list[tuple[str, str]]) -> None:
    with duckdb.connect() as database:
        asked = (
            "SELECT jaro_winkler_similarity(x, y) FROM (SELECT unnest($a) AS x, unnest($b) AS y)"
        )
        a, b = (list(side) for side in zip(*pairs, strict=True))
        found = [value for (value,) in database.execute(asked, {"a": a, "b": b}).fetchall()]
    assert [jaro_winkler(x, y) for x, y in pairs] == pytest.approx(found)
