"""Who sees a document, and has the duty to renew it, when its audience changes or colleagues leave."""

import datetime as dt

import pytest
from django.db import connection

from saathi.agencies import access
from saathi.agencies.models import Grant, Staff
from saathi.agencies.vocabulary import TeamRole
from saathi.desk.team import actions as teamwork
from saathi.infra import clock
from saathi.people.models import Child
from saathi.protection.casework.cases.models import Case, Due, Seat
from saathi.protection.casework.documents import actions
from saathi.protection.casework.documents.models import Document, DocumentFile
from saathi.protection.casework.handovers.actions import HandoverInput
from saathi.protection.casework.handovers.vocabulary import HandoverReason
from tests import filled
from tests.factories import agencies, teams
from tests.protection.casework.documents import papers
from tests.reading import words
from tests.roles import acting, role
from tests.signing import signed_in

pytestmark = pytest.mark.django_db
HANDOVER = HandoverInput(HandoverReason.WORKER_LEFT)


@pytest.fixture
def leader(worker: Staff) -> Staff:
    return agencies.staff("supervisor", worker.office)


@pytest.fixture
def colleague(case: Case, worker: Staff, leader: Staff) -> Staff:
    """Who is in the team, and writes documents."""
    person = agencies.staff("case_worker", worker.office)
    with acting(leader):
        found = Case.objects.get(pk=case.pk)
        teamwork.add_seat(case=found, role=TeamRole.SUPERVISOR, colleague=person, actor=leader)
    return person


def in_days(actor: Staff, days: int) -> dt.date:
    return actor.office.today() + dt.timedelta(days=days)


def sees(person: Staff, document: Document) -> bool:
    """Whether both locks show a document, and its files, to this person."""
    with acting(person), connection.cursor() as cursor:
        first = access.visible(person, Document).filter(pk=document.pk).exists()
        files = access.visible(person, DocumentFile).filter(document=document).exists()
        cursor.execute("SELECT count(*) FROM documents_document WHERE id = %s", [document.pk])
        second = cursor.fetchone() == (1,)
    assert first == second == files
    return first


def keeper(document: Document) -> Staff:
    """Who has the open duty of a document."""
    with role("maintenance"):
        document.refresh_from_db()
        due = Due.objects.select_related("worker").get(pk=document.due)
    assert due.done_on is None
    return due.worker


def change(document: Document, actor: Staff, **columns: object) -> Document:
    with role("maintenance"):
        version = Document.objects.get(pk=document.pk).version
    with acting(actor):
        opened = actions.queries.get_document(actor, document.file_id, document.pk)
        return actions.change_document(
            document=opened, columns=columns, version=version, actor=actor
        )


def reassign(case: Case, to: Staff, leader: Staff) -> None:
    with acting(leader):
        found = Case.objects.get(pk=case.pk)
        teamwork.hand_over_case(case=found, to=to, handover=HANDOVER, actor=leader)


def end_account(person: Staff) -> None:
    with role("maintenance"):
        Staff.objects.filter(pk=person.pk).update(is_active=False, deactivated_at=clock.now())


# --- who may choose the narrowest audience ---------------------------------------------------------


def test_only_the_recorder_keeps_a_document_to_themselves(
    child: Child, worker: Staff, leader: Staff, colleague: Staff
) -> None:
    document = papers.add(child, worker, papers.photo())
    for other in (leader, colleague):
        with pytest.raises(actions.DocumentRefused) as refused:
            change(document, other, audience="recorder")
        assert [reason.code for reason in refused.value.reasons] == ["audience"]
        assert sees(leader, document)
    change(document, worker, audience="recorder")
    assert [sees(person, document) for person in (worker, leader, colleague)] == [
        True,
        False,
        False,
    ]


def test_form_says_why_a_colleague_cannot_choose_it(
    child: Child, worker: Staff, leader: Staff
) -> None:
    document = papers.add(child, worker)
    client = signed_in(leader)
    path = f"/child/{child.file_id}/documents/{document.pk}/change/"
    sent = filled.form(client.get(path).content.decode(), audience="recorder")
    answer = client.post(path, sent)
    assert answer.status_code == 200
    assert "Only the person who added the document can choose this." in words(answer.content)


def test_who_did_not_add_a_document_does_not_close_it_to_themselves(
    child: Child, worker: Staff, leader: Staff, colleague: Staff
) -> None:
    document = papers.add(child, worker, papers.photo())
    for other in (leader, colleague):
        with pytest.raises(actions.DocumentRefused, match="audience"):
            change(document, other, audience="named", readers=[worker.pk])
    change(document, colleague, audience="named", readers=[worker.pk, colleague.pk])
    assert [sees(person, document) for person in (worker, colleague, leader)] == [True, True, False]


# --- when those who see it leave -------------------------------------------------------------------


