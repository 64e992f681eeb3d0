"""A case closes because the child died: when, how it is known, and never on hearsay out of danger."""

import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction
from django.http import HttpResponse

from saathi.agencies.models import Staff
from saathi.desk import actions
from saathi.infra import clock
from saathi.people.vocabulary import CONFIRMS_DEATH, DeathSource
from saathi.protection.casework.cases.actions.approvals import ApprovalRefused
from saathi.protection.casework.cases.models import Case, Closing
from saathi.protection.casework.cases.vocabulary import (
    ClosingReason,
)
from tests.desk.closings import ask, case, form, place
from tests.reading import day
from tests.roles import acting, role
from tests.screens import read
from tests.signing import signed_in

pytestmark = pytest.mark.django_db
__all__ = ["case"]
UNCONFIRMED = sorted(set(DeathSource) - CONFIRMS_DEATH)
MUST_CONFIRM = "Before the case can be closed, the death must be confirmed"


@pytest.fixture
def in_danger(case: Case) -> Case:
    with role("maintenance"):
        Case.objects.filter(pk=case.pk).update(danger_reported_at=clock.now())
    return case


def send(case: Case, worker: Staff, **fields: object) -> HttpResponse:
    died = {"reason": "died", "evaluation": "died", "words": "", "version": case.version}
    return signed_in(worker).post(place("request_closing", case), form(**(died | fields)))


def saved(case: Case) -> Closing | None:
    with role("maintenance"):
        return Closing.objects.filter(case=case).first()


UNKNOWN = {"death_date_unknown": "on"}


@pytest.mark.parametrize(
    ("typed", "field", "error"),
    [
        (UNKNOWN, "death_source", "Choose the source of the information about the death."),
        ({"death_source": "told"}, "died_on", "or tick that it is not known."),
        (
            {"death_source": "told", **UNKNOWN, **day("died_on", dt.date(2026, 1, 5))},
            "death_date_unknown",
            "not both",
        ),
        (
            {"death_source": "told", **day("died_on", dt.date(2099, 1, 5))},
            "died_on",
            "today’s date or an earlier date",
        ),
        (
            {"reason": "recovery", "evaluation": "refused", "death_source": "told"},
            "death_source",
            "the reason for closure is not that the child died",
        ),
    ],
)
def test_request_says_when_the_child_died_and_how_it_is_known(
    case: Case, worker: Staff, typed: dict[str, object], field: str, error: str
) -> None:
    response = send(case, worker, **typed)
    assert error in read(response)[0]
    assert list(response.context["form"].errors) == [field]
    assert saved(case) is None


def test_how_a_death_is_known_has_no_default(case: Case, worker: Staff) -> None:
    shown = signed_in(worker).get(place("request_closing", case)).context["form"]
    assert not shown["death_source"].value()
    assert not shown["died_on"].value()
    assert next(iter(shown.fields["death_source"].choices))[0] == ""
    with role("maintenance"):
        assert not Closing().death_source


def test_request_keeps_the_day_and_the_source_of_the_death(case: Case, worker: Staff) -> None:
    died_on = worker.office.today() - dt.timedelta(days=3)
    response = send(
        case, worker, death_source="certificate", evaluation="", **day("died_on", died_on)
    )
    assert response.status_code == 302
    client = signed_in(worker)
    closing = saved(case)
    assert closing is not None
    assert (closing.died_on, closing.death_source) == (died_on, "certificate")
    assert closing.evaluation == "died", "it is not asked"
    shown = client.get(place("request_closing", case)).content.decode()
    assert 'data-opens="died:death_source"' in shown, "see steps.js"
    assert 'data-hides="died:evaluation words ' in shown, "see steps.js"
    page = read(client.get(place("show_closing", case)))[0]
    assert f"Date of death {died_on.day} " in page
    assert "Source of the information about the death Death certificate or hospital" in page


@pytest.mark.parametrize("source", UNCONFIRMED)
def test_death_on_hearsay_is_recorded_and_not_approved_in_danger(
    in_danger: Case, worker: Staff, supervisor: Staff, source: str
) -> None:
    if source != DeathSource.NOT_ASKED:  # a request of before this was asked
        listed = send(in_danger, worker, death_source=source, **UNKNOWN)
        assert MUST_CONFIRM in read(listed)[0]
        assert "Immediate danger was reported" in read(listed)[0]
        assert saved(in_danger) is None
        sent = send(in_danger, worker, death_source=source, anyway="on", **UNKNOWN)
        assert sent.status_code == 302, "it can be recorded"
    else:
        ask(in_danger, worker, reason="died", evaluation="died")
    closing = saved(in_danger)
    assert closing is not None
    page = read(signed_in(worker).get(place("show_closing", in_danger)))[0]
    assert MUST_CONFIRM in page
    missing = "not recorded" if source == DeathSource.NOT_ASKED else "not known"
    assert f"Date of death {missing}" in page
    with acting(supervisor):
        closing = Closing.objects.select_related("case__office").get(pk=closing.pk)
        with pytest.raises(ApprovalRefused) as refusal:
            actions.close_case(case=closing.case, closing=closing, actor=supervisor)
    codes = [reason.code for reason in refusal.value.reasons]
    assert codes == ["danger_reported", "death_not_confirmed"]
    with role("maintenance"):
        assert Case.objects.get(pk=in_danger.pk).status == "closing_asked"


@pytest.mark.parametrize("source", sorted(CONFIRMS_DEATH))
def test_confirmed_death_closes_a_case_in_danger(
    in_danger: Case, worker: Staff, supervisor: Staff, source: str
) -> None:
    assert send(in_danger, worker, death_source=source, **UNKNOWN).status_code == 302
    approve(in_danger, supervisor)


def test_death_on_hearsay_closes_a_case_without_danger(
    case: Case, worker: Staff, supervisor: Staff
) -> None:
    assert send(case, worker, death_source="told", **UNKNOWN).status_code == 302
    approve(case, supervisor)


def approve(case: Case, supervisor: Staff) -> None:
    with acting(supervisor):
        closing = Closing.objects.select_related("case__office").get(case=case)
        actions.close_case(case=closing.case, closing=closing, actor=supervisor)
    with role("maintenance"):
        assert Case.objects.get(pk=case.pk).closing_reason == ClosingReason.DIED


@pytest.mark.parametrize("value", ["died_on = '2026-01-05'", "death_source = 'told'"])
def test_database_keeps_a_death_only_of_a_child_who_died(
    case: Case, worker: Staff, value: str
) -> None:
    closing, _approval = ask(case, worker)
    with (
        role("maintenance"),
        connection.cursor() as cursor,
        pytest.raises(IntegrityError, match="cases_closing_death_of_child"),
        transaction.atomic(),
    ):
        cursor.execute(f"UPDATE cases_closing SET {value} WHERE id = %s", [closing.pk])
