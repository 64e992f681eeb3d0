"""Reviews with the child: evolving capacities, the 18th birthday, and that nothing ends automatically."""

import datetime as dt

import pytest
from django.db import DatabaseError, connection, transaction

from saathi.agencies import writing
from saathi.agencies.models import Notice, Staff
from saathi.infra import clock
from saathi.people.ages import AgeEvidence, AgeRange, PartialDate
from saathi.people.models import Child
from saathi.people.vocabulary import AgeBasis
from saathi.protection.casework.cases import jobs
from saathi.protection.casework.cases.models import Case, Due, Review
from saathi.protection.casework.cases.rules import COMING_OF_AGE_DAYS, reasons_against_review
from saathi.protection.casework.cases.vocabulary import CapacityAssessment
from saathi.vault import store as vault
from tests import filled
from tests.counting import at_most
from tests.desk import cast
from tests.desk.cast import ChildFileCast, entries
from tests.factories import children
from tests.roles import acting, role
from tests.screens import read
from tests.sending import key
from tests.signing import signed_in

pytestmark = pytest.mark.django_db
REVIEW = {
    "kind": "review", "capacities": "more", "weighed": "Chooses her school alone.", "child_participation": "in_person",
    "child_words": "I go by bus now.", "agreement": "agrees", "result": "stays",
}  # fmt: skip


@pytest.fixture
def around() -> ChildFileCast:
    return cast.around()


def review(around: ChildFileCast, actor: Staff | None = None, **typed: object) -> str:
    client = signed_in(actor or around.worker)
    path = f"{around.url}reviews/new/"
    with at_most(16):
        page = client.get(path)
    with at_most(16):
        answer = client.post(path, filled.form(page.content.decode(), **REVIEW | typed))
    return str(answer.get("Location", read(answer)[0]))


def test_only_who_writes_the_plan_records_a_review(around: ChildFileCast) -> None:
    for person in (around.stranger, around.outsider):
        for page in ("reviews/", "reviews/new/"):
            assert signed_in(person).get(around.url + page).status_code == 404
    mother = signed_in(around.house_mother)
    assert mother.get(f"{around.url}reviews/").status_code == 200
    assert mother.get(f"{around.url}reviews/new/").status_code == 404
    assert mother.post(f"{around.url}reviews/new/", REVIEW | key()).status_code == 404


@pytest.mark.requirement("CPL-006")
def test_a_review_weighs_evolving_capacities_anew_and_the_next_one_is_set(
    around: ChildFileCast,
) -> None:
    page = signed_in(around.worker).get(f"{around.url}reviews/new/").content.decode()
    assert "14" in page  # the child's age is shown next to the assessment
    assert review(around) == f"{around.url}reviews/"
    assert review(around, capacities="less", weighed="Wants us along at the office.")
    words = read(signed_in(around.worker).get(f"{around.url}reviews/"))[0]
    for shown in ("Decides more independently than at the last review", "Chooses her school alone.",
                  "I go by bus now.", "Needs more support to decide than at the last review"):  # fmt: skip
        assert shown in words
    today = around.worker.office.today()
    with acting(around.worker):
        [due] = Due.objects.filter(case=around.case, duty="review", done_on=None)
        assert today + dt.timedelta(days=20) < due.due_on <= today + dt.timedelta(days=30)
        assert Due.objects.filter(case=around.case, duty="review", done_on=today).exists()
        saved = Review.objects.first()
        assert b"bus" not in bytes(saved.sealed)
        assert vault.open(saved)["child_words"]


def test_review_that_waited_on_a_device_is_saved_under_its_earlier_names(
    around: ChildFileCast,
) -> None:
    client, path = signed_in(around.worker), f"{around.url}reviews/new/"
    sent = filled.form(client.get(path).content.decode(), **REVIEW)
    for name in ("child_participation", "child_words", "continuing_support"):
        sent.pop(name, None)
    earlier = {
        "heard": "represented", "her_words": "My aunt spoke.", "what_goes_on": "Gita visits.",
    }  # fmt: skip
    assert client.post(path, sent | earlier).status_code == 302
    with acting(around.worker):
        saved = Review.objects.get()
        texts = vault.open(saved)
    assert saved.child_participation == "represented"
    assert (texts["child_words"], texts["continuing_support"]) == ("My aunt spoke.", "Gita visits.")


@pytest.mark.requirement("CPL-006")
@pytest.mark.parametrize(
    ("typed", "lacks"),
    [
        (
            {"weighed": ""},
            "Enter what the child now decides alone and where the child needs support",
        ),
        ({"weighed": "", "capacities": "not_judged"}, "Enter why capacities were not assessed"),
        ({"agreement": "disagrees"}, "Enter the reply given to the child"),
        ({"kind": "coming_of_age"}, "Record whether consent was renewed"),
    ],
)
def test_incomplete_review_form_keeps_typed_text(
    around: ChildFileCast, typed: dict[str, str], lacks: str
) -> None:
    page = review(around, **typed)
    assert lacks in page
    assert "I go by bus now." in page
    with acting(around.worker):
        assert not Review.objects.exists()


