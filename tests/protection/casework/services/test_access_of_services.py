"""A receiving agency in Saathi: what opens to it, what does not, and that access ends automatically."""

import datetime as dt

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from saathi.agencies import access
from saathi.agencies.models import Agency, Grant, Staff
from saathi.agencies.sections import Section
from saathi.agencies.vocabulary import TeamRole
from saathi.infra import clock
from saathi.people.models import Child
from saathi.protection.casework.cases.models import Assessment, Case, Due
from saathi.protection.casework.services.models import (
    Attendance,
    Enrolment,
    Livelihood,
    Referral,
    SessionNote,
    SupportSession,
)
from saathi.protection.casework.services.vocabulary import REFERRAL_ANSWERED_NOTICE, REFERRED_NOTICE
from saathi.protection.identification.trafficking.models import Episode
from tests.factories import agencies, helps, rights, teams
from tests.reading import day, post, read, refused, status, whole, words
from tests.roles import acting, role, with_proof
from tests.signing import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def centre() -> Agency:
    return agencies.agency("Sewing centre of Janakpur")


@pytest.fixture
def receiver(centre: Agency) -> Staff:
    return agencies.staff("case_worker", agencies.office(centre))


@pytest.fixture
def referral(child: Child, worker: Staff, supervisor: Staff, centre: Agency) -> Referral:
    service = helps.service(supervisor, run_by=centre)
    with acting(worker):
        consent = rights.consent(child, worker, scopes=("education",))
        return helps.referral(
            child, worker, service, shared=["name", "need", "health"], consent=consent
        )


def address(name: str, referral: Referral) -> str:
    return reverse(f"support:{name}", args=[referral.file_id, referral.pk])


def opened(referral: Referral, supervisor: Staff, receiver: Staff, days: int = 30) -> Referral:
    until = supervisor.office.today() + dt.timedelta(days=days)
    sent = {"to": receiver.pk, **day("until", until), "version": referral.version}
    post(supervisor, address("give_service_access", referral), sent)
    _backdate_referral_grants()
    with role("maintenance"):
        referral.refresh_from_db()
    return referral


def _backdate_referral_grants() -> None:
    """Backdates the grants: a test runs in one moment, so they must have started before it."""
    with role("maintenance"):
        Grant.objects.filter(kind="referral").update(starts_at=clock.now() - dt.timedelta(days=1))


def as_receiver(receiver: Staff, file_id: object) -> object:
    client = signed_in(receiver)
    client.post(reverse("desk:set_access_purpose", args=[file_id]), {"purpose": "referral"})
    return client


@pytest.mark.requirement("PRI-005")
def test_only_supervisor_grants_service_access_to_its_staff(
    referral: Referral, worker: Staff, supervisor: Staff, receiver: Staff
) -> None:
    path = address("give_service_access", referral)
    assert status(worker, path) == {404}
    until = day("until", supervisor.office.today() + dt.timedelta(days=30))
    sent = {"version": referral.version, **until}
    outsider = agencies.staff()
    assert "Select a valid choice" in refused(supervisor, path, sent | {"to": outsider.pk})
    far = day("until", supervisor.office.today() + dt.timedelta(days=500))
    assert "Choose a date within the next 12 months" in refused(
        supervisor, path, sent | {"to": receiver.pk, **far}
    )
    page = post(supervisor, path, sent | {"to": receiver.pk})
    assert f"Access given to {receiver.name}" in page
    assert "Access ends on" in page
    with role("maintenance"):
        grant = Grant.objects.get(kind="referral")
        assert grant.principal == receiver.pk
        assert grant.ends_at is not None
        notice = receiver.notices.get()
        assert notice.kind == REFERRED_NOTICE.code