def test_document_of_a_recorder_whose_account_ended_passes_to_the_supervisor(
    child: Child, worker: Staff, leader: Staff, colleague: Staff
) -> None:
    alone = papers.add(child, colleague, papers.photo(), audience="recorder")
    named = papers.add(child, colleague, papers.photo(), audience="named", readers=[worker.pk])
    assert not sees(leader, alone)
    assert not sees(leader, named)
    end_account(colleague)
    assert sees(leader, alone)
    assert not sees(worker, alone)
    assert sees(worker, named)
    assert not sees(leader, named)  # the named worker is there
    end_account(worker)
    assert sees(leader, named)


def test_document_of_a_recorder_who_left_the_team_passes_to_the_supervisor(
    case: Case, child: Child, worker: Staff, leader: Staff
) -> None:
    document = papers.add(child, worker, papers.photo(), audience="recorder")
    new = agencies.staff("case_worker", worker.office)
    reassign(case, new, leader)
    assert [sees(person, document) for person in (worker, new, leader)] == [False, False, True]


def test_former_worker_reads_their_own_document_by_no_other_right(
    case: Case, child: Child, worker: Staff, leader: Staff
) -> None:
    document = papers.add(child, worker, papers.photo())
    reassign(case, agencies.staff("case_worker", worker.office), leader)
    now = clock.now()
    with role("maintenance"):
        Grant.objects.create(
            file_id=child.file_id, principal=worker.pk, kind="glass", reads=4095,
            given_by=worker.pk, starts_at=now - dt.timedelta(hours=1), ends_at=now + dt.timedelta(hours=1),
        )  # fmt: skip
    with acting(worker):
        assert Child.objects.exists()
    assert not sees(worker, document)
    assert sees(leader, document)


# --- the duty to renew -----------------------------------------------------------------------------


def test_duty_moves_with_the_audience(
    case: Case, child: Child, worker: Staff, leader: Staff, colleague: Staff
) -> None:
    document = papers.add(child, leader, papers.photo(), valid_until=in_days(worker, 90))
    assert keeper(document) == worker
    change(document, leader, audience="named", readers=[colleague.pk])
    assert keeper(document) == leader
    change(document, colleague, readers=[worker.pk, colleague.pk])
    assert keeper(document) == worker
    change(document, leader, readers=[colleague.pk])
    assert keeper(document) == leader
    change(document, leader, audience="team", readers=[])
    assert keeper(document) == worker
    with role("maintenance"):
        assert Due.objects.filter(file=child.file_id, duty="document", done_on=None).count() == 1


def test_change_of_audience_brings_no_ended_reminder_back(child: Child, worker: Staff) -> None:
    document = papers.add(child, worker, papers.photo(), valid_until=in_days(worker, 90))
    with acting(worker):
        actions.end_reminder(document=document, version=1, actor=worker)
    change(document, worker, audience="recorder")
    with role("maintenance"):
        assert not Due.objects.filter(file=child.file_id, duty="document", done_on=None).exists()


@pytest.mark.parametrize(
    ("audience", "by", "names", "expected"),
    [
        ("team", "worker", [], "new"),
        ("recorder", "worker", [], "leader"),
        ("named", "worker", ["colleague"], "colleague"),
        ("named", "worker", ["new"], "new"),
        ("named", "colleague", ["worker"], "colleague"),
    ],
)
def test_duty_of_a_reassigned_case_goes_to_who_sees_the_document(
    case: Case, child: Child, worker: Staff, leader: Staff, colleague: Staff,
    audience: str, by: str, names: list[str], expected: str,
) -> None:  # fmt: skip
    new = teams.join(
        child.file_id, agencies.staff("case_worker", worker.office), TeamRole.COUNSELLOR
    )
    people = {"worker": worker, "leader": leader, "colleague": colleague, "new": new}
    document = papers.add(
        child, people[by], papers.photo(), audience=audience,
        readers=[people[name].pk for name in names], valid_until=in_days(worker, 90),
    )  # fmt: skip
    assert keeper(document) == worker
    reassign(case, new, leader)
    assert keeper(document) == people[expected]
    assert sees(people[expected], document)


def test_duty_of_a_colleague_who_leaves_goes_to_who_sees_the_document(
    case: Case, child: Child, worker: Staff, leader: Staff, colleague: Staff
) -> None:
    document = papers.add(
        child, colleague, papers.photo(), audience="recorder", valid_until=in_days(worker, 90)
    )
    assert keeper(document) == colleague
    with acting(leader):
        seat = Seat.objects.select_related("case", "staff").get(
            case=case, staff=colleague, ended_on=None
        )
        teamwork.end_seat(seat=seat, actor=leader)
    assert keeper(document) == leader
    assert sees(leader, document)
    assert case.worker_id == worker.pk


def test_duties_that_another_may_not_see_are_shown_only_to_who_writes_duties(
    case: Case, child: Child, worker: Staff, leader: Staff
) -> None:
    papers.add(child, worker, audience="recorder", valid_until=in_days(worker, 90))
    for person, told in ((worker, 1), (leader, 1), (agencies.staff("case_worker"), 0)):
        with acting(person):
            found = actions.queries.list_untransferable_duties(case.pk, leader, [worker])
            assert len(found) == told, person.role_kind
