"""The laws of several countries: which apply to a child, and the measures under each (XBR-011)."""

import datetime as dt

import pytest
from django.urls import reverse

from saathi.agencies.models import Staff
from saathi.agencies.vocabulary import TeamRole
from saathi.people.models import Child
from saathi.protection.casework.cases.models import Case
from saathi.protection.returns.transfers import measure_queries, measure_rules
from saathi.protection.returns.transfers.actions import measures as actions
from saathi.protection.returns.transfers.actions.stages import TransferRefused
from saathi.protection.returns.transfers.measure_rules import LawFacts, LawGround, MeasureFacts
from saathi.protection.returns.transfers.models import LegalMeasure
from saathi.protection.returns.transfers.vocabulary import LegalMeasureKind, MeasureState
from tests import filled
from tests.factories import agencies, teams
from tests.protection.returns.transfers.test_removals import opened
from tests.reading import words
from tests.roles import acting, role
from tests.signing import signed_in

ON = dt.date(2026, 5, 1)
NEXT = dt.date(2026, 6, 1)


def measure(kind: str = "compensation", state: str = "claimed", **more: object) -> MeasureFacts:
    usual = {"as_of": ON, "next_on": NEXT, "amount": "", "account": "", "note": ""} | more
    return MeasureFacts(LegalMeasureKind(kind), MeasureState(state), **usual)  # type: ignore[arg-type]


# --- the rules ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        (measure(next_on=None), "next_on"),
        (measure(state="not_claimed", next_on=None), "next_on"),
        (measure(state="awarded", next_on=None), "next_on"),  # an award is not a payment
        (measure(next_on=ON - dt.timedelta(days=1)), "next_on"),
        (measure(state="received", next_on=None, account="The child"), "amount"),
        (measure(state="received", next_on=None, amount="50,000 INR"), "account"),
        (measure(state="refused", next_on=None), "note"),
        (measure(state="not_available", next_on=None, amount="50,000 INR"), "amount"),
    ],
)
def test_a_measure_that_is_not_whole_is_refused(facts: MeasureFacts, field: str) -> None:
    assert [r.code for r in measure_rules.reasons_against_measure(facts)] == [field]


@pytest.mark.parametrize(
    "facts",
    [
        measure(),
        measure(state="awarded"),
        measure(state="received", next_on=None, amount="50,000 INR", account="The child"),
        measure("return", "received", next_on=None),  # nothing is paid to the child
        measure(state="refused", next_on=None, note="Out of time; no appeal."),
        measure("stay", "not_available", next_on=None),
    ],
)
def test_a_measure_that_is_whole_can_be_saved(facts: MeasureFacts) -> None:
    assert not measure_rules.reasons_against_measure(facts)


@pytest.mark.requirement("XBR-011")
def test_each_country_is_named_once_with_all_its_grounds() -> None:
    facts = LawFacts(
        present="IND",
        nationalities=("NPL",),
        home="NPL",
        recruited=("NPL", ""),
        exploited=("IND", "ARE"),
        transfers=("IND", "NPL"),
    )
    assert dict(measure_rules.countries_of_law(facts)) == {
        "IND": (LawGround.PRESENT, LawGround.EXPLOITED, LawGround.TRANSFER),
        "NPL": (LawGround.NATIONALITY, LawGround.HOME, LawGround.RECRUITED, LawGround.TRANSFER),
        "ARE": (LawGround.EXPLOITED,),
    }


def test_a_child_of_one_country_falls_under_one_law() -> None:
    facts = LawFacts(present="IND", nationalities=("IND",), home="IND")
    assert list(measure_rules.countries_of_law(facts)) == ["IND"]


# --- the action -----------------------------------------------------------------------------------


def unsaved(case: Case, **fields: object) -> LegalMeasure:
    usual = {
        "country": "NPL",
        "kind": "compensation",
        "state": "claimed",
        "as_of": ON,
        "next_on": NEXT,
    }
    record = LegalMeasure(file_id=case.file_id, child_id=case.child_id, **(usual | fields))
    record.law = "Human Trafficking Act"
    return record