@pytest.mark.requirement("PRI-005")
def test_service_access_opens_shared_items_but_no_other_support(
    referral: Referral, child: Child, worker: Staff, supervisor: Staff, receiver: Staff
) -> None:
    with acting(worker):
        helps.referral(child, worker, texts={"need": "Counselling", "to_whom": "Clinic"})
        helps.session(child, worker, note="She cried", audience="team")
        helps.livelihood(child, worker)
        helps.place(child, worker, helps.course(worker))
        Assessment.objects.count()
    opened(referral, supervisor, receiver)
    with acting(receiver):
        assert list(Referral.objects.values_list("pk", flat=True)) == [referral.pk]
        assert list(access.visible(receiver, Referral)) == [referral]
        assert Child.objects.filter(pk=child.pk).exists()
        for model in (
            SupportSession,
            SessionNote,
            Livelihood,
            Enrolment,
            Attendance,
            Episode,
            Case,
            Due,
        ):
            assert not model.objects.exists(), model
            assert not access.visible(receiver, model).exists(), model
    client = as_receiver(receiver, child.file_id)
    page = words(client.get(reverse("support:show_support", args=[child.file_id])).content)
    assert "Vocational training" in page
    assert "She cried" not in page
    assert "A tea stall" not in page
    for hidden in (
        "trafficking:show_account_of_events",
        "consent:show_consent",
        "care_plans:show_newest_plan",
    ):
        assert client.get(reverse(hidden, args=[child.file_id])).status_code == 404
    assert client.get(reverse("cases:list_assessments", args=[child.file_id])).status_code == 200


def test_no_service_access_without_shared_name(
    child: Child, worker: Staff, supervisor: Staff, centre: Agency, receiver: Staff
) -> None:
    with acting(worker):
        referral = helps.referral(child, worker, helps.service(supervisor, run_by=centre))
    until = day("until", supervisor.office.today())
    sent = {"to": receiver.pk, "version": 1, **until}
    assert (
        "The child’s name is not shared with this service, so you cannot give it access to the file"
        in refused(supervisor, address("give_service_access", referral), sent)
    )


@pytest.mark.requirement("SRV-005")
def test_service_answer_in_saathi_notifies_worker(
    referral: Referral, child: Child, worker: Staff, supervisor: Staff, receiver: Staff
) -> None:
    referral = opened(referral, supervisor, receiver)
    assert "1 child was referred to your service" in whole(signed_in(receiver).get("/").content)
    client = as_receiver(receiver, child.file_id)
    from tests import sending

    sent = {
        "state": "accepted", "child_answer": "yes", "answer": "Come on Sunday",
        **day("answered_on", supervisor.office.today()), "version": referral.version,
    }  # fmt: skip
    answer = client.post(address("record_referral_progress", referral), sent | sending.key())
    assert answer.status_code == 302
    assert "Come on Sunday" in read(worker, address("show_referral", referral))
    with role("maintenance"):
        assert Due.objects.get(pk=referral.due).done_on is not None
        assert worker.notices.get().kind == REFERRAL_ANSWERED_NOTICE.code


def test_ended_referral_ends_service_access(
    referral: Referral, child: Child, supervisor: Staff, receiver: Staff
) -> None:
    from tests import sending

    referral = opened(referral, supervisor, receiver)
    client = as_receiver(receiver, child.file_id)
    sent = {
        "state": "declined", "why_declined": "full", "child_answer": "yes",
        **day("answered_on", supervisor.office.today()), "version": referral.version,
    }  # fmt: skip
    answer = client.post(address("record_referral_progress", referral), sent | sending.key())
    assert answer.status_code == 302
    assert answer.url == reverse("services:list_referrals")
    with acting(receiver):
        assert not Child.objects.exists()
        assert not Referral.objects.exists()
    assert client.get(address("show_referral", referral)).status_code == 404


@pytest.mark.requirement("PRI-005")
def test_service_access_expires_and_is_shown_on_my_day(
    referral: Referral, child: Child, worker: Staff, supervisor: Staff, receiver: Staff
) -> None:
    referral = opened(referral, supervisor, receiver)
    past = clock.now() - dt.timedelta(hours=1)
    with role("maintenance"):  # a month later
        Grant.objects.filter(kind="referral").update(ends_at=past)
        Referral.objects.filter(pk=referral.pk).update(access_until=past)
    with acting(receiver):
        assert not Child.objects.exists()
        assert not Referral.objects.exists()
    assert status(receiver, address("show_referral", referral)) <= {404, 405}
    assert "A service’s access to a file ended in the last two weeks" in whole(
        signed_in(worker).get("/").content
    )
    page = read(worker, reverse("services:list_referrals") + "?which=ended_access")
    assert child.code in page


def test_worker_ends_service_access_early(
    referral: Referral, worker: Staff, supervisor: Staff, receiver: Staff
) -> None:
    referral = opened(referral, supervisor, receiver)
    page = post(worker, address("end_service_access", referral), {"version": referral.version})
    assert "Access ended on" in page
    with acting(receiver):
        assert not Referral.objects.exists()


