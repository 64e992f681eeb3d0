"""A missing and a found child, in two agencies and two scripts: only the holder is notified."""

import uuid

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError, ProgrammingError

from saathi.agencies.models import File, Hidden, Notice, Staff
from saathi.desk.registration.actions import Registration, register_child
from saathi.people.models import Child
from saathi.people.names import Name
from saathi.protection.identification.intake.models import CandidateOpening, EnquiryMatch
from saathi.protection.identification.missing.jobs import (
    compare_found_child,
    compare_missing_report,
    compare_new_children,
    list_searched_report_ids,
)
from saathi.protection.identification.missing.models import MissingReport
from tests.desk.cast import entries
from tests.desk.searching import shorn
from tests.factories import agencies, children, merges, missing
from tests.roles import acting, role
from tests.sending import key
from tests.signing import signed_in

pytestmark = pytest.mark.django_db


def compare(report: MissingReport) -> int:
    with role("matcher"):
        return compare_missing_report(report.pk, using="default")


def compared_with(child: Child) -> int:
    with role("matcher"):
        return compare_found_child(child.file_id, using="default")


def matches() -> list[EnquiryMatch]:
    with role("maintenance"):
        return list(EnquiryMatch.objects.all())


def found(actor: Staff, name: str = "Sunita Mahato", **fields: object) -> Child:
    values = {"names": [Name("given", name, "ne"), Name("father", "Ram", "ne")], "gender": "girl"}
    return children.child(actor, **(values | fields))


@pytest.mark.requirement("MIS-003")
@pytest.mark.requirement("IDN-014")
@pytest.mark.parametrize("name", ["Sunita Mahato", "सुनिता महतो", "سنیتا"])
def test_match_is_reported_only_to_holder(name: str) -> None:
    worker, holder = agencies.staff(), agencies.staff()
    officer = agencies.staff("data_officer", holder.office)
    report = missing.report(worker)
    client = signed_in(worker)
    before = shorn(client.get(f"/missing/{report.pk}/").content)
    child = found(holder, name)
    assert compare(report) == 1
    assert compare(report) == 0  # no holder is notified twice
    [match] = matches()
    assert (match.file_id, match.enquiry, match.source) == (child.file_id, report.pk, "missing")
    assert (match.use, match.relation, match.urgency) == ("tracing", "mother", "today")
    assert match.sealed is None  # it says that there may be a match, but not how good it is
    assert shorn(client.get(f"/missing/{report.pk}/").content) == before
    with role("maintenance"):
        assert Notice.objects.filter(staff=officer, kind="enquiry_waits").count() == 1
        assert not Notice.objects.filter(staff=worker).exists()
    # It is in the log of the found child's file, under no one's name.
    assert [(e.by, e.purpose) for e in entries(kind="enquired", file_id=child.file_id)] == [
        (None, "missing_child")
    ]
    [opened] = entries(kind="compared")
    assert (opened.by, opened.objects_seen) == (None, [child.pk])


@pytest.mark.requirement("MIS-003")
def test_new_child_is_compared_with_missing_children() -> None:
    worker, holder = agencies.staff(), agencies.staff()
    report = missing.report(worker)
    assert compare(report) == 0
    with acting(holder):
        new = children.new_child(names=[Name("given", "सुनिता", "ne")], gender="girl")
        registration = Registration(child=new)
        child = register_child(
            new=registration, report=None, today=children.TODAY, actor=holder
        ).child
    with role("matcher"):
        assert compare_new_children(using="default") == 1
        assert compare_new_children(using="default") == 0
    assert child.pk in entries(kind="compared")[0].objects_seen
    assert compare(report) == 0  # nor from the other side
    assert [m.file_id for m in matches()] == [child.file_id]


def test_protected_hidden_or_different_child_is_no_match() -> None:
    worker, holder = agencies.staff(), agencies.staff()
    report = missing.report(worker)
    protected, hidden, hidden_from_agency = (found(holder) for _ in range(3))
    other = found(holder, "Bimala", names=[Name("given", "Bimala", "ne")], home_district="NP-KTM")
    own_child = found(worker)
    with role("maintenance"):
        File.objects.filter(pk=protected.file_id).update(is_protected=True)
        for child, principal in ((hidden, worker.pk), (hidden_from_agency, worker.agency_id)):
            Hidden.objects.create(file_id=child.file_id, principal=principal, hidden_by=holder.pk)
    assert compare(report) == 0
    for child in (protected, hidden, hidden_from_agency, other, own_child):
        assert compared_with(child) == 0, child.code
    assert matches() == []


