"""The people who may open each address of `protection.returns.tracing`."""

from saathi.protection.returns.tracing.actions import families, searches
from saathi.protection.returns.tracing.models import FamilyClaim, FamilyContact, TracingEnquiry
from tests.access import COLLEAGUE, LEADER, MOTHER, OTHER, TEAM, AccessRows, AccessWorld
from tests.desk.cast import ChildFileCast
from tests.protection.returns.tracing import steps
from tests.roles import acting


def records(world: AccessWorld) -> dict[str, object]:
    """A search with an enquiry, a claim, an open verification, and all that follows from it."""
    people = [world.staff[name] for name in (LEADER, MOTHER, COLLEAGUE, OTHER)]
    around = ChildFileCast(world.case, world.worker, *people)
    request = steps.seek(around)
    verification = steps.begin(around, request)
    common = {"file_id": world.case.file_id}
    with acting(world.worker):
        enquiry = TracingEnquiry(
            request=request,
            made_on=steps.today(around),
            way="phone",
            asked="family",
            country=world.worker.office.country,
            made_through="ours",
            **common,
        )
        claim = FamilyClaim(
            child_id=world.case.child_id,
            claimed_on=steps.today(around),
            relation="cousin",
            brought_by="nobody",
            assessed="none",
            explained="explained",
            **common,
        )
        contact = FamilyContact(
            verification=verification,
            step="call",
            contact_on=steps.today(around),
            made_through="others",
            safety="not_checked",
            **common,
        )
        searches.add_enquiry(enquiry=enquiry, actor=world.worker)
        families.save_claim(claim=claim, actor=world.worker)
        families.add_contact(contact=contact, actor=world.worker)
    return {
        "tracing_id": request.pk,
        "tracing_enquiry_id": enquiry.pk,
        "family_claim_id": claim.pk,
        "relationship_id": verification.pk,
        "question_id": steps.ask(around, verification).pk,
        "home_id": steps.assess(around, verification).pk,
        "family_contact_id": contact.pk,
        "reunification_id": steps.propose(around, verification).pk,
    }


ROWS = AccessRows(
    file={
        "tracing:show_tracing": TEAM,
        "tracing:list_verifications": TEAM,
        "tracing:add_request": TEAM,
        "tracing:change_request": TEAM,
        "tracing:add_view": TEAM,
        "tracing:add_enquiry": TEAM,
        "tracing:add_unanswered_call": TEAM,
        "tracing:record_result": TEAM,
        "tracing:record_review": TEAM,
        "tracing:change_status": TEAM,
        "tracing:print_enquiry_card": TEAM,
        "tracing:add_claim": TEAM,
        "tracing:change_claim": TEAM,
        "tracing:refuse_claim": TEAM,
        "tracing:add_verification": TEAM,
        "tracing:change_verification": TEAM,
        "tracing:add_item": TEAM,
        "tracing:change_item": TEAM,
        "tracing:submit_finding": TEAM,
        "tracing:return_finding": frozenset({LEADER}),
        "tracing:add_home": TEAM,
        "tracing:change_home": TEAM,
        "tracing:print_home": TEAM,
        "tracing:add_contact": TEAM,
        "tracing:record_contact": TEAM,
        "tracing:propose_return": TEAM,
        "tracing:revise_return": TEAM,
        "tracing:send_return_back": frozenset({LEADER}),
        "tracing:record_handover": TEAM,
        "tracing:record_first_visit": TEAM,
        "tracing:record_handover_by_others": TEAM,
        "tracing:record_no_prosecution": TEAM,
    },
    without_child=frozenset({"tracing:list_tracing"}),
    steps={
        "tracing:confirm_finding": "tracing/test_families.py",
        "tracing:approve_return": "tracing/test_reunifications.py",
        "tracing:withdraw_return": "tracing/test_reunifications.py",
    },
    records=records,
)
