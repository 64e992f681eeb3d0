"""Withdrawal of consent, referrals from a report, and plain SQL."""

import datetime as dt

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from saathi.agencies import row_proofs
from saathi.agencies.models import Staff
from saathi.agencies.sections import Section
from saathi.agencies.vocabulary import TeamRole
from saathi.people.models import Child
from saathi.protection.casework.cases.models import Case, Due
from saathi.protection.casework.cases.vocabulary import Duty
from saathi.protection.casework.services.models import Referral, Service
from saathi.protection.casework.services.vocabulary import ReferralState, SharedInformation
from tests import counting
from tests.desk import cast
from tests.factories import agencies, children, helps, rights, teams
from tests.factories.reports import report
from tests.protection.casework.services.referral_pages import FOLLOW, address, offered
from tests.reading import DAY, day, post, read, status, whole
from tests.roles import acting, role
from tests.signing import signed_in

pytestmark = pytest.mark.django_db


# --- the letter, and what stops with a consent ----------------------------------------------------


@pytest.mark.parametrize("shared", [["code", "need"], ["code", "name", "age", "need"]])
def test_referral_letter_holds_only_shared_items(
    child: Child, worker: Staff, shared: list[str]
) -> None:
    with acting(worker):
        consent = rights.consent(child, worker, scopes=("education",))
        referral = helps.referral(child, worker, shared=shared, consent=consent)
    page = read(worker, address("print_referral", child, referral.pk))
    assert child.code in page
    assert "A place to learn tailoring" in page
    assert ("Sunita" in page) == (SharedInformation.NAME in shared)
    assert ("years" in page) == (SharedInformation.AGE in shared)
    assert "printed" in {entry.kind for entry in cast.entries(by=worker.id)}


def test_referral_to_a_service_in_revision_says_so(
    child: Child, worker: Staff, supervisor: Staff
) -> None:
    """Its entry was published, withdrawn and changed: others read it when it is published again."""
    service = helps.service(agencies.staff("supervisor"), name="Old name", run_by=worker.agency)
    referral = offered(child, worker, to=service)
    with role("maintenance"):
        Service.objects.filter(pk=service.pk).update(
            state="proposed", proposed_at=service.recorded_at, published_by=None, published_at=None
        )
    for name in ("show_referral", "print_referral"):
        page = read(worker, address(name, child, referral.pk))
        assert "Service entry in revision" in page
        assert "Old name" not in page
    assert status(supervisor, address("give_service_access", child, referral.pk)) == {404}


@pytest.mark.requirement("GDN-008")
def test_consent_withdrawal_stops_dependent_referral(child: Child, worker: Staff) -> None:
    with acting(worker):
        consent = rights.consent(child, worker, scopes=("education",))
        referral = helps.referral(child, worker, shared=["name"], consent=consent)
        unshared_referral = helps.referral(child, worker)
    path = reverse("consent:withdraw_consent", args=[child.file_id, consent.pk])
    assert "Affected by the withdrawal Referral: Vocational training" in read(worker, path)
    post(worker, path, {"why": "I changed my mind", "version": consent.version})
    with acting(worker):
        referral.refresh_from_db()
        unshared_referral.refresh_from_db()
        assert referral.state == ReferralState.STOPPED
        assert unshared_referral.state == ReferralState.OFFERED
        assert Due.objects.get(pk=referral.due).done_on is not None


# --- from a report --------------------------------------------------------------------------------


