"""Columns on which access or a second person's approval depends change by proof alone.

Each statement rides on the request of a person who may change the row.
"""

import datetime as dt
from typing import Any

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from saathi.agencies import row_proofs, writing
from saathi.agencies.models import Grant, Staff
from saathi.desk.team.actions import arrange_cover
from saathi.infra import clock
from saathi.participation import actions as voice
from saathi.participation.models import Reader, Statement
from saathi.participation.vocabulary import StatementAudience, StatementMedium, StatementState
from saathi.people.identity.models import DiscriminationGrounds
from saathi.people.identity.vocabulary import GroundsReaders
from saathi.people.models import Child
from saathi.protection.casework.cases.models import Case
from saathi.protection.casework.handovers.models import Handover
from saathi.protection.casework.handovers.rules import MAX_FORMER_ACCESS_DAYS
from saathi.protection.casework.services.actions import referring
from saathi.protection.casework.services.models import Referral, SessionNote
from saathi.protection.casework.services.vocabulary import ReferralState, SessionNoteAudience
from saathi.protection.oversight.complaints.models import Complaint
from tests.desk import cast
from tests.factories import agencies, children, complaints, helps, people, releases, rights
from tests.protection.casework.handovers.two_agencies import Two
from tests.protection.justice.public_texts import test_screens as texts
from tests.roles import acting, role

pytestmark = pytest.mark.django_db
NO_PROOF = "no valid proof of this change"
KEPT = "it stays as it was recorded"
DAY = dt.date(2026, 3, 9)


@pytest.fixture
def worker() -> Staff:
    return agencies.staff()


@pytest.fixture
def supervisor(worker: Staff) -> Staff:
    return agencies.staff("supervisor", worker.office)


@pytest.fixture
def two() -> Two:
    office = agencies.office()
    return Two(
        cast.around(), agencies.staff("supervisor", office), agencies.staff("case_worker", office)
    )


@pytest.fixture
def child(worker: Staff) -> Child:
    return children.case(worker).child


def refuses(actor: Staff, statement: str, refusal: str = NO_PROOF) -> bool:
    """Whether the database refuses the statement in a request of this person, for this reason."""
    expected = pytest.raises((ProgrammingError, IntegrityError), match=refusal)
    with acting(actor), expected, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    return True


def statement_for_recorder(child: Child, actor: Staff) -> Statement:
    new = voice.NewStatement(
        Statement(
            state=StatementState.SAID,
            form=StatementMedium.VERBATIM,
            said_on=DAY,
            language="ne",
            audience=StatementAudience.NAMED,
        ),
        {"words": "I want to phone my sister."},
    )
    with acting(actor):
        return voice.record_statement(child=child, new=new, actor=actor)


def test_statement_is_not_opened_to_others(child: Child, worker: Staff, supervisor: Staff) -> None:
    statement_for_recorder(child, worker)
    assert refuses(worker, "UPDATE participation_statement SET audience = 'team'")
    assert refuses(worker, "UPDATE participation_statement SET drawing = gen_random_uuid()")
    with acting(supervisor):
        assert not Statement.objects.exists()


def test_no_record_makes_room_for_a_copy_under_its_key(child: Child, worker: Staff) -> None:
    """A copy with the same sealed bytes and another audience would open under the key of the original."""
    statement_for_recorder(child, worker)
    assert refuses(worker, "UPDATE participation_statement SET id = gen_random_uuid()", KEPT)
    assert refuses(worker, "UPDATE people_child SET id = gen_random_uuid()", KEPT)


@pytest.mark.real_transactions
def test_no_table_of_ours_lets_the_web_change_a_key() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname FROM pg_class c JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary "
            "JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = ANY (i.indkey) "
            "WHERE c.relnamespace = 'public'::regnamespace AND c.relname <> 'web_cache' "
            "AND has_column_privilege('saathi_app', c.oid, a.attnum, 'UPDATE') AND NOT EXISTS ("
            "SELECT FROM pg_trigger t WHERE t.tgrelid = c.oid AND t.tgname = 'columns_kept' "
            "AND a.attnum = ANY (t.tgattr::int2[]))"
        )
        # The policies of second factors ask for a proof that names the key.
        assert {table for (table,) in cursor.fetchall()} == {"mfa_authenticator"}


def test_no_one_is_added_as_a_reader_of_a_statement(
    child: Child, worker: Staff, supervisor: Staff
) -> None:
    statement_for_recorder(child, worker)
    columns = "id, file_id, statement_id, staff_id, recorded_at, recorded_by, version"
    assert refuses(
        worker,
        f"INSERT INTO participation_reader ({columns}) SELECT gen_random_uuid(), file_id, id, "
        f"'{supervisor.pk}', now(), recorded_by, 1 FROM participation_statement",
    )
    with acting(supervisor):
        assert not Statement.objects.exists()
    with role("maintenance"):
        assert not Reader.objects.exists()


