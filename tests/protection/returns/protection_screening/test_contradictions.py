"""“No sign” against the child's own record: recorded, but not finished before a second person confirmed it."""

import datetime as dt
from collections.abc import Callable

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction

from saathi.agencies import records, writing
from saathi.agencies.models import Staff
from saathi.audit.models import AuditEntry
from saathi.consent.models import Guardian
from saathi.people.around.models import Relation
from saathi.people.identity.models import IdentityDocument, Movement
from saathi.protection.returns.protection_screening import detail_rules, explaining
from saathi.protection.returns.protection_screening.actions import OriginContactRefused
from saathi.protection.returns.protection_screening.contact_gate import ask_gate, details_against
from saathi.protection.returns.protection_screening.explaining import NoSignExplanationRefused
from saathi.protection.returns.protection_screening.models import (
    NoSignExplanation,
    ProtectionScreening,
)
from saathi.protection.returns.protection_screening.vocabulary import (
    ContactGate,
    ContradictingDetail,
)
from tests.attacks.proofs import insert_proved, update_proved
from tests.desk import cast
from tests.desk.cast import ChildFileCast
from tests.factories import agencies, protection
from tests.protection.returns.protection_screening.test_screens import send
from tests.protection.returns.tracing.walking import press
from tests.roles import acting, role, slip_in
from tests.signing import signed_in

pytestmark = pytest.mark.django_db
EXPLANATIONS = "protection_screening_nosignexplanation"
DAY = protection.DAY
REASON = "The embassy of India confirmed the passport; the entry is old."


@pytest.fixture
def around() -> ChildFileCast:
    return cast.around()


def of_child(around: ChildFileCast, **columns: object) -> None:
    with role("maintenance"):
        child = around.case.child
        type(child).objects.filter(pk=child.pk).update(**columns)


def record(model: type, around: ChildFileCast, **values: object) -> None:
    """A record about the child, as maintenance loads it."""
    common = {
        "file_id": around.file_id,
        "child": around.case.child,
        "recorded_by": around.worker.pk,
    }
    with role("maintenance"):
        model.objects.create(**common, sealed=b"", **values)  # type: ignore[attr-defined]


def relation(around: ChildFileCast, **values: object) -> None:
    record(Relation, around, **values)


def guardian(around: ChildFileCast, **values: object) -> None:
    record(Guardian, around, kind="parent", **{"starts_on": DAY} | values)


type Detail = Callable[[ChildFileCast], None]
NEXT, BEFORE = DAY + dt.timedelta(days=1), DAY - dt.timedelta(days=1)
# What the child's record says, who was there at the screening, and what contradicts "no sign".
DETAILS: list[tuple[Detail, str, list[str]]] = [
    (lambda a: of_child(a, nationality_state="stateless"), "present", ["nationality"]),
    (lambda a: of_child(a, nationality_state="disputed"), "present", ["nationality"]),
    (lambda a: of_child(a, nationality_state="unknown"), "present", ["nationality"]),
    (lambda a: of_child(a, nationality_state="known"), "present", []),
    (lambda a: of_child(a, nationality_state=""), "present", []),
    (lambda a: of_child(a, residence_status="asylum"), "present", ["residence"]),
    (lambda a: of_child(a, residence_status="refugee"), "present", ["residence"]),
    (lambda a: of_child(a, residence_status="without"), "present", []),
    (lambda a: record(IdentityDocument, a, kind="refugee"), "present", ["card"]),
    (lambda a: record(IdentityDocument, a, kind="passport"), "present", []),
    (lambda a: record(Movement, a, kind="conflict"), "present", ["fled"]),
    (lambda a: record(Movement, a, kind="work"), "present", []),
    (lambda a: relation(a, kind="father", danger="feared"), "present", ["danger"]),
    (lambda a: relation(a, kind="aunt_uncle", danger="keep_away"), "present", ["danger"]),
    (lambda a: relation(a, kind="father", danger="none"), "present", []),
    (lambda a: relation(a, kind="father", danger="feared", ended_on=DAY), "present", []),
    (lambda a: relation(a, kind="employer", danger="feared"), "present", []),
    (guardian, "none", ["guardian"]),
    (lambda a: guardian(a, ends_on=DAY), "none", ["guardian"]),
    (lambda a: guardian(a, starts_on=NEXT), "none", []),
    (lambda a: guardian(a, starts_on=BEFORE, ends_on=BEFORE), "none", []),
    (guardian, "present", []),
    (lambda a: guardian(a, may_be_involved="yes"), "present", ["involved"]),
    (lambda a: guardian(a, has_conflict="yes"), "present", ["involved"]),
    (lambda a: guardian(a, has_conflict="yes"), "not_present", []),
]