@pytest.mark.requirement("PRI-005")
def test_ending_access_of_one_referral_keeps_the_other(
    referral: Referral,
    child: Child,
    worker: Staff,
    supervisor: Staff,
    centre: Agency,
    receiver: Staff,
) -> None:
    with acting(worker):
        consent = rights.consent(child, worker, scopes=("education",))
        service = helps.service(supervisor, run_by=centre)
        other = helps.referral(child, worker, service, shared=["name"], consent=consent)
    opened(other, supervisor, receiver)
    referral = opened(referral, supervisor, receiver)
    needs = reverse("cases:list_assessments", args=[child.file_id])
    client = as_receiver(receiver, child.file_id)
    assert client.get(needs).status_code == 200  # health was to be shared with this one
    post(worker, address("end_service_access", referral), {"version": referral.version})
    assert client.get(needs).status_code == 404
    with acting(receiver):
        assert Child.objects.filter(pk=child.pk).exists()
        assert Referral.objects.filter(pk=other.pk).exists()


@pytest.mark.requirement("GDN-008")
def test_consent_withdrawal_ends_service_access_at_once(
    referral: Referral, child: Child, worker: Staff, supervisor: Staff, receiver: Staff
) -> None:
    referral = opened(referral, supervisor, receiver)
    lawyer = agencies.staff("case_worker", worker.office)
    teams.join(child.file_id, lawyer, TeamRole.LEGAL_REPRESENTATIVE)
    path = reverse("consent:withdraw_consent", args=[child.file_id, referral.consent])
    post(lawyer, path, {"why": "She asked me to", "version": 1})
    with acting(receiver):
        assert not Child.objects.exists()
        assert not Referral.objects.exists()
    # The lawyer cannot write support: the page shows the child's worker what to do, and the file is
    # not opened again on a withdrawn consent.
    assert "Stop sharing" in read(worker, address("show_referral", referral))
    until = day("until", supervisor.office.today())
    sent = {"to": receiver.pk, "version": referral.version, **until}
    assert "no longer valid" in refused(supervisor, address("give_service_access", referral), sent)


@pytest.mark.requirement("PRI-005")
def test_plain_sql_can_neither_grant_nor_end_foreign_access(
    referral: Referral, supervisor: Staff, receiver: Staff, worker: Staff
) -> None:
    grant = opened(referral, supervisor, receiver).access
    until = clock.now() + dt.timedelta(days=3)
    attempts = (
        (worker, "SELECT access_give(%s, %s, 'referral', 1, 0, %s)", [receiver.pk, until]),
        (receiver, "SELECT access_give(%s, %s, 'referral', 1, 0, %s)", [receiver.pk, until]),
        (receiver, "SELECT access_end_referral(%s, %s, %s)", [grant, worker.pk]),
        (agencies.staff(), "SELECT access_end_referral(%s, %s, %s)", [grant, receiver.pk]),
    )
    for person, statement, arguments in attempts:
        with (
            acting(person),
            pytest.raises(DatabaseError),
            transaction.atomic(),
            with_proof(statement),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement, [referral.file_id, *arguments])
    for person in (worker, agencies.staff()):
        with (
            acting(person),
            pytest.raises(DatabaseError),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute("SELECT referral_answered(%s)", [referral.pk])
    with role("maintenance"):
        assert Grant.objects.get(kind="referral").ends_at > clock.now()


@pytest.mark.parametrize(("reads", "writes"), [(Section.VOICE, 0), (0, Section.VOICE)])
def test_no_one_gives_a_section_that_they_lack(
    referral: Referral, worker: Staff, receiver: Staff, reads: int, writes: int
) -> None:
    giver = agencies.staff("supervisor", agencies.office(worker.agency))
    case = int(Section.CASE)
    with role("maintenance"):
        Grant.objects.create(
            file_id=referral.file_id,
            principal=giver.id,
            kind="team",
            reads=case,
            writes=case,
            starts_at=clock.now() - dt.timedelta(minutes=1),
            given_by=worker.id,
        )
    until = clock.now() + dt.timedelta(days=3)
    give = "SELECT access_give(%s, %s, 'referral', %s, %s, %s)"

    def given(more_reads: int, more_writes: int) -> None:
        with acting(giver), transaction.atomic(), with_proof(give), connection.cursor() as cursor:
            values = [referral.file_id, receiver.pk, case | more_reads, case | more_writes, until]
            cursor.execute(give, values)

    given(0, 0)
    with pytest.raises(DatabaseError, match="not yours to give"):
        given(int(reads), int(writes))