@pytest.mark.django_db
def test_a_measure_that_is_not_whole_is_refused_by_the_action(case: Case, worker: Staff) -> None:
    with acting(worker), pytest.raises(TransferRefused):
        actions.record_measure(measure=unsaved(case, next_on=None), actor=worker)
    with acting(worker):
        assert not LegalMeasure.objects.exists()


@pytest.mark.django_db
def test_a_compensation_is_not_received_without_amount_and_account(
    case: Case, worker: Staff
) -> None:
    with acting(worker):
        record = actions.record_measure(measure=unsaved(case), actor=worker)
        with pytest.raises(TransferRefused) as refused:
            actions.change_measure(
                measure=record,
                columns={"state": "received", "next_on": None},
                version=1,
                actor=worker,
            )
        assert {reason.code for reason in refused.value.reasons} == {"amount", "account"}
        record.state, record.next_on = "claimed", NEXT
        record.amount, record.account = "200,000 NPR", "The child, with the court"
        changed = actions.change_measure(
            measure=record, columns={"state": "received", "next_on": None}, version=1, actor=worker
        )
    assert (changed.state, changed.version) == ("received", 2)
    assert b"NPR" not in bytes(changed.sealed)


# --- the page -------------------------------------------------------------------------------------


def address(name: str, case: Case, *more: object) -> str:
    return reverse(f"legal_measures:{name}", args=[case.file_id, *more])


@pytest.mark.django_db
@pytest.mark.parametrize("screen", ["list_measures", "add_measure"])
def test_measures_are_hidden_without_the_right_to_the_section(
    case: Case, worker: Staff, screen: str
) -> None:
    mother = agencies.staff("house_mother", worker.office)
    teams.join(case.file_id, mother, TeamRole.HOUSE_MOTHER)
    for reader in (mother, agencies.staff()):
        assert signed_in(reader).get(address(screen, case)).status_code == 404


@pytest.mark.django_db
@pytest.mark.requirement("XBR-011")
def test_the_page_names_the_countries_and_shows_the_measures_under_each(
    case: Case, worker: Staff
) -> None:
    with role("maintenance"):
        Child.objects.filter(pk=case.child_id).update(nationalities=["IND"], home_country="IND")
    client = signed_in(worker)
    form = client.get(address("add_measure", case)).content.decode()
    sent = filled.form(
        form, country="NPL", kind="compensation", law="Human Trafficking Act 2007, s. 17",
        state="awarded", amount="150,000 NPR", **day("as_of", worker, -3), **day("next_on", worker, 20),
    )  # fmt: skip
    answer = client.post(address("add_measure", case), sent)
    assert answer.status_code == 302
    page = words(client.get(answer["Location"]).content)
    assert "The laws of several countries may apply" in page
    assert "Nationality, Country of usual residence" in page
    assert "Human Trafficking Act 2007, s. 17" in page
    assert "150,000 NPR" in page
    here = worker.office.country
    assert (
        reverse("policy:show_country", args=[here])
        in client.get(address("list_measures", case)).content.decode()
    )


def day(name: str, worker: Staff, days: int) -> dict[str, int]:
    on = worker.office.today() + dt.timedelta(days=days)
    return {f"{name}_0": on.day, f"{name}_1": on.month, f"{name}_2": on.year}


@pytest.mark.django_db
def test_an_award_without_a_next_step_is_refused_beside_its_field(
    case: Case, worker: Staff
) -> None:
    client = signed_in(worker)
    form = client.get(address("add_measure", case)).content.decode()
    sent = filled.form(
        form,
        country="NPL",
        kind="compensation",
        law="Act",
        state="awarded",
        **day("as_of", worker, 0),
    )
    assert "Enter the date of the next step." in words(
        client.post(address("add_measure", case), sent).content
    )


@pytest.mark.django_db
def test_a_transfer_adds_its_countries_to_the_laws(case: Case, worker: Staff) -> None:
    opened(case, worker)
    with acting(worker):
        found = measure_queries.countries_of_law(case.child, worker)
    assert LawGround.TRANSFER in found["NPL"]