@pytest.mark.requirement("INT-001")
def test_what_contradicts_no_sign_keeps_the_gate_shut(around: ChildFileCast) -> None:
    for number, (detail, representative, found) in enumerate(DETAILS):
        mark = transaction.savepoint_create()
        detail(around)
        with acting(around.worker):  # what was found is recorded in any case
            screening = protection.screened(
                around.case, around.worker, representative=representative
            )
            assert details_against(screening.pk) == found, number
            expected = ContactGate.UNFINISHED if found else ContactGate.OPEN
            assert ask_gate(around.case.file_id).gate == expected, number
        transaction.savepoint_rollback(mark)


def test_a_sign_is_contradicted_by_nothing(around: ChildFileCast) -> None:
    of_child(around, nationality_state="stateless")
    with acting(around.worker):
        screening = protection.sign(around.case, around.worker)
        assert details_against(screening.pk) == []


def test_each_contradiction_has_its_words_in_one_order() -> None:
    assert set(detail_rules.CONTRADICTIONS) == set(ContradictingDetail)
    some = [ContradictingDetail.FLED, ContradictingDetail.NATIONALITY]
    texts = detail_rules.texts_of(some)
    assert [text.split()[2] for text in texts] == ["nationality", "movements"]
    assert detail_rules.texts_of([]) == ()


@pytest.mark.parametrize(
    ("is_confirmed", "is_author", "reads_signs", "has_removed", "count"),
    [
        (False, False, True, False, 0),
        (True, False, True, False, 1),
        (False, True, True, False, 1),
        (False, False, False, False, 1),
        (False, True, False, False, 2),
        (False, False, True, True, 1),
        (False, True, False, True, 3),
    ],
)
def test_who_confirms_an_explanation(
    *, is_confirmed: bool, is_author: bool, reads_signs: bool, has_removed: bool, count: int
) -> None:
    reasons = detail_rules.reasons_against_confirming_no_sign(
        is_confirmed=is_confirmed,
        is_author=is_author,
        reads_signs=reads_signs,
        has_removed=has_removed,
    )
    assert len(reasons) == count


# --- the explanation, and its confirmation -----------------------------------------------------------


def screened(around: ChildFileCast) -> ProtectionScreening:
    """A screening without a sign of a child whose nationality is not known."""
    of_child(around, nationality_state="unknown")
    with acting(around.worker):
        return protection.screened(around.case, around.worker)


def explained(
    around: ChildFileCast, screening: ProtectionScreening, actor: Staff
) -> NoSignExplanation:
    explanation = NoSignExplanation(file_id=around.file_id, screening=screening)
    explanation.reason = REASON
    with acting(actor):
        return explaining.explain_no_sign(explanation=explanation, actor=actor)


def confirm(explanation: NoSignExplanation, actor: Staff) -> NoSignExplanation:
    with acting(actor):
        found = NoSignExplanation.objects.get(pk=explanation.pk)
        return explaining.confirm_no_sign(explanation=found, version=found.version, actor=actor)


def gate(around: ChildFileCast) -> ContactGate:
    with acting(around.worker):
        return ask_gate(around.case.file_id).gate


