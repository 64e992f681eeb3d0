"""What an audit entry may contain, and what it must never contain."""

import datetime as dt
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saathi.audit.leaves import month_of
from saathi.audit.rules import CODE, AuditDetailRefused, check_detail, check_purpose
from saathi.audit.vocabulary import DETAIL_KEYS, AuditArea, AuditKind, document_audit_kinds

ONE = UUID("6f1c7a52-0d5e-4a38-9b7e-0f6b7d1c2a10")


@pytest.mark.parametrize(
    ("detail", "stored"),
    [
        (None, None),
        ({}, None),
        ({"reason": "cases.risk_of_harm"}, {"reason": "cases.risk_of_harm"}),
        ({"reason": None}, {"reason": None}),
        ({"staff": ONE}, {"staff": str(ONE)}),
        ({"count": 12, "truncated": True}, {"count": 12, "truncated": True}),
        ({"changed": ["due_on", "level"]}, {"changed": ["due_on", "level"]}),
        ({"ends_at": dt.date(2026, 7, 1)}, {"ends_at": "2026-07-01"}),
        (
            {"ends_at": dt.datetime(2026, 7, 1, 6, tzinfo=dt.timezone(dt.timedelta(hours=6)))},
            {"ends_at": "2026-07-01T00:00:00+00:00"},
        ),
        ({"method": AuditKind.LOOKED}, {"method": "looked"}),
    ],
)
def test_ids_and_codes_in_audit_detail_are_stored(
    detail: dict[str, object] | None, stored: dict[str, object] | None
) -> None:
    assert check_detail(detail) == stored


@pytest.mark.parametrize(
    "detail",
    [
        {"name": "rahima"},
        {"Reason": "risk"},
        {"reason": "She said that her uncle"},
        {"reason": "Rahima"},
        {"reason": "রহিমা"},
        {"reason": "risk\n"},
        {"reason": ""},
        {"reason": "r" * 41},
        {"reason": "01711123456"},
        {"reason": 5},
        {"reason": {"a": "b"}},
        {"reason": ["risk", "her uncle"]},
        {"reason": ["risk"] * 201},
        {"reason": [["risk"]]},
        {"count": 1711123456},
        {"count": -1711123456},
        {"count": 2.5},
        {"count": True},
        {"count": "5"},
        {"truncated": 1},
        {"staff": str(ONE)},
        {"staff": "rahima"},
        {"ends_at": "2026-07-01"},
        {"ends_at": dt.datetime(2026, 7, 1)},  # noqa: DTZ001 - which is what is refused
    ],
)
def test_free_text_in_audit_detail_is_refused_and_not_repeated(detail: dict[str, object]) -> None:
    with pytest.raises(AuditDetailRefused) as refused:
        check_detail(detail)
    for word in ("rahima", "Rahima", "uncle", "রহিমা", "1711123456"):
        assert detail == {"name": "rahima"} or word not in str(refused.value)


@given(st.text())
def test_audit_detail_key_that_is_no_code_is_not_repeated(key: str) -> None:
    if key in DETAIL_KEYS:
        return
    with pytest.raises(AuditDetailRefused) as refused:
        check_detail({key: 1})
    message = str(refused.value).split(": ")[-1]
    assert message == (key if CODE.fullmatch(key) else "(not a code)")


@pytest.mark.parametrize("purpose", ["", "own_case", "tracing.family"])
def test_a_purpose_is_a_code(purpose: str) -> None:
    assert check_purpose(purpose) == purpose


@pytest.mark.parametrize("purpose", ["to see Rahima", "Own", " ", "x" * 41, "own_case\n"])
def test_a_purpose_in_words_is_refused(purpose: str) -> None:
    with pytest.raises(AuditDetailRefused):
        check_purpose(purpose)


def test_every_kind_and_key_is_documented() -> None:
    page = Path(__file__).resolve().parents[2] / "docs" / "audit-kinds.md"
    assert page.read_text(encoding="utf-8") == document_audit_kinds(), (
        "Run `python tools/audit_kinds.py`."
    )


def test_every_kind_says_what_it_means() -> None:
    assert {kind.area for kind in AuditKind} == set(AuditArea)
    for kind in AuditKind:
        assert kind.meaning.endswith("."), kind
    assert len({kind.meaning for kind in AuditKind}) == len(AuditKind)


@given(st.datetimes(min_value=dt.datetime(1, 1, 1), max_value=dt.datetime(9999, 12, 31)))  # noqa: DTZ001
def test_the_month_of_a_moment(moment: dt.datetime) -> None:
    since = moment - dt.datetime(1970, 1, 1)  # noqa: DTZ001
    micros = (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds
    assert month_of(str(micros)) == f"{moment.year:04}-{moment.month:02}"


def test_a_moment_that_is_none_has_no_month() -> None:
    assert month_of("Infinity") == "?"
