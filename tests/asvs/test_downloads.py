"""A file as an answer has a name of ours, is saved rather than shown, and keeps to its header."""

import pytest

from saathi.web import downloads


def test_a_download_has_a_name_of_ours_and_is_saved() -> None:
    answer = downloads.to_save("a,b\n", "cases.csv", downloads.CSV)
    assert answer.headers["Content-Disposition"] == 'attachment; filename="cases.csv"'
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Type"] == downloads.CSV


@pytest.mark.parametrize(
    "name", ['x"; evil="y.csv', "a\r\nSet-Cookie: x=y", "../../etc/passwd", "फ़ाइल.csv"]
)
def test_a_name_cannot_end_the_header(name: str) -> None:
    told = downloads.to_save("a", name, downloads.CSV).headers["Content-Disposition"]
    assert told.startswith("attachment")
    assert "\r" not in told
    assert "\n" not in told
    assert "/" not in told.replace("utf-8''", "")
    assert told.count('"') in {0, 2} or '\\"' in told
