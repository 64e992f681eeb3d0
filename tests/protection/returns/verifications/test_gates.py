"""Our own questions to the country of origin ask the screening first; bad news stays on record."""

import pytest
from django.db import IntegrityError, transaction

from saathi.agencies import records, writing
from saathi.protection.returns.protection_screening.models import ContactPermission
from saathi.protection.returns.verifications import actions, rules
from saathi.protection.returns.verifications.models import CourtNeed, TravelPermit, VerificationStep
from saathi.protection.returns.verifications.vocabulary import (
    CourtNeedKind,
    PermitState,
    VerificationRoute,
)
from tests.desk import cast
from tests.desk.cast import ChildFileCast
from tests.factories import protection
from tests.roles import acting

pytestmark = pytest.mark.django_db


@pytest.fixture
def around() -> ChildFileCast:
    return cast.around()


def new_permit(around: ChildFileCast, body: str, state: str = "asked") -> TravelPermit:
    today = around.worker.office.today()
    permit = TravelPermit(
        file_id=around.file_id, child_id=around.case.child_id, kind="travel", asked_body=body,
        asked_on=today, state=state, received_on=None if state == "asked" else today,
    )  # fmt: skip
    permit.asked_of = "Embassy"
    return permit


@pytest.mark.requirement("INT-002")
@pytest.mark.parametrize("body", ["embassy", "theirs", ""])
def test_an_embassy_is_asked_only_as_the_screening_allows(around: ChildFileCast, body: str) -> None:
    worker = around.worker
    with acting(worker):
        with pytest.raises(actions.VerificationRefused) as refused:
            actions.add_permit(permit=new_permit(around, body), actor=worker)
        assert [reason.code for reason in refused.value.reasons] == ["asked_body"]
        with pytest.raises(IntegrityError, match="may not be contacted"), transaction.atomic():
            writing.add(new_permit(around, body), actor=worker)
        actions.add_permit(permit=new_permit(around, "ours"), actor=worker)
        actions.add_permit(permit=new_permit(around, body, "received"), actor=worker)  # a fact
        protection.screened(around.case, worker)
        actions.add_permit(permit=new_permit(around, body), actor=worker)


@pytest.mark.requirement("INT-002")
@pytest.mark.parametrize("body", ["embassy", "theirs"])
def test_a_permit_received_does_not_become_a_request_while_the_gate_is_closed(
    around: ChildFileCast, body: str
) -> None:
    """Recorded as received, then edited to "requested"."""
    worker = around.worker
    asks = {"state": "asked", "received_on": None, "valid_until": None}
    with acting(worker):
        permit = actions.add_permit(permit=new_permit(around, body, "received"), actor=worker)
        found = records.get_record_of_file(worker, TravelPermit, around.file_id, permit.pk)
        records.open_texts(found)
        with pytest.raises(actions.VerificationRefused) as refused:
            actions.change_permit(permit=found, columns=asks, version=found.version, actor=worker)
        assert [reason.code for reason in refused.value.reasons] == ["state"]
        stored = TravelPermit.objects.get(pk=permit.pk)
        with pytest.raises(IntegrityError, match="may not be contacted"), transaction.atomic():
            writing.change(stored, actor=worker, state="asked", received_on=None)
        protection.screened(around.case, worker)
        found = records.get_record_of_file(worker, TravelPermit, around.file_id, permit.pk)
        records.open_texts(found)
        actions.change_permit(permit=found, columns=asks, version=found.version, actor=worker)


