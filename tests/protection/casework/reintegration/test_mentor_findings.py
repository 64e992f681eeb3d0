"""What is recorded against a mentor stays, and a second proposal of the same person shows it."""

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from saathi.agencies import records, writing
from saathi.audit.models import AuditEntry
from saathi.protection.casework.reintegration import mentor_rules
from saathi.protection.casework.reintegration.actions import mentors as actions
from saathi.protection.casework.reintegration.actions.monitoring import ReintegrationRefused
from saathi.protection.casework.reintegration.models import Mentor
from tests import filled
from tests.desk import cast
from tests.desk.cast import ChildFileCast
from tests.protection.casework.reintegration import steps
from tests.roles import acting, role
from tests.screens import read
from tests.sending import key
from tests.signing import signed_in


@pytest.fixture
def around() -> ChildFileCast:
    return cast.around()


def page(around: ChildFileCast) -> str:
    return read(signed_in(around.worker).get(f"{around.url}reintegration/"))[0]


KEPT = {
    "name": "Kamala Rai", "screening": "passed", "ties": "none", "reach": "safe",
    "child_choice": "agreed", "known_from": "Teacher", "contact": "", "screened_by": "",
}  # fmt: skip


@pytest.mark.requirement("REI-001")
@pytest.mark.parametrize(
    ("before", "after", "fields"),
    [
        ({}, {"screening": "failed", "ties": "linked", "reach": "unsafe"}, []),
        ({"screening": "not_done", "ties": "not_checked", "reach": "not_checked"}, {}, []),
        ({}, {"name": "Bina Tamang"}, []),
        ({"screening": "failed"}, {"screening": "failed"}, []),
        ({"screening": "failed"}, {}, ["screening"]),
        ({"ties": "linked"}, {"ties": "not_checked"}, ["ties"]),
        ({"reach": "unsafe"}, {}, ["reach"]),
        ({"child_choice": "refused"}, {}, ["child_choice"]),
        ({"ties": "linked"}, {"ties": "linked", "name": "Bina Tamang"}, ["name"]),
        ({"ties": "linked"}, {"ties": "linked", "name": "कमला राई"}, ["name"]),
        ({"ties": "linked"}, {"ties": "linked", "name": "Kamala Ray"}, ["name"]),
        ({"ties": "linked"}, {"ties": "linked", "screened_by": "No one"}, ["screened_by"]),
        ({"ties": "linked"}, {"ties": "linked", "screening": "failed"}, []),
    ],
)
def test_what_is_on_record_against_a_person_stays(
    before: dict[str, str], after: dict[str, str], fields: list[str]
) -> None:
    reasons = mentor_rules.reasons_against_mentor_change(KEPT | before, KEPT | after)
    assert [reason.code for reason in reasons] == fields


@pytest.mark.parametrize(
    ("other", "is_same"),
    [
        ("kamala rai", True),
        ("Rai Kamala (teacher)", True),
        ("Kamla Ray", True),
        ("कमला राई", True),
        ("Bina Rai", False),
        ("", False),
    ],
)
def test_same_person_by_name_in_any_script(other: str, is_same: bool) -> None:
    assert mentor_rules.is_same_person("Kamala Rai", other) == is_same


@pytest.mark.parametrize(
    ("other", "is_same"),
    [
        ("Rambahadur Thapa", True),
        ("Ram Bahadurthapa", True),
        ("RB Thapa", True),
        ("R.B. Thapa", True),
        ("RBT", True),
        ("राम बहादुर थापा", True),
        ("SB Thapa", False),
        ("Shyam Bahadur Thapa", False),
        ("Sita Thapa", False),
    ],
)
def test_joined_words_and_initials_are_the_same_name(other: str, is_same: bool) -> None:
    assert mentor_rules.is_same_person("Ram Bahadur Thapa", other) == is_same
    assert mentor_rules.is_same_person(other, "Ram Bahadur Thapa") == is_same


