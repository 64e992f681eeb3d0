"""Steps of a child's way before a return: screening, contact with the consulate, verification."""

import datetime as dt

from saathi.infra import clock
from saathi.protection.returns.protection_screening.models import PROMPTS
from tests.browser import further
from tests.browser.reading import ids_in
from tests.browser.walk import Walk


def screen_for_protection(worker: Walk, file: str, **found: str) -> Walk:
    """A trained person asks what the child would fear; usually nothing speaks against a request."""
    usual = dict.fromkeys(PROMPTS, "no") | {
        "training": "trained", "representative": "present", "screener": "Sarita Rai, lawyer",
        "result": "no_sign",
    }  # fmt: skip
    worker.open(f"{file}international-protection/screenings/new/").fill(**(usual | found))
    return worker.day("screened_on", 2026, 3, 1).press()


def ask_for_contact(worker: Walk, file: str) -> Walk:
    """A leader is asked to permit a contact with the authority that would receive the child."""
    worker.open(f"{file}international-protection/permissions/new/")
    worker.fill(
        country="IND", body="protection", body_name="Child protection office (invented)",
        through="agency", facts=["age"], child_answer="agrees", best="A travel document.",
        consent=worker.choice("consent"),
    )  # fmt: skip
    until = clock.today_in("Asia/Kathmandu") + dt.timedelta(days=60)
    return worker.day("ends_on", until.year, until.month, until.day).press()


def contact_consulate(worker: Walk, file: str) -> Walk:
    """The letter to the consulate, under the permission."""
    worker.open(f"{file}international-protection/contacts/new/")
    return worker.fill(
        permission=worker.choice("permission"), channel="letter", facts=["age"],
        body_name="Consul (invented)", said="Asked for a travel document.",
    ).press()  # fmt: skip


def verify(worker: Walk, file: str) -> Walk:
    """The consulate is to verify the nationality; it was asked today."""
    worker.open(f"{file}return/verifications/new/").fill(
        contact=worker.choice("contact"), subjects=["nationality"], asked_of="Consul (invented)",
        route="agency",
    )  # fmt: skip
    today = clock.today_in("Asia/Kathmandu")
    next_on = today + dt.timedelta(days=20)
    worker.day("asked_on", today.year, today.month, today.day)
    return worker.day("next_on", next_on.year, next_on.month, next_on.day).press()


def permit_and_court(worker: Walk, file: str) -> Walk:
    """A travel permit that was requested, and a court that needs the child by video."""
    worker.open(f"{file}return/permits/new/").fill(
        kind="travel", asked_body="ours", asked_of="Ministry", state="asked"
    ).press()
    return worker.open(f"{file}return/court/new/").fill(
        court_case="District court, case 12", need="video", source="court"
    ).press()  # fmt: skip


def refer_for_protection(worker: Walk, file: str) -> Walk:
    """The child is referred to the asylum body; contact is closed until it answers."""
    worker.open(f"{file}international-protection/referrals/new/")
    return worker.fill(body="asylum", body_name="Asylum office").press()


def end_referral(worker: Walk, page: str) -> Walk:
    """The asylum body advises that there is no claim to make; contact is open again."""
    today = clock.today_in("Asia/Kathmandu")
    worker.open(page).fill(outcome="no_claim")
    return worker.day("decided_on", today.year, today.month, today.day).press()


def walk(worker: Walk, leader: Walk, file: str) -> dict[str, str]:
    """A contact that a leader permitted and one that waits, a verification, a permit, a court."""
    ids: dict[str, str] = {}
    protection, back = f"{file}international-protection/", f"{file}return/"
    ask_for_contact(worker, file)
    found = ids_in(leader.open(protection), permitted="/permissions/{}/decide/")
    leader.open(f"{protection}permissions/{found['permitted']}/decide/").fill(state="open").press()
    contact_consulate(worker, file)
    ids |= ids_in(worker, origin_contact_id="/contacts/{}/print/")
    verify(worker, file)
    ids |= ids_in(worker, verification_id=f"{back}verifications/{{}}/")
    permit_and_court(worker, file)
    ids |= ids_in(worker, permit_id=f"{back}permits/{{}}/", need_id=f"{back}court/{{}}/")
    ask_for_contact(worker, file)
    leader.open(protection)
    ids |= ids_in(leader, permission_id="/permissions/{}/decide/")
    refer_for_protection(worker, file)
    ids |= ids_in(worker, claim_id=f"{protection}referrals/{{}}/")
    ids |= ids_in(worker, screened_id=f"{protection}screenings/{{}}/readers/")
    end_referral(worker, f"{protection}referrals/{ids['claim_id']}/")
    leader.open(protection).press(to="/confirm/")  # only then it ends the claim
    return ids


def ask_across(worker: Walk, administrator: Walk, file: str) -> dict[str, str]:
    """What is asked across the border, from here and from there."""
    further.protocol(administrator)
    further.consent(worker, file, scopes=["origin"])
    screen_for_protection(worker, file)
    further.ask_abroad(worker, file)
    ids = ids_in(worker, asked_id="/abroad/{}/")
    further.asked_by_them(worker, file)
    return ids | ids_in(worker, **{"borders:answer_enquiry:asked_id": "/abroad/{}/answer/"})
