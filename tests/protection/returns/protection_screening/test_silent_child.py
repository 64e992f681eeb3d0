"""A child who chose not to say is not taken to agree by an older consent of their own."""

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction

from saathi.audit.models import AuditEntry
from saathi.consent.vocabulary import LegalBasis
from saathi.protection.returns.borders.actions import CrossBorderEnquiryRefused
from saathi.protection.returns.borders.models import CrossBorderEnquiry
from saathi.protection.returns.borders.vocabulary import ChildViewOnEnquiry
from saathi.protection.returns.protection_screening.actions import OriginContactRefused
from saathi.protection.returns.protection_screening.models import ContactPermission
from saathi.protection.returns.protection_screening.vocabulary import PermissionAnswer
from tests.attacks.proofs import insert_proved, update_proved
from tests.desk import cast
from tests.desk.cast import ChildFileCast
from tests.factories import borders, protection, rights
from tests.roles import acting, role

pytestmark = pytest.mark.django_db
PERMISSIONS = "protection_screening_contactpermission"


@pytest.fixture
def around() -> ChildFileCast:
    found = cast.around()
    with acting(found.worker):
        protection.screened(found.case, found.worker)
    return found


def asked(around: ChildFileCast, basis: LegalBasis) -> ContactPermission:
    with acting(around.worker):
        consent = rights.consent(
            around.case.child,
            around.worker,
            scopes=("origin",),
            basis=basis,
            reason="Order 12 of the court",
        )
        return protection.asked(
            around.case,
            around.worker,
            child_answer=PermissionAnswer.CHOSE_NOT,
            consent=consent,
            body="police",
        )


@pytest.mark.requirement("INT-002")
def test_no_contact_is_opened_on_the_childs_consent_when_the_child_chose_not_to_say(
    around: ChildFileCast,
) -> None:
    supervisor = around.supervisor
    request = asked(around, LegalBasis.CONSENT)
    opens = {"state": "'open'", "decided_by": f"'{supervisor.pk}'", "decided_on": "current_date"}
    with acting(supervisor):
        with pytest.raises(OriginContactRefused) as refusal:
            protection.permit(request, supervisor)
        assert [reason.text.split(",")[0] for reason in refusal.value.reasons] == [
            "The child chose not to say"
        ]
        with (
            pytest.raises((DatabaseError, psycopg.Error), match="may not be contacted"),
            transaction.atomic(),
        ):
            update_proved(connection.connection, supervisor, PERMISSIONS, opens)
    with role("auditor"):
        changes = AuditEntry.objects.filter(kind="changed", objects_seen__contains=[request.pk])
        assert not changes.exists()


@pytest.mark.requirement("INT-002")
def test_a_basis_that_needs_no_agreement_opens_it(around: ChildFileCast) -> None:
    request = asked(around, LegalBasis.ORDER)
    with acting(around.supervisor):
        assert protection.permit(request, around.supervisor).state == "open"


@pytest.mark.requirement("INT-002")
def test_a_permission_from_before_covers_no_contact_any_more(around: ChildFileCast) -> None:
    request = asked(around, LegalBasis.CONSENT)
    with role("maintenance"):
        ContactPermission.objects.filter(pk=request.pk).update(
            state="open",
            decided_by=around.supervisor.pk,
            decided_on=request.asked_on,
        )
    with acting(around.worker):
        found = ContactPermission.objects.get(pk=request.pk)
        with pytest.raises(OriginContactRefused, match="said"):
            protection.our_contact(found, around.worker)
        others = protection.others_contact(around.case, around.worker, body="police", facts=["age"])
        assert others.safeguard == "not_met"


@pytest.mark.requirement("INT-002")
def test_an_enquiry_abroad_is_no_way_round_silence(around: ChildFileCast) -> None:
    worker, case = around.worker, around.case
    borders.protocol(worker)
    silent = {"child_view": ChildViewOnEnquiry.CHOSE_NOT}
    with acting(worker):
        with pytest.raises(CrossBorderEnquiryRefused) as refusal:
            borders.actions.send_enquiry(
                case=case, question=borders.question(worker),
                disclosure=borders.going(case, worker, **silent), actor=worker,
            )  # fmt: skip
        assert [reason.code for reason in refusal.value.reasons] == ["child_view"]
        sent = borders.asked(case, worker)
        source = "SELECT * FROM borders_askedabroad WHERE id = %s"
        with (
            pytest.raises((DatabaseError, psycopg.Error), match="may not be contacted"),
            transaction.atomic(),
        ):
            insert_proved(
                connection.connection, worker, "borders_askedabroad", source, [sent.pk], **silent
            )
        assert list(CrossBorderEnquiry.objects.values_list("pk", flat=True)) == [sent.pk]


@pytest.mark.requirement("INT-002")
def test_an_enquiry_goes_on_a_basis_that_needs_no_agreement(around: ChildFileCast) -> None:
    worker, case = around.worker, around.case
    borders.protocol(worker)
    with acting(worker):
        order = rights.consent(
            case.child, worker, scopes=("origin",), basis=LegalBasis.ORDER, reason="Order 12"
        )
        going = borders.going(
            case, worker, child_view=ChildViewOnEnquiry.CHOSE_NOT, consent=order.pk
        )
        borders.actions.send_enquiry(
            case=case, question=borders.question(worker), disclosure=going, actor=worker
        )
        assert CrossBorderEnquiry.objects.get().child_view == "chose_not"
