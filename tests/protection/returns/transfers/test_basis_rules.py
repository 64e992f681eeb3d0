"""Which agreements and focal points a transfer can be based on, as a table."""

import datetime as dt

import pytest

from saathi.policy.agreements.vocabulary import AgreementStage, FocalPointFunction
from saathi.protection.returns.transfers.basis_rules import (
    AgreementTimes,
    is_agreement_in_force,
    is_usable_focal_point,
)

DAY = dt.date(2026, 6, 10)
BEFORE, AFTER = DAY - dt.timedelta(days=1), DAY + dt.timedelta(days=1)
IN_FORCE = AgreementStage.IN_FORCE


@pytest.mark.parametrize("stage", list(AgreementStage))
def test_only_an_agreement_in_force_counts(stage: AgreementStage) -> None:
    counts = is_agreement_in_force(AgreementTimes(stage), on=DAY, is_confirmed=True)
    assert counts == (stage == IN_FORCE)


@pytest.mark.parametrize(
    ("begins", "ends", "counts"),
    [
        (None, None, True),
        (DAY, DAY, True),
        (BEFORE, AFTER, True),
        (AFTER, None, False),
        (None, BEFORE, False),
    ],
)
def test_agreement_counts_between_its_dates(
    begins: dt.date | None, ends: dt.date | None, *, counts: bool
) -> None:
    times = AgreementTimes(IN_FORCE, begins, ends)
    assert is_agreement_in_force(times, on=DAY, is_confirmed=True) == counts


def test_unconfirmed_entries_do_not_count() -> None:
    assert not is_agreement_in_force(AgreementTimes(IN_FORCE), on=DAY, is_confirmed=False)
    assert not is_usable_focal_point(FocalPointFunction.NATIONAL, is_confirmed=False)


@pytest.mark.parametrize("function", list(FocalPointFunction))
def test_only_the_national_focal_point_counts(function: FocalPointFunction) -> None:
    counts = is_usable_focal_point(function, is_confirmed=True)
    assert counts == (function == FocalPointFunction.NATIONAL)
