"""Support sessions, session notes, peer support, livelihood, and the facts for statistics."""

import datetime as dt

import pytest
from django.db import connection
from django.urls import reverse

from saathi.agencies import access, record_history
from saathi.agencies.models import Staff
from saathi.agencies.vocabulary import TeamRole
from saathi.people.models import Child
from saathi.protection.casework.services.models import Livelihood, SessionNote, SupportSession
from saathi.protection.casework.services.vocabulary import ObservedChange
from tests.factories import agencies, children, helps, teams
from tests.reading import DAY, day, post, read, refused, status
from tests.roles import acting, role
from tests.signing import signed_in

pytestmark = pytest.mark.django_db

SESSION = {
    "kind": "counselling", "provider": "counsellor", "presence": "came", "minutes": "50",
    "language": "mai", "topics": ["stress"], "note": "She dreams of the house", "audience": "self",
    "change": "better", **day("held_on"), **day("next_on", DAY + dt.timedelta(days=7)),
}  # fmt: skip
LIVELIHOOD = {
    "for_whom": "family", "state": "asked", "plan": "A tea stall at the crossing",
    "who": "Savings group", **day("asked_on"),
}  # fmt: skip


@pytest.fixture
def counsellor(worker: Staff, child: Child) -> Staff:
    staff = agencies.staff("counsellor", worker.office)
    return teams.join(child.file_id, staff, TeamRole.COUNSELLOR)


def address(name: str, child: Child, *ids: object) -> str:
    return reverse(f"support:{name}", args=[child.file_id, *ids])


@pytest.mark.parametrize(
    "name", ["show_support", "record_support_session", "record_livelihood", "enrol_child"]
)
def test_strangers_and_readers_cannot_write_support(child: Child, worker: Staff, name: str) -> None:
    physician = agencies.staff("counsellor", worker.office)
    teams.join(child.file_id, physician, TeamRole.PHYSICIAN)  # can read support, cannot write it
    assert status(agencies.staff(), address(name, child)) <= {404, 405}
    answer = signed_in(physician).get(address(name, child)).status_code
    assert answer == (200 if name == "show_support" else 404)


@pytest.mark.requirement("SRV-007")
def test_team_sees_session_but_only_writer_reads_note(
    child: Child, worker: Staff, counsellor: Staff
) -> None:
    page = post(counsellor, address("record_support_session", child), SESSION)
    for shown in ("Psychosocial session with the child", "Counsellor", "50", "Maithili",
                  "Less stress", "Better", "9 March 2026", "She dreams of the house",
                  "visible only to you"):  # fmt: skip
        assert shown in page, shown
    supervisor = agencies.staff("supervisor", worker.office)
    for reader in (worker, supervisor):
        page = read(reader, address("show_support", child))
        assert "Psychosocial session with the child" in page
        assert "She dreams of the house" not in page
        with acting(reader):
            assert SupportSession.objects.count() == 1
            assert not SessionNote.objects.exists()
            assert not access.visible(reader, SessionNote).exists()
    with role("maintenance"):
        note = SessionNote.objects.get()
        assert b"dreams" not in bytes(note.sealed)
    with acting(worker), pytest.raises(access.NotAllowed):
        record_history.old_values(worker, note)


def test_team_reads_session_note_if_child_allows(
    child: Child, worker: Staff, counsellor: Staff
) -> None:
    post(counsellor, address("record_support_session", child), SESSION | {"audience": "team"})
    assert "She dreams of the house" in read(worker, address("show_support", child))


def test_session_is_corrected_by_its_writer_and_notes_are_kept(
    child: Child, worker: Staff, counsellor: Staff
) -> None:
    post(counsellor, address("record_support_session", child), SESSION)
    with acting(counsellor):
        session = SupportSession.objects.get()
    path = address("change_support_session", child, session.pk)
    assert status(worker, path) == {404}
    sent = SESSION | {"note": "It was Tuesday", "minutes": "45", "version": 1}
    page = post(counsellor, path, sent)
    for shown in ("She dreams of the house", "It was Tuesday", "45"):
        assert shown in page
    assert signed_in(counsellor).post(path, sent).status_code == 409


@pytest.mark.requirement("SRV-012")
def test_providers_sessions_and_outcomes_of_two_agencies_are_kept_and_counted(
    child: Child, worker: Staff, counsellor: Staff
) -> None:
    elsewhere = agencies.staff("case_worker")
    other_child = children.case(elsewhere, "Rokeya").child
    post(counsellor, address("record_support_session", child), SESSION)
    sent = SESSION | {"provider": "psychologist", "presence": "part", "change": "worse"}
    page = post(elsewhere, address("record_support_session", other_child), sent)
    for shown in ("Psychologist or psychiatrist", str(ObservedChange.WORSE.label)):
        assert shown in page
    unknown = SESSION | {"provider": "healer"}
    assert "not one of the available" in refused(
        counsellor, address("record_support_session", child), unknown
    )
    assert status(elsewhere, address("show_support", child)) <= {404, 405}
    with role("analyst"), connection.cursor() as cursor:
        cursor.execute("SELECT kind, provider, presence, change FROM facts_support_session")
        assert set(cursor.fetchall()) == {
            ("counselling", "counsellor", "came", "better"),
            ("counselling", "psychologist", "part", "worse"),
        }


