"""What is recorded before a return: protection screening, contacts, verifications, permits, courts."""

from tests.browser import further
from tests.browser.reading import ids_in
from tests.browser.walk import Walk


def record(worker: Walk, leader: Walk, file: str) -> dict[str, str]:
    """A contact that a leader permitted and one that waits, a verification, a permit, a court; their ids."""
    ids: dict[str, str] = {}
    protection, back = f"{file}international-protection/", f"{file}return/"
    further.ask_for_contact(worker, file)
    found = ids_in(worker, permitted="/permissions/{}/end/")
    leader.open(f"{protection}permissions/{found['permitted']}/decide/").fill(state="open").press()
    further.contact_consulate(worker, file)
    ids |= ids_in(worker, origin_contact_id="/contacts/{}/print/")
    further.verify(worker, file)
    ids |= ids_in(worker, verification_id=f"{back}verifications/{{}}/")
    further.permit_and_court(worker, file)
    ids |= ids_in(worker, permit_id=f"{back}permits/{{}}/", need_id=f"{back}court/{{}}/")
    further.refer_for_protection(worker, file)
    ids |= ids_in(worker, claim_id=f"{protection}referrals/{{}}/")
    ids |= ids_in(worker, screened_id=f"{protection}screenings/{{}}/readers/")
    further.ask_for_contact(worker, file)
    leader.open(protection)
    ids |= ids_in(leader, permission_id="/permissions/{}/decide/")
    return ids
