"""The steps by which a child's family is traced, as a worker goes them."""

from tests.browser.reading import ids_in
from tests.browser.walk import Walk


def trace(worker: Walk, file: str) -> dict[str, str]:
    """A search with each of its records; the ids that addresses name."""
    own = f"{file}tracing/"
    worker.open(f"{own}new/").fill(relation="mother", names="Maya").day("opened_on", 2026, 3, 2)
    worker.press()
    ids = ids_in(worker, tracing_id="/tracing/{}/views/")
    search = f"{own}{ids['tracing_id']}/"
    worker.open(f"{search}views/new/").fill(subject="tracing", wish="wants")
    worker.day("asked_on", 2026, 3, 2).press()
    said = {
        "asked": "village_head", "country": "NPL", "to_whom": "Ward office",
        "cover_text": "A child in care is looking for relatives.",
    }  # fmt: skip
    worker.open(f"{search}enquiries/new/").fill(made_through="ours", way="phone", **said).press()
    ids |= ids_in(worker.open(own), tracing_enquiry_id="/tracing/enquiries/{}/")
    worker.open(f"{own}claims/new/").fill(
        relation="cousin", brought_by="nobody", assessed="none", explained="explained"
    ).press()
    ids |= ids_in(worker.open(own), family_claim_id="/tracing/claims/{}/")
    worker.open(f"{search}verifications/new/").fill(
        name="Maya", relation="mother", methods=["questions"], recognises="yes"
    ).press()
    ids |= ids_in(worker.open(own), relationship_id="/tracing/verifications/{}/")
    return ids | _found(worker, own, f"{own}verifications/{ids['relationship_id']}/")


def _found(worker: Walk, own: str, verification: str) -> dict[str, str]:
    """What is recorded of a person who was found."""
    worker.open(f"{verification}items/new/").fill(
        question="What stood beside the door?", use="kept_back", match="not_asked"
    ).press()
    ids = ids_in(worker.open(f"{own}verifications/"), question_id="/tracing/items/{}/")
    worker.open(f"{verification}homes/new/").fill(
        assessor="Ms Rai", visits="1", family_part="not_known", violence="not_screened",
        others_at_risk="not_known", alleged_near="not_known", result="open",
    ).day("visited_on", 2026, 3, 2).press()  # fmt: skip
    worker.open(f"{verification}contacts/new/").fill(
        made_through="others", step="call", safety="not_checked"
    ).day("contact_on", 2026, 3, 2).press()
    worker.open(f"{verification}reunification/new/").fill(
        carer="Maya", country="NPL", order_check="not_checked"
    ).press()
    return ids | ids_in(
        worker.open(own),
        home_id="/tracing/homes/{}/",
        family_contact_id="/tracing/contacts/{}/",
        reunification_id="/tracing/reunifications/{}/",
    )