@pytest.mark.requirement("SRV-010")
@pytest.mark.requirement("SRV-006")
def test_family_referral_from_report_needs_no_case(worker: Staff) -> None:
    family_report = report(worker)
    intake = agencies.staff("intake_officer", worker.office)
    page = (
        signed_in(worker)
        .get(reverse("intake:show_report", args=[family_report.pk]))
        .content.decode()
    )
    path = reverse("services:refer_from_report", args=[family_report.pk])
    assert path in page
    assert status(intake, path) == {404}  # no right to this report
    sent = {"kind": "livelihood", "to_whom": "Women’s savings group", "country": "NPL", "urgency": "soon",
            "need": "A sewing machine and thread", **day("offered_on")}  # fmt: skip
    assert "Livelihood support for the family" in post(worker, path, sent)
    community = sent | {"kind": "community", "to_whom": "Ward child protection committee"}
    assert "Community group or committee" in post(worker, path, community)
    with acting(worker):
        referral = Referral.objects.get(kind="livelihood")
        assert referral.child_id is None
        assert referral.file_id == family_report.file_id
        assert not Case.objects.exists()
    follow = reverse("services:record_report_referral_progress", args=[referral.pk])
    assert "A sewing machine and thread" in read(worker, follow)
    page = post(worker, follow, FOLLOW | {"version": 1})
    assert "Accepted, not started" in page
    assert status(agencies.staff(), follow) == {404}


@pytest.mark.requirement("SRV-010")
def test_family_referral_is_shown_in_file_of_child(child: Child, worker: Staff) -> None:
    family_report = report(worker)
    helps.family(family_report, worker)
    path = address("show_support", child)
    assert "Livelihood support for the family" not in read(worker, path)
    with role("maintenance"):
        family_report.child_file_id = child.file_id
        family_report.save(update_fields=["child_file"])
    assert "Livelihood support for the family" in read(worker, path)
    mother = agencies.staff("house_mother", worker.office)
    teams.join(child.file_id, mother, TeamRole.RESIDENTIAL_WORKER)
    assert "Livelihood support for the family" not in read(mother, path)  # no right to read reports


def test_overdue_referral_answer_is_shown_on_my_day(child: Child, worker: Staff) -> None:
    referral = offered(child, worker)
    unsent = offered(child, worker)
    with role("maintenance"):
        Referral.objects.filter(pk=referral.pk).update(sent_on=DAY, sent_how="letter")
    helps.family(report(worker), worker)
    page = whole(signed_in(worker).get("/").content)
    assert "1 referral was not answered in time" in page
    assert "2 referrals without a response" in page
    with role("maintenance"):
        Referral.objects.update(offered_on=worker.office.today())
    assert "Oldest: today" in whole(signed_in(worker).get("/").content)
    with role("maintenance"):
        Referral.objects.update(offered_on=worker.office.today() - dt.timedelta(days=1))
    assert "Oldest: 1 day ago" in whole(signed_in(worker).get("/").content)
    with acting(worker):
        dues = Due.objects.filter(duty=Duty.SEND_REFERRAL, worker=worker)
        assert set(dues.values_list("pk", flat=True)) == {referral.due, unsent.due}
    page = read(worker, reverse("services:list_referrals") + "?which=waiting")
    assert child.code in page
    assert "Sunita" not in page
    assert "From a report" in page


def test_support_pages_take_few_queries(child: Child, worker: Staff, supervisor: Staff) -> None:
    with acting(worker):
        for _number in range(5):
            helps.referral(child, worker)
            helps.session(child, worker, note="Note", who="Sita")
            helps.livelihood(child, worker)
            helps.place(child, worker, helps.course(worker))
    client = signed_in(worker)
    for path in (address("show_support", child), address("choose_service", child),
                 reverse("services:list_referrals")):  # fmt: skip
        with counting.at_most(16):  # one asks which referrals an import made
            client.get(path)


# --- plain SQL ------------------------------------------------------------------------------------


def test_plain_sql_cannot_move_referral_to_foreign_child(child: Child, worker: Staff) -> None:
    own_child = children.case(worker, "Maya").child
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
    referral = offered(child, worker)
    refused = pytest.raises(DatabaseError, match="row-level security")
    with acting(worker):
        row_proofs.prove_changes(Referral, [(referral.pk, {"child": own_child})], by=worker.pk)
        with refused, transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "UPDATE services_referral SET child_id = %s WHERE id = %s",
                [own_child.pk, referral.pk],
            )
    assert Referral.section == Section.SUPPORT