FINDINGS = [
    ("screening", "failed", "passed"),
    ("ties", "linked", "none"),
    ("reach", "unsafe", "safe"),
    ("child_choice", "refused", "chosen"),
]


@pytest.mark.django_db
@pytest.mark.requirement("REI-001")
@pytest.mark.parametrize(("column", "found", "better"), FINDINGS)
def test_finding_against_a_mentor_stays_on_screen_and_in_the_database(
    around: ChildFileCast, column: str, found: str, better: str
) -> None:
    mentor = steps.propose(around, steps.begin(around), **{column: found})
    path = f"{around.url}reintegration/mentors/{mentor.pk}/"
    client = signed_in(around.worker)
    for changed in ({column: better}, {"name": "Kamala Ray"}):
        sent = filled.form(client.get(path).content.decode(), known_from="Aunt", **changed)
        answer = client.post(path, sent)
        assert "What was recorded against this person stays" in read(answer)[0]
        assert "Aunt" in answer.content.decode()  # nothing typed is lost
    # A further finding can be added.
    further, code, _better = FINDINGS[0 if column != "screening" else 1]
    sent = filled.form(client.get(path).content.decode(), **{further: code})
    assert client.post(path, sent).status_code == 302
    with acting(around.worker):
        stored = Mentor.objects.get()
        records.open_texts(stored)
    assert (getattr(stored, column), getattr(stored, further)) == (found, code)
    assert (stored.name, stored.known_from) == ("Kamala Rai", "Teacher")
    for change, value in ((f"{column} = %s", better), ("sealed = %s", b"other")):
        with (
            role("warden"),
            pytest.raises(DatabaseError, match="it stays as it was recorded"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(f"UPDATE reintegration_mentor SET {change}", [value])


@pytest.mark.django_db
@pytest.mark.requirement("REI-001")
def test_finding_leaves_room_for_the_question_and_the_end(around: ChildFileCast) -> None:
    mentor = steps.propose(around, steps.begin(around), ties="linked")
    path = f"{around.url}reintegration/mentors/{mentor.pk}/"
    day = steps.today(around)
    end = {
        "end_reason": "unsafe", "end_note": "Cousin of the accused",
        "ended_on_0": day.day, "ended_on_1": day.month, "ended_on_2": day.year,
    }  # fmt: skip
    for person, step, typed in (
        (around.supervisor, "return", {"question": "Who told you?"}),
        (around.worker, "end", end),
    ):
        client = signed_in(person)
        sent = filled.form(client.get(f"{path}{step}/").content.decode(), **typed)
        assert client.post(f"{path}{step}/", sent).status_code == 302
    assert "Cousin of the accused" in page(around)


@pytest.mark.django_db
@pytest.mark.requirement("REI-001")
def test_same_person_is_approved_only_with_a_reason(around: ChildFileCast) -> None:
    reintegration = steps.begin(around)
    steps.propose(around, reintegration, screening="failed", ties="linked")
    again = steps.propose(around, reintegration, name="कमला राई")
    other = steps.propose(around, reintegration, name="Bina Tamang")
    assert (again.earlier_finding, other.earlier_finding) == ("found", "found")
    text = page(around)
    assert "On record against this person" in text
    assert "On record under another name: the same person?" in text
    assert "A finding against a person proposed for this child is recorded" in text

    path = f"{around.url}reintegration/mentors/{again.pk}/"
    leader = signed_in(around.supervisor)
    answer = leader.post(f"{path}approve/", {"version": again.version} | key(), follow=True)
    assert "A finding against a person proposed for this child is recorded" in read(answer)[0]
    for person in (around.worker, around.stranger, around.outsider):
        assert signed_in(person).get(f"{path}confirm/").status_code == 404
    shown = leader.get(f"{path}confirm/")
    assert "Screened, not suitable" in read(shown)[0]
    form = shown.content.decode()
    short = filled.form(form, earlier_reason="fine")
    assert "at least 20 letters" in read(leader.post(f"{path}confirm/", short))[0]
    sent = filled.form(form, earlier_reason="I spoke with the police myself today")
    assert leader.post(f"{path}confirm/", sent).status_code == 302
    with acting(around.worker):
        stored = Mentor.objects.get(pk=again.pk)
    assert (stored.state, stored.earlier_finding) == ("approved", "explained")
    assert "I spoke with the police myself today" in page(around)
    with role("auditor"):
        assert AuditEntry.objects.filter(
            kind="approved", objects_seen__contains=[again.pk]
        ).exists()


@pytest.mark.django_db
@pytest.mark.requirement("REI-001")
def test_finding_under_a_nickname_is_answered_too(around: ChildFileCast) -> None:
    reintegration = steps.begin(around)
    steps.propose(around, reintegration, name="Ramu dai", screening="failed", ties="linked")
    again = steps.propose(around, reintegration, name="Ram Bahadur Thapa")
    with pytest.raises(ReintegrationRefused, match="earlier_reason"):
        steps.approve(around, again)
    path = f"{around.url}reintegration/mentors/{again.pk}/confirm/"
    leader = signed_in(around.supervisor)
    shown = leader.get(path)
    text = read(shown)[0]
    assert text.index("On record under another name: the same person?") < text.index("Ramu dai")
    assert "Screened, not suitable" in text
    reason = "Ramu is the cousin, whom I met; Ram is the teacher"
    sent = filled.form(shown.content.decode(), earlier_reason=reason)
    assert leader.post(path, sent).status_code == 302
    with acting(around.worker):
        stored = Mentor.objects.get(pk=again.pk)
    assert (stored.state, stored.earlier_finding) == ("approved", "explained")
    assert reason in page(around)
    with role("auditor"):
        assert AuditEntry.objects.filter(
            kind="approved", objects_seen__contains=[again.pk]
        ).exists()


@pytest.mark.django_db
@pytest.mark.requirement("REI-001")
def test_mentor_whom_the_child_fears_is_shown_when_proposed_again(around: ChildFileCast) -> None:
    reintegration = steps.begin(around)
    mentor = steps.approve(around, steps.propose(around, reintegration))
    day = steps.today(around)
    with acting(around.worker):
        afraid = {"rating": "afraid", "reached": "no", "rated_on": day}
        stored = Mentor.objects.get(pk=mentor.pk)
        records.open_texts(stored)
        actions.rate_mentor(
            mentor=stored, columns=afraid, version=stored.version, actor=around.worker
        )
        helps = {"rating": "helps", "reached": "yes", "rated_on": day}
        with pytest.raises(ReintegrationRefused, match="rating"):
            actions.rate_mentor(
                mentor=stored, columns=helps, version=stored.version, actor=around.worker
            )
        with pytest.raises(IntegrityError, match="stays as it was recorded"), transaction.atomic():
            writing.change(stored, actor=around.worker, rating="helps")
        stored = Mentor.objects.get(pk=mentor.pk)
        records.open_texts(stored)
        ended = {"end_reason": "moved", "ended_on": day}
        actions.end_mentor(
            mentor=stored, columns=ended, version=stored.version, actor=around.worker
        )
    again = steps.propose(around, reintegration, name="Kamala Rai, teacher")
    with pytest.raises(ReintegrationRefused, match="earlier_reason"):
        steps.approve(around, again)


@pytest.mark.django_db
@pytest.mark.requirement("REI-001")
def test_database_approves_no_mentor_with_an_unexplained_finding(around: ChildFileCast) -> None:
    reintegration = steps.begin(around)
    steps.propose(around, reintegration, ties="linked")
    again = steps.propose(around, reintegration, name="Bina Tamang")
    for finding in ("found", ""):  # the database asks the records, not only this column
        with (
            role("warden"),
            pytest.raises(DatabaseError, match="earlier finding"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(
                "UPDATE reintegration_mentor SET state = 'approved', decided_on = current_date, "
                "earlier_finding = %s, decided_by = %s WHERE id = %s",
                [finding, around.supervisor.pk, again.pk],
            )