def test_report_is_not_compared_with_the_file_it_was_begun_from() -> None:
    worker, holder, other_holder = agencies.staff(), agencies.staff(), agencies.staff()
    report = missing.report(worker)
    own = found(holder)  # which the worker who began the report from it does not read any more
    with role("maintenance"):
        MissingReport.objects.filter(pk=report.pk).update(child_file_id=own.file_id)
    assert compare(report) == compared_with(own) == 0
    seen = found(other_holder)
    assert compare(report) == 1
    assert [match.file_id for match in matches()] == [seen.file_id]


def test_name_alone_is_no_match() -> None:
    worker, holder = agencies.staff(), agencies.staff()
    found(holder, names=[Name("given", "Sunita", "ne")], home_district="IN-WB-KOL", ages=[])
    with acting(worker):
        from saathi.protection.identification.missing.actions.registering import report_missing

        known = missing.known(age_low=None, age_high=None, home_district="", languages=[],
                              names=[Name("given", "সুনিতা", "bn")], gender="not_said")  # fmt: skip
        report = report_missing(disappearance=missing.told(), child_data=known, actor=worker)
    assert compare(report) == 0


def test_found_child_is_no_longer_compared() -> None:
    worker, holder = agencies.staff(), agencies.staff()
    report = missing.report(worker)
    with role("matcher"):
        assert list_searched_report_ids(using="default") == [report.pk]
    with role("maintenance"):
        MissingReport.objects.filter(pk=report.pk).update(
            state="found", found_on="2026-02-11", found_how="police", outcome="unknown"
        )
    child = found(holder)
    assert compare(report) == compared_with(child) == 0
    with role("matcher"):
        assert list_searched_report_ids(using="default") == []


def test_reports_above_hourly_limit_are_compared_at_night() -> None:
    worker, holder = agencies.staff(), agencies.staff()
    found(holder)
    reports = [missing.report(worker) for _ in range(31)]
    assert compare(reports[29]) == 1
    assert compare(reports[30]) == 0
    with role("matcher"):
        assert compare_missing_report(reports[30].pk, using="default", in_time=False) == 1


# --- The database function through which the matcher gets names -----------------------------------


def opened(subject: uuid.UUID, *files: uuid.UUID) -> list[uuid.UUID]:
    with role("matcher"), connection.cursor() as cursor:
        cursor.execute(
            "SELECT file_id FROM matcher_candidates(%s, %s::uuid[])", [subject, list(files)]
        )
        return [file_id for (file_id,) in cursor.fetchall()]


def refused(why: str, subject: uuid.UUID, *files: uuid.UUID) -> None:
    with (
        role("matcher"),
        connection.cursor() as cursor,
        pytest.raises(DatabaseError, match=why),
        transaction.atomic(),
    ):
        cursor.execute(
            "SELECT file_id FROM matcher_candidates(%s, %s::uuid[])", [subject, list(files)]
        )


def test_candidates_open_only_for_existing_question_and_unprotected_child() -> None:
    worker, holder = agencies.staff(), agencies.staff()
    report = missing.report(worker)
    child, protected = found(holder), found(holder)
    with role("maintenance"):
        File.objects.filter(pk=protected.file_id).update(is_protected=True)
    assert opened(report.pk, child.file_id, protected.file_id) == [child.file_id]
    merge = merges.joined(child.file_id, protected.file_id)  # of one child
    assert opened(report.pk, child.file_id) == []
    merges.parted(merge)
    assert opened(report.pk, child.file_id) == [child.file_id]
    assert opened(uuid.uuid4(), child.file_id) == []
    assert opened(report.pk, report.file_id) == []  # it returns no report of a missing child


def test_candidate_access_is_counted_and_limited() -> None:
    worker, holder = agencies.staff(), agencies.staff()
    report = missing.report(worker)
    child = found(holder)
    refused("at most 450", report.pk, *(uuid.uuid4() for _ in range(451)))
    for _ in range(10):
        opened(report.pk, *(uuid.uuid4() for _ in range(300)))
    refused("enough was opened", report.pk, child.file_id)
    with role("maintenance"):
        assert CandidateOpening.objects.get(subject=report.pk).opened == 600


def test_candidate_access_for_a_found_child_ends_after_a_week() -> None:
    holder = agencies.staff()
    child = found(holder)
    missing.report(agencies.staff())
    with role("maintenance"), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE agencies_file SET recorded_at = now() - interval '8 days' WHERE id = %s",
            [child.file_id],
        )
    assert compared_with(child) == 0


def test_other_roles_cannot_open_candidates() -> None:
    worker = agencies.staff()
    report, child = missing.report(worker), found(worker)
    for name in ("app", "worker", "analyst", "reporter"):
        with (
            role(name),
            connection.cursor() as cursor,
            pytest.raises(ProgrammingError, match="permission denied"),
            transaction.atomic(),
        ):
            cursor.execute(
                "SELECT * FROM matcher_candidates(%s, %s::uuid[])", [report.pk, [child.file_id]]
            )


