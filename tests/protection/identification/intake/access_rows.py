"""The people who may open each address of `protection.identification.intake`."""

from saathi.agencies.models import File, Grant
from saathi.infra import clock
from saathi.protection.identification.intake.contacts import actions as contacts
from saathi.protection.identification.intake.models import Enquiry
from saathi.protection.identification.intake.vocabulary import (
    ContactReferralKind,
    ContactReferralState,
)
from tests.access import TEAM, AccessRows, AccessWorld
from tests.factories.reports import report
from tests.protection.identification.intake.contact_forms import contact
from tests.roles import acting, role


def records(world: AccessWorld) -> dict[str, object]:
    """A report, a contact with a referral from it, and an enquiry."""
    worker = world.worker
    told = report(worker)
    made = contact(worker)
    with acting(worker):
        new = contacts.ContactReferralInput(
            ContactReferralKind.LIVELIHOOD,
            ContactReferralState.AGREED,
            clock.now(),
            {"to": "Cooperative"},
        )
        referral = contacts.create_contact_referral(contact=made, new=new, actor=worker)
    return {
        "report_id": told.pk,
        "report_file": told.file_id,
        "contact_id": made.pk,
        "contact_file": made.file_id,
        "intake:record_contact_referral_progress:referral_id": referral.pk,
        "enquiry_id": _enquiry(world).pk,
    }


def _enquiry(world: AccessWorld) -> Enquiry:
    worker = world.worker
    with role("maintenance"):
        file = File.objects.create(
            kind="enquiry", agency=worker.agency, office=worker.office, recorded_by=worker.id
        )
        Grant.objects.create(
            file=file, principal=worker.id, kind="team", reads=256, writes=256, given_by=worker.id
        )
        return Enquiry.objects.create(
            file=file, recorded_by=worker.id, purpose="new_report", facts=["age"], sealed=b"x"
        )


ROWS = AccessRows(
    file={
        "intake:show_report": TEAM,
        "intake:record_report_outcome": TEAM,
        "intake:request_case": TEAM,
        "intake:add_information": TEAM,
        "intake:record_visit": TEAM,
        "intake:reassign_report": TEAM,
        "intake:record_named_colleagues": TEAM,
        "intake:show_contact": TEAM,
        "intake:create_report_from_contact": TEAM,
        "intake:refer_from_contact": TEAM,
        "intake:record_contact_referral_progress": TEAM,
    },
    steps={
        "intake:accept_report": "test_queue_screens.py",
        "intake:end_shift": "test_roster_screens.py",
    },
    elsewhere={
        "intake:show_roster": "test_roster_screens.py",
    },
    without_child={
        "intake:enter_paper_forms",
        "intake:list_contacts",
        "intake:list_reports",
        "intake:record_contact",
        "intake:record_report",
    },
    records=records,
)