def test_session_note_is_not_opened_to_others(child: Child, worker: Staff) -> None:
    with acting(worker):
        helps.session(child, worker, note="Child’s statements", audience=SessionNoteAudience.SELF)
        assert SessionNote.objects.count() == 1
    assert refuses(worker, "UPDATE services_sessionnote SET audience = 'team'")


def test_grounds_of_discrimination_are_not_opened_to_others(child: Child, worker: Staff) -> None:
    with acting(worker):
        people.grounds(child, worker, GroundsReaders.WORKER)
    assert refuses(worker, "UPDATE identity_grounds SET readers = 'team'")
    with acting(worker):
        assert DiscriminationGrounds.objects.get().readers == GroundsReaders.WORKER


@pytest.mark.parametrize(
    "change",
    ["not_for = '{}'", "readers = 'team'", "handler_id = access_staff()"],
)
def test_complaint_is_not_opened_to_others(
    child: Child, worker: Staff, supervisor: Staff, change: str
) -> None:
    colleague = agencies.staff("case_worker", worker.office)
    with acting(worker):
        complaints.complaint(child, worker, not_for=[colleague.pk])
    assert refuses(supervisor, f"UPDATE complaints_complaint SET {change}")
    with role("maintenance"):
        assert Complaint.objects.get().not_for == [colleague.pk]


def test_accused_colleague_is_not_taken_out_of_an_accusation(child: Child, worker: Staff) -> None:
    accused = agencies.staff("counsellor", worker.office)
    with acting(worker):
        people.alleged(child, worker, accused_staff=accused.pk)
    assert refuses(worker, "UPDATE around_alleged SET accused_staff = NULL")


@pytest.mark.parametrize(
    "change",
    [
        "access = NULL",
        "receiver = access_staff()",
        "access_until = now() + interval '1 year'",
        "consent = NULL",
        "shared = '{name,health,legal}'",
        "state = 'ended'",
    ],
)
def test_access_of_a_service_stays_one_that_can_be_ended(
    child: Child, worker: Staff, supervisor: Staff, change: str
) -> None:
    receiver = agencies.staff("case_worker")
    referral = given_access(child, worker, supervisor, receiver)
    assert refuses(worker, f"UPDATE services_referral SET {change}")
    with acting(supervisor):
        referring.revoke_service_access(
            referral=referral, version=referral.version, actor=supervisor
        )
    with role("maintenance"):
        assert not Grant.objects.filter(principal=receiver.pk, ends_at__gt=clock.now()).exists()


@pytest.mark.parametrize("change", ["withdrawn_on = NULL", "ends_on = NULL", "scopes = '{}'"])
def test_consent_that_was_withdrawn_stays_withdrawn(
    child: Child, worker: Staff, change: str
) -> None:
    today = worker.office.today()
    with acting(worker):
        consent = rights.consent(child, worker, ends_on=today)
        writing.change(consent, actor=worker, withdrawn_on=today)
    assert refuses(worker, f"UPDATE consent_consent SET {change}")


def given_access(child: Child, worker: Staff, supervisor: Staff, receiver: Staff) -> Referral:
    service = helps.service(supervisor, run_by=receiver.agency)
    with acting(worker):
        consent = rights.consent(child, worker, scopes=("education",))
        referral = helps.referral(child, worker, service, shared=["name"], consent=consent)
    with acting(supervisor):
        return referring.grant_service_access(
            referral=Referral.objects.get(pk=referral.pk),
            recipient=receiver,
            until=supervisor.office.today() + dt.timedelta(days=30),
            version=referral.version,
            actor=supervisor,
        )


@pytest.mark.parametrize(
    "change",
    ["former_until = now() + interval '70 years'", "access = NULL", "consent = NULL"],
)
def test_offer_of_a_case_stays_as_it_was_made(two: Two, change: str) -> None:
    two.offer()
    refused = f"UPDATE handovers_handover SET {change}"
    assert refuses(two.around.worker, refused, KEPT)
    assert refuses(two.around.supervisor, refused, KEPT)


def test_former_worker_reads_no_longer_than_the_rule_allows(two: Two) -> None:
    """Also where the offer says another day, as one inserted by a statement could."""
    two.offer()
    far = clock.now() + dt.timedelta(days=70 * 365)
    with role("maintenance"):
        Handover.objects.update(former_until=far)
    two.answer(do="accept", staff=two.worker.pk)
    latest = clock.now() + dt.timedelta(days=MAX_FORMER_ACCESS_DAYS + 2)
    with role("maintenance"):
        ends = Grant.objects.get(principal=two.around.worker.pk).ends_at
    assert ends is not None
    assert ends <= latest


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ("staff_id = NULL", NO_PROOF),
        ("ended_on = current_date", NO_PROOF),
        ("role = 'counsellor'", KEPT),
        ("until_on = current_date + 900", KEPT),
    ],
)
def test_seat_of_a_worker_stays_one_whose_rights_can_be_ended(
    child: Child, worker: Staff, change: str, refusal: str
) -> None:
    seat = f"UPDATE cases_seat SET {change} WHERE staff_id = access_staff()"
    assert refuses(worker, seat, refusal)


