"""A file as an answer has a name of ours, is saved rather than shown, and keeps to its header."""

import pytest

from saathi.web import downloads


def test_a_download_has_a_name_of_ours_and_is_saved() -> None:
    answer = downloads.attachment_response("a,b\n", "cases.csv", downloads.CSV)
    assert answer.headers["Content-Disposition"] == 'attachment; filename="cases.csv"'
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Type"] == downloads.CSV


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ('x"; evil="y.csv', 'attachment; filename="x\\"; evil=\\"y.csv"'),
        ("a\r\nSet-Cookie: x=y", 'attachment; filename="a_Set-Cookie: x=y"'),
        ("../../etc/passwd", 'attachment; filename=".._.._etc_passwd"'),
        ("काम.csv", "attachment; filename*=utf-8''%E0%A4%95%E0%A4%BE%E0%A4%AE.csv"),
    ],
)
def test_a_name_cannot_end_the_header(name: str, written: str) -> None:
    assert (
        downloads.attachment_response("a", name, downloads.CSV).headers["Content-Disposition"]
        == written
    )
