"""What stops with a consent, referrals from a report, and plain SQL."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from saathi.agencies.models import Staff
from saathi.agencies.sections import Section
from saathi.agencies.vocabulary import TeamRole
from saathi.people.models import Child
from saathi.protection.cases.models import Case, Due
from saathi.protection.services.models import Referral
from saathi.protection.services.vocabulary import ReferralState, SharedInformation
from tests import counting
from tests.desk import cast
from tests.factories import agencies, children, helps, rights, teams
from tests.intake.test_screens import report
from tests.reading import DAY, day, post, read, status, words
from tests.roles import acting, role
from tests.services.referral_pages import FOLLOW, address, offered
from tests.signing import signed_in

pytestmark = pytest.mark.django_db


# --- the letter, and what stops with a consent ----------------------------------------------------


@pytest.mark.parametrize("shared", [["code", "need"], ["code", "name", "age", "need"]])
def test_a_letter_holds_what_is_shared_and_nothing_else(
    child: Child, worker: Staff, shared: list[str]
) -> None:
    with acting(worker):
        consent = rights.consent(child, worker)
        one = helps.referral(child, worker, shared=shared, consent=consent)
    page = read(worker, address("print_referral", child, one.pk))
    assert child.code in page
    assert "A place to learn tailoring" in page
    assert ("Sunita" in page) == (SharedInformation.NAME in shared)
    assert ("years" in page) == (SharedInformation.AGE in shared)
    assert "printed" in {entry.kind for entry in cast.entries(by=worker.id)}


@pytest.mark.requirement("GDN-008")
def test_a_consent_that_is_taken_back_stops_the_referral_that_rests_on_it(
    child: Child, worker: Staff
) -> None:
    with acting(worker):
        consent = rights.consent(child, worker)
        one = helps.referral(child, worker, shared=["name"], consent=consent)
        free = helps.referral(child, worker)
    path = reverse("consent:withdraw_consent", args=[child.file_id, consent.pk])
    assert "This stops with it Referral: Training for work" in read(worker, path)
    post(worker, path, {"why": "I changed my mind", "version": consent.version})
    with acting(worker):
        one.refresh_from_db()
        free.refresh_from_db()
        assert one.state == ReferralState.STOPPED
        assert free.state == ReferralState.OFFERED
        assert Due.objects.get(pk=one.due).done_on is not None


# --- from a report --------------------------------------------------------------------------------


@pytest.mark.requirement("SRV-010")
@pytest.mark.requirement("SRV-006")
def test_a_report_brings_the_family_a_livelihood_before_any_case(worker: Staff) -> None:
    told = report(worker)
    intake = agencies.staff("intake_officer", worker.office)
    page = signed_in(worker).get(reverse("intake:show_report", args=[told.pk])).content.decode()
    path = reverse("services:refer_from_report", args=[told.pk])
    assert path in page
    assert status(intake, path) == {404}  # she has no right to this report
    sent = {"kind": "livelihood", "to_whom": "Women’s savings group", "urgency": "soon",
            "need": "A sewing machine and thread", **day("offered_on")}  # fmt: skip
    assert "Livelihood with the family" in post(worker, path, sent)
    community = sent | {"kind": "community", "to_whom": "Ward child protection committee"}
    assert "Community group or committee" in post(worker, path, community)
    with acting(worker):
        one = Referral.objects.get(kind="livelihood")
        assert one.child_id is None
        assert one.file_id == told.file_id
        assert not Case.objects.exists()
    follow = reverse("services:follow_report", args=[one.pk])
    assert "A sewing machine and thread" in read(worker, follow)
    page = post(worker, follow, FOLLOW | {"version": 1})
    assert "Accepted, not begun" in page
    assert status(agencies.staff(), follow) == {404}


@pytest.mark.requirement("SRV-010")
def test_help_for_the_family_goes_with_the_child_whose_file_is_opened(
    child: Child, worker: Staff
) -> None:
    told = report(worker)
    helps.family(told, worker)
    path = address("show_support", child)
    assert "Livelihood with the family" not in read(worker, path)
    with role("maintenance"):
        told.about_id = child.file_id
        told.save(update_fields=["about"])
    assert "Livelihood with the family" in read(worker, path)
    mother = agencies.staff("house_mother", worker.office)
    teams.join(child.file_id, mother, TeamRole.HOUSE_MOTHER)
    assert "Livelihood with the family" not in read(mother, path)  # she reads no report


def test_what_is_not_answered_in_time_stands_on_my_day(child: Child, worker: Staff) -> None:
    offered(child, worker)
    helps.family(report(worker), worker)
    page = words(signed_in(worker).get("/").content)
    assert "1 referral was not answered in time" in page
    assert "Ask whether a service takes the child" in page
    page = read(worker, reverse("services:list_referrals") + "?which=waiting")
    assert child.code in page
    assert "Sunita" not in page
    assert "From a report" in page


def test_pages_take_few_queries_however_much_there_is(
    child: Child, worker: Staff, supervisor: Staff
) -> None:
    with acting(worker):
        for _number in range(5):
            helps.referral(child, worker)
            helps.session(child, worker, note="Note", who="Sita")
            helps.livelihood(child, worker)
            helps.place(child, worker, helps.course(worker))
    client = signed_in(worker)
    for path in (address("show_support", child), address("choose_service", child),
                 reverse("services:list_referrals")):  # fmt: skip
        with counting.at_most(15):
            client.get(path)


# --- plain SQL ------------------------------------------------------------------------------------


def test_plain_sql_hangs_no_referral_on_a_child_of_others(child: Child, worker: Staff) -> None:
    mine = children.case(worker, "Maya").child
    stranger = agencies.staff()
    with acting(stranger):
        assert not Referral.objects.exists()
        with pytest.raises(DatabaseError), transaction.atomic():
            helps.referral.__globals__["referring"].writing.add(
                Referral(
                    file_id=child.file_id, child=child, kind="legal", offered_on=DAY, answer_by=DAY
                ),
                actor=stranger, payload={"need": "x"},
            )  # fmt: skip
    one = offered(child, worker)
    with (
        acting(worker),
        pytest.raises(DatabaseError),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "UPDATE services_referral SET child_id = %s WHERE id = %s", [mine.pk, one.pk]
        )
    assert Referral.section == Section.SUPPORT