def test_no_seat_is_filled_by_a_statement(child: Child, worker: Staff) -> None:
    """A person with another role on the team keeps its rights when the case is reassigned."""
    columns = "id, file_id, case_id, role, staff_id, recorded_at, recorded_by, version"
    assert refuses(
        worker,
        f"INSERT INTO cases_seat ({columns}) SELECT gen_random_uuid(), file_id, id, 'counsellor', "
        "access_staff(), now(), access_staff(), 1 FROM cases_case",
    )
    assert refuses(worker, "UPDATE cases_seat SET staff_id = access_staff() WHERE staff_id IS NULL")
    assert refuses(
        worker,
        f"INSERT INTO cases_seat ({columns}, until_on) SELECT gen_random_uuid(), file_id, id, "
        "'case_worker', access_staff(), now(), access_staff(), 1, current_date + 900 FROM cases_case",
    )


def test_cover_is_not_lengthened_by_a_statement(
    child: Child, worker: Staff, supervisor: Staff
) -> None:
    """Neither its last day nor its right; who covers may change the case meanwhile."""
    colleague = agencies.staff("case_worker", worker.office)
    with acting(supervisor):
        case = Case.objects.select_related("office").get(child=child)
        until_on = supervisor.office.today()
        arrange_cover(case=case, colleague=colleague, until_on=until_on, actor=supervisor)
    for actor in (colleague, worker, supervisor):
        later = "UPDATE cases_seat SET until_on = until_on + 1 WHERE until_on IS NOT NULL"
        assert refuses(actor, later, KEPT)
        usual = "UPDATE cases_seat SET until_on = NULL WHERE until_on IS NOT NULL"
        assert refuses(actor, usual, KEPT)
        assert refuses(actor, "UPDATE agencies_grant SET ends_at = NULL", "permission denied")


def test_case_names_whose_rights_end_when_it_passes_on(child: Child, worker: Staff) -> None:
    colleague = agencies.staff("case_worker", worker.office)
    assert refuses(worker, f"UPDATE cases_case SET worker_id = '{colleague.pk}'")


def test_author_of_a_text_is_not_replaced(child: Child, worker: Staff, supervisor: Staff) -> None:
    """So that a supervisor does not approve their own text."""
    text = texts.create_text(supervisor, child)
    assert refuses(worker, "UPDATE public_texts_publictext SET written_by = access_staff()")
    assert texts.reloaded(text).written_by == supervisor.pk


@pytest.mark.parametrize("change", ["chosen_by = NULL", "chosen_by = access_staff()"])
def test_who_chose_the_designs_of_a_release_is_not_replaced(change: str) -> None:
    chooser = agencies.staff("rapporteur")
    other = agencies.staff("rapporteur", chooser.office)
    releases.designed(other, chosen={"sex-age": 0}, chosen_by=chooser.pk)
    assert refuses(other, f"UPDATE releases_release SET {change}")
    assert refuses(other, "UPDATE releases_release SET chosen = '{}'")


def test_proof_serves_no_other_row_value_or_person(
    child: Child, worker: Staff, supervisor: Staff
) -> None:
    first, second = (statement_for_recorder(child, worker) for _each in range(2))
    rows = Statement.objects.filter(pk=first.pk)
    with acting(worker):
        row_proofs.prove_changes(Statement, [(first.pk, {"audience": "self"})], by=worker.pk)
        with refused(), transaction.atomic():
            rows.update(audience="team")
        row_proofs.prove_changes(Statement, [(second.pk, {"audience": "team"})], by=worker.pk)
        with refused(), transaction.atomic():
            rows.update(audience="team")
        row_proofs.prove_changes(Statement, [(first.pk, {"audience": "team"})], by=supervisor.pk)
        with refused(), transaction.atomic():
            rows.update(audience="team")
        row_proofs.prove_changes(Statement, [(first.pk, {"audience": "team"})], by=worker.pk)
        assert rows.update(audience="team") == 1
        with refused(), transaction.atomic():  # of one column, not of the others
            rows.update(drawing=first.pk)


def test_values_of_each_type_are_compared_as_the_column_holds_them(
    child: Child, worker: Staff, supervisor: Staff
) -> None:
    """A moment of another zone, an array of ids, a code and an id are accepted with their proof."""
    referral = given_access(child, worker, supervisor, agencies.staff("case_worker"))
    colleague = agencies.staff("counsellor", worker.office)
    with acting(worker):
        complaint = complaints.complaint(child, worker, not_for=[supervisor.pk])
        moment = dt.datetime(2026, 3, 9, 5, 45, 0, 120, dt.timezone(dt.timedelta(hours=5.75)))
        for row, fields in (
            (referral, {"access_until": moment, "state": ReferralState.STOPPED}),
            (complaint, {"not_for": [colleague.pk, supervisor.pk], "handler": worker}),
        ):
            row_proofs.prove_rows([(row, fields)], by=worker.pk)
            assert type(row)._default_manager.filter(pk=row.pk).update(**fields) == 1


def refused() -> Any:
    """The refusal of a row without its proof."""
    return pytest.raises(ProgrammingError, match=NO_PROOF)