@pytest.mark.requirement("INT-002")
def test_our_reminder_asks_the_screening_whoever_asked_first(around: ChildFileCast) -> None:
    worker, today = around.worker, around.worker.office.today()
    with acting(worker):
        contact = protection.others_contact(around.case, worker)
        verification = protection.verification(
            around.case, worker, contact, route=VerificationRoute.MINISTRY
        )
        for event, is_refused in (("asked_again", True), ("others_asked", False)):
            step = VerificationStep(
                file_id=around.file_id, verification=verification, event=event, happened_on=today
            )
            if is_refused:
                with pytest.raises(actions.VerificationRefused) as refused:
                    actions.add_step(step=step, next_on=today, case=around.case, actor=worker)
                assert [reason.code for reason in refused.value.reasons] == ["event"]
                with (
                    pytest.raises(IntegrityError, match="may not be contacted"),
                    transaction.atomic(),
                ):
                    writing.add(step, actor=worker)
            else:
                actions.add_step(step=step, next_on=None, case=around.case, actor=worker)


@pytest.mark.requirement("INT-002")
def test_no_verification_and_no_reminder_after_a_sign(around: ChildFileCast) -> None:
    worker, today = around.worker, around.worker.office.today()
    with acting(worker):
        protection.screened(around.case, worker)
        asked = protection.asked(around.case, worker)
    with acting(around.supervisor):
        protection.permit(asked, around.supervisor)
    with acting(worker):
        found = ContactPermission.objects.get(pk=asked.pk)
        contact = protection.our_contact(found, worker)
        verification = protection.verification(around.case, worker, contact)
    with acting(around.supervisor):
        protection.sign(around.case, around.supervisor, screened_on=today)
    with acting(worker):
        with pytest.raises(actions.VerificationRefused) as refused:
            protection.verification(around.case, worker, contact)
        assert "route" in {reason.code for reason in refused.value.reasons}
        step = VerificationStep(
            file_id=around.file_id, verification=verification, event="asked_again",
            happened_on=today,
        )  # fmt: skip
        with pytest.raises(actions.VerificationRefused) as refused:
            actions.add_step(step=step, next_on=None, case=around.case, actor=worker)
        assert [reason.code for reason in refused.value.reasons] == ["event"]
        with pytest.raises(IntegrityError, match="may not be contacted"), transaction.atomic():
            writing.add(step, actor=worker)


@pytest.mark.parametrize(
    ("before", "changed", "is_refused"),
    [
        (PermitState.REFUSED, {"state"}, True),
        (PermitState.REFUSED, {"note"}, False),
        (PermitState.ASKED, {"state", "received_on"}, False),
    ],
)
def test_a_refused_permit_stays_refused(
    before: PermitState, changed: set[str], *, is_refused: bool
) -> None:
    assert bool(rules.reasons_against_permit_change(before, changed)) is is_refused


@pytest.mark.parametrize(
    ("before", "changed", "is_refused"),
    [
        (CourtNeedKind.IN_PERSON, {"until"}, True),
        (CourtNeedKind.IN_PERSON, {"note"}, False),
        (CourtNeedKind.NOT_KNOWN, {"need"}, False),
    ],
)
def test_a_statement_that_a_court_needs_the_child_stays(
    before: CourtNeedKind, changed: set[str], *, is_refused: bool
) -> None:
    assert bool(rules.reasons_against_need_change(before, changed)) is is_refused


def test_a_court_need_is_changed_with_its_remarks_only(around: ChildFileCast) -> None:
    worker = around.worker
    with acting(worker):
        need = CourtNeed(
            file_id=around.file_id, child_id=around.case.child_id, need="yes", source="court",
            said_on=worker.office.today(),
        )  # fmt: skip
        need.court_case, need.note = "District court, 12", ""
        writing.add(need, actor=worker)
        texts = {"court_case": "District court, 12", "note": "Asked by telephone."}
        changed = actions.change_court_need(
            need=need, columns={"need": "yes"}, texts=texts, version=need.version, actor=worker
        )
        with pytest.raises(actions.VerificationRefused):
            actions.change_court_need(
                need=changed, columns={"need": "no"}, texts=texts, version=changed.version,
                actor=worker,
            )  # fmt: skip
        with pytest.raises(IntegrityError, match="stays on record"), transaction.atomic():
            writing.change(CourtNeed.objects.get(pk=need.pk), actor=worker, need="no")