@pytest.mark.requirement("INT-001")
def test_a_second_person_confirms_the_explanation_and_a_new_detail_is_asked_again(
    around: ChildFileCast,
) -> None:
    screening = screened(around)
    explanation = explained(around, screening, around.worker)
    assert explanation.details == ["nationality"]
    assert gate(around) == ContactGate.UNFINISHED
    with acting(around.supervisor):
        own = explained(around, screening, around.supervisor)
    for person, entry in ((around.worker, explanation), (around.supervisor, own)):
        with pytest.raises(NoSignExplanationRefused):  # not the author
            confirm(entry, person)
    with pytest.raises(NoSignExplanationRefused):  # nor whoever screened
        confirm(own, around.worker)
    assert confirm(explanation, around.supervisor).confirmed_by == around.supervisor.pk
    assert gate(around) == ContactGate.OPEN
    with pytest.raises(NoSignExplanationRefused):
        explained(around, screening, around.worker)  # nothing is left
    with role("auditor"):
        approved = AuditEntry.objects.filter(
            kind="approved", objects_seen__contains=[explanation.pk]
        )
        assert approved.count() == 1
    of_child(around, residence_status="refugee")
    assert gate(around) == ContactGate.UNFINISHED
    with acting(around.worker):
        assert details_against(screening.pk) == ["residence"]


@pytest.mark.requirement("INT-001")
def test_no_contact_is_opened_before(around: ChildFileCast) -> None:
    screening = screened(around)
    with acting(around.worker):
        asked = protection.asked(around.case, around.worker)
    opens = {
        "state": "'open'",
        "decided_by": f"'{around.supervisor.pk}'",
        "decided_on": "current_date",
    }
    with acting(around.supervisor):
        with pytest.raises(OriginContactRefused, match="state"):
            protection.permit(asked, around.supervisor)
        with (
            pytest.raises((DatabaseError, psycopg.Error), match="may not be contacted"),
            transaction.atomic(),
        ):
            update_proved(
                connection.connection, around.supervisor,
                "protection_screening_contactpermission", opens,
            )  # fmt: skip
    confirm(explained(around, screening, around.worker), around.supervisor)
    with acting(around.supervisor):
        assert protection.permit(asked, around.supervisor).state == "open"


@pytest.mark.requirement("INT-001")
def test_the_database_takes_no_confirmation_of_one_person_and_no_other_details(
    around: ChildFileCast,
) -> None:
    explanation = explained(around, screened(around), around.worker)
    sql = connection.connection
    colleague = agencies.staff("case_worker", around.worker.office)
    source = f"SELECT * FROM {EXPLANATIONS} WHERE id = %s"
    refused = (DatabaseError, psycopg.Error)
    with acting(around.worker):
        for person in (around.worker, around.supervisor, colleague):
            with pytest.raises(refused), transaction.atomic():
                writing.change(
                    NoSignExplanation.objects.get(pk=explanation.pk),
                    actor=around.worker,
                    confirmed_by=person.pk,
                    confirmed_on=around.worker.office.today(),
                )
        for details in (["nationality", "card"], ["card"], []):
            with pytest.raises(refused, match="not what contradicts"), transaction.atomic():
                insert_proved(
                    sql, around.worker, EXPLANATIONS, source, [explanation.pk], details=details
                )
        with pytest.raises(refused, match="it stays as it was recorded"), transaction.atomic():
            update_proved(sql, around.worker, EXPLANATIONS, {"details": "'{card}'"})
    confirm(explanation, around.supervisor)
    with acting(around.worker):
        found = NoSignExplanation.objects.get(pk=explanation.pk)
        records.open_texts(found)
        with pytest.raises(refused, match="confirmed again"), transaction.atomic():
            writing.change(found, actor=around.worker, payload={"reason": "Another reason"})
    call = f"SELECT origin_details_against('{explanation.screening_id}')"
    slip_in(colleague, call, "no such screening")


def test_the_page_names_the_details_and_takes_the_explanation(around: ChildFileCast) -> None:
    screened(around)
    address = f"{around.url}international-protection/"
    assert signed_in(around.outsider).get(f"{address}no-sign/new/").status_code == 404
    assert "at least 20 letters" in send(around.worker, f"{address}no-sign/new/", reason="x" * 25)
    page = send(around.worker, f"{address}no-sign/new/", reason=REASON)
    assert "nationality is or was recorded as not known, disputed, or stateless" in page
    assert REASON in page
    assert "The screening for international protection is not finished" not in page
    with acting(around.worker):
        explanation = NoSignExplanation.objects.get()
    step = f"{address}no-sign/{explanation.pk}/confirm/"
    assert signed_in(around.outsider).post(step).status_code == 404
    press(around.supervisor, address, step)
    assert gate(around) == ContactGate.OPEN
    shown = signed_in(around.worker).get(address).content.decode()
    assert "nationality is or was recorded as not known" not in shown