@pytest.mark.requirement("SRV-009")
def test_support_by_a_trained_young_person(child: Child, worker: Staff) -> None:
    sent = SESSION | {"kind": "peer", "provider": "trained_peer", "who": "Rekha, group of Ward 4"}
    page = post(worker, address("record_support_session", child), sent)
    assert "Peer support" in page
    assert "Trained young person Rekha, group of Ward 4" in page
    with acting(worker):
        assert b"Rekha" not in bytes(SupportSession.objects.get().sealed or b"")


@pytest.mark.requirement("SRV-015")
def test_information_session_on_safe_migration(child: Child, worker: Staff) -> None:
    sent = SESSION | {
        "kind": "information",
        "provider": "social_worker",
        "topics": ["safety", "rights"],
    }
    page = post(worker, address("record_support_session", child), sent)
    assert "Information and learning" in page
    assert "Safe migration and prevention of re-trafficking, Rights and where to get help" in page


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        (day("held_on", dt.date(2990, 1, 1)), "Enter today’s date or an earlier date."),
        ({"kind": ""}, "This field is required"),
        ({"minutes": "abc"}, "Use digits only"),
    ],
)
def test_invalid_session_form_keeps_note(
    child: Child, worker: Staff, wrong: dict[str, object], told: str
) -> None:
    page = refused(worker, address("record_support_session", child), SESSION | wrong)
    assert told in page
    assert "She dreams of the house" in page


@pytest.mark.requirement("CPL-009")
def test_livelihood_from_request_to_later_review(child: Child, worker: Staff) -> None:
    page = post(worker, address("record_livelihood", child), LIVELIHOOD)
    assert "A tea stall at the crossing" in page
    assert "Requested" in page
    with acting(worker):
        record = Livelihood.objects.get()
        assert b"tea" not in bytes(record.sealed)
    path = address("record_livelihood_progress", child, record.pk)
    given = LIVELIHOOD | {"state": "given", "given": ["tools", "training"], "version": 1}
    assert "Enter the date support was given" in refused(worker, path, given)
    page = post(worker, path, given | day("given_on", DAY + dt.timedelta(days=20)))
    assert "Training, Tools or materials 22 March 2026" in page
    reviewed = given | {
        "lasting": "helps", "result": "Enough for the rent", "version": 2,
        **day("given_on", DAY + dt.timedelta(days=20)),
        **day("looked_on", DAY + dt.timedelta(days=200)),
    }  # fmt: skip
    page = post(worker, path, reviewed)
    assert "It helps, but is not enough" in page
    assert "Enough for the rent" in page
    reset = LIVELIHOOD | {"state": "asked", "version": 3}
    assert "This change of status is not possible" in refused(worker, path, reset)


@pytest.mark.requirement("SRV-007")
@pytest.mark.requirement("SRV-014")
def test_support_facts_hold_codes_but_no_texts(child: Child, worker: Staff) -> None:
    from saathi.protection.casework.services.actions import referring
    from saathi.protection.casework.services.vocabulary import ChildReferralAnswer, ReferralState

    with acting(worker):
        helps.session(child, worker, minutes=50)
        referral = helps.referral(child, worker, papers="no", needs_access=["sign"])
        follow_up = referring.ReferralFollowUpInput(
            ReferralState.ATTENDED, ChildReferralAnswer.YES, began_on=DAY + dt.timedelta(days=12)
        )
        referring.follow_up_referral(
            referral=referral, data=follow_up, earlier_texts={}, version=1, actor=worker
        )
    with role("analyst"), connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.gender, c.birth_year_low, c.nationality_state, r.papers, r.needs_access, "
            "r.days_to_help, r.kind FROM facts_referral r JOIN facts_child c USING (child)"
        )
        rows = cursor.fetchall()
        cursor.execute("SELECT kind, minutes, presence FROM facts_support_session")
        sessions = cursor.fetchall()
        cursor.execute(
            "SELECT table_name, column_name FROM information_schema.columns "
            "WHERE table_name LIKE 'facts\\_%' AND column_name IN ('sealed', 'receiver', 'code')"
            "AND table_name IN ('facts_referral', 'facts_support_session', 'facts_attendance')"
        )
        assert cursor.fetchall() == []
    assert rows == [("", 2010, "", "no", ["sign"], 12, "vocational")]
    assert sessions == [("counselling", 50, "came")]