# --- The holder's side ------------------------------------------------------------------------------


class World:
    """A mother abroad reports; the child is in a shelter, recorded in another script."""

    def __init__(self) -> None:
        self.reporter, self.holder = agencies.staff(), agencies.staff()
        self.officer = agencies.staff("data_officer", self.holder.office)
        self.report = missing.report(self.reporter)
        self.child = found(self.holder, "सुनिता महतो")
        compare(self.report)
        [self.match] = matches()
        self.address = f"/enquiries/{self.match.pk}/"
        self.client = signed_in(self.officer)

    def heard(self, view: str = "careful", **fields: object) -> int:
        sent = {"view": view, "view_words": "First on the telephone", "asked_by": "House mother",
                "view_on_0": "5", "view_on_1": "3", "view_on_2": "2026", "version": 1}  # fmt: skip
        return int(self.client.post(f"{self.address}view/", sent | key() | fields).status_code)

    def decide(self, **fields: object) -> tuple[int, str]:
        sent = {"decision": "contact", "reason": "She wants to hear her mother", "safety": "safe",
                "through": "worker", "through_whom": "Her worker", "version": 2}  # fmt: skip
        answer = self.client.post(self.address, sent | key() | fields)
        return int(answer.status_code), answer.content.decode()


def test_only_data_officer_of_holder_records_child_view() -> None:
    world = World()
    for person in (world.reporter, world.holder, agencies.staff("data_officer"),
                   agencies.staff("supervisor", world.holder.office)):  # fmt: skip
        client = signed_in(person)
        assert client.get(f"{world.address}view/").status_code == 404
        assert client.post(f"{world.address}view/", key()).status_code == 404


@pytest.mark.requirement("PRI-001")
@pytest.mark.requirement("IDN-014")
def test_family_learns_nothing_before_child_view_is_recorded() -> None:
    world = World()
    page = world.client.get(world.address).content.decode()
    for text in ("Mother", "Search for a missing child", "Not asked yet", "Today"):
        assert text in page, text
    status, page = world.decide(version=1)
    assert status == 200
    assert "Ask the child first" in page
    assert "She wants to hear her mother" in page  # nothing typed is lost
    assert world.heard("no") == 302
    assert "The child does not want contact with this person" in world.decide()[1]
    assert world.heard("careful", version=2) == 302
    assert (
        "Record first whether contact is safe for the child"
        in world.decide(version=3, safety="")[1]
    )
    assert "would put the child in danger" in world.decide(version=3, safety="danger")[1]
    assert "Choose who makes the contact" in world.decide(version=3, through="")[1]
    with role("maintenance"):
        assert not Notice.objects.filter(staff=world.reporter).exists()
    assert world.decide(version=3)[0] == 302
    with role("maintenance"):
        match = EnquiryMatch.objects.get()
        assert (match.state, match.view, match.through) == ("contact_made", "careful", "worker")
        notice = Notice.objects.get(staff=world.reporter)
        assert (notice.kind, notice.record) == ("missing_contact", world.report.pk)
    page = signed_in(world.reporter).get(f"/missing/{world.report.pk}/").content.decode()
    assert "Contact is being made" in page
    for text in ("telephone", "House mother", world.child.code, "shelter", "Her worker"):
        assert text not in page, text


def test_database_refuses_contact_without_child_view() -> None:
    world = World()
    with (
        role("maintenance"),
        pytest.raises(DatabaseError, match="her_view_before_contact"),
        transaction.atomic(),
    ):
        EnquiryMatch.objects.filter(pk=world.match.pk).update(
            state="contact_made", decided_by=world.officer.pk, decided_at="2026-03-05T10:00Z"
        )


def test_child_protected_meanwhile_is_not_disclosed() -> None:
    world = World()
    world.heard()
    with role("maintenance"):
        File.objects.filter(pk=world.child.file_id).update(is_protected=True)
    assert "This child is under special protection" in world.decide()[1]
    assert world.decide(decision="none")[0] == 302
    with role("maintenance"):
        assert not Notice.objects.filter(staff=world.reporter).exists()


def test_contact_decision_is_shown_with_child_view_to_officer_only() -> None:
    world = World()
    world.heard()
    world.decide()
    page = world.client.get(world.address).content.decode()
    for text in ("First on the telephone", "House mother", "Her worker", "Contact made"):
        assert text in page, text
    assert world.client.get(f"{world.address}view/").status_code == 404
    assert world.heard() == 404