def test_review_with_a_reason_instead_of_capacities_is_complete() -> None:
    assert not reasons_against_review(
        weighed="Too ill today.", is_participation_recorded=True, capacities=CapacityAssessment.NOT_JUDGED, is_18=True,
        consent_anew="later",
    )  # fmt: skip


# --- the 18th birthday ------------------------------------------------------------------------------


def years_of_birth(child: Child, low: int, high: int) -> None:
    with role("maintenance"):
        Child.objects.filter(pk=child.pk).update(birth_year_low=low, birth_year_high=high)


def remind() -> int:
    with role("worker"):
        return jobs.remind_of_coming_of_age()


@pytest.mark.requirement("CAS-012")
def test_coming_of_age_is_reminded_in_time_and_case_stays_open(
    around: ChildFileCast,
) -> None:
    soon = clock.now() + dt.timedelta(days=COMING_OF_AGE_DAYS - 1)
    later = soon + dt.timedelta(days=400)
    years_of_birth(around.case.child, soon.year - 18, soon.year - 18)
    young = children.case(around.worker, "Mina")
    years_of_birth(young.child, later.year - 17, later.year - 17)
    assert remind() == 1
    assert remind() == 0  # once
    with acting(around.worker):
        [due] = Due.objects.filter(duty="coming_of_age")
        assert due.case_id == around.case.pk
        assert due.due_on >= around.worker.office.today()
        assert Notice.objects.get(staff=around.worker, kind="coming_of_age")
        assert Case.objects.get(pk=around.case.pk).status == "open"
    assert [e.detail["job"] for e in entries(kind="wrote", by=None)] == ["coming_of_age"]
    client = signed_in(around.worker)
    assert "A child in your caseload may turn 18 soon" in read(client.get("/"))[0]
    assert "Turning 18" in read(client.get(around.url))[0]
    page = read(client.get(f"{around.url}reviews/"))[0]
    assert "Nothing ends automatically:" in page
    # A visit changes duties; the birthday duty stays until consent was asked anew.
    cast.visit(around.case, around.worker)
    asked = {"kind": "coming_of_age", "continuing_support": "Gita visits on Fridays as before."}
    review(around, **asked, consent_anew="later")
    with acting(around.worker):
        assert Due.objects.get(pk=due.pk).done_on is None
    review(around, **asked, consent_anew="yes")
    with acting(around.worker):
        assert Due.objects.get(pk=due.pk).done_on == around.worker.office.today()
        assert Case.objects.get(pk=around.case.pk).status == "open"
    page = read(client.get(f"{around.url}reviews/"))[0]
    assert "Gita visits on Fridays as before." in page
    assert "Agreed; consent is renewed" in page


def test_eighteenth_birthday_is_an_interval(
    around: ChildFileCast,
) -> None:
    page = read(signed_in(around.worker).get(f"{around.url}reviews/"))[0]
    assert "between" in page
    assert "Under 18." in page
    today = around.worker.office.today()
    unsure = children.case(around.worker, "Rita", ages=[
        AgeEvidence(AgeBasis.STATED, years=AgeRange(16, 19), as_of=PartialDate.on(today))
    ])  # fmt: skip
    page = read(signed_in(around.worker).get(f"/child/{unsure.file_id}/reviews/"))[0]
    assert "May already be 18; presumed under 18 until confirmed." in page
    unknown_age = children.case(around.worker, "Asha", ages=[])
    page = read(signed_in(around.worker).get(f"/child/{unknown_age.file_id}/reviews/"))[0]
    assert "The age is not known: presumed under 18." in page


def test_web_role_cannot_run_coming_of_age_job(around: ChildFileCast) -> None:
    with (
        acting(around.worker),
        pytest.raises(DatabaseError),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("SELECT * FROM case_coming_of_age(180)")


def test_a_closed_case_is_not_reminded_of(around: ChildFileCast) -> None:
    years_of_birth(around.case.child, clock.now().year - 18, clock.now().year - 18)
    with acting(around.worker):
        writing.change(
            around.case, actor=around.worker, status="closed", closed_on=around.case.opened_on,
            closing_reason="recovery",
        )  # fmt: skip
    assert remind() == 0


def test_no_reminder_for_adult_before_case_opening(around: ChildFileCast) -> None:
    years_of_birth(around.case.child, 1990, 1991)
    assert remind() == 0
