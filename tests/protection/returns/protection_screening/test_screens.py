"""Pages of the screening for international protection: who reads it, what the page says, the letter."""

import pytest
from django.urls import reverse

from saathi.agencies.models import Staff
from saathi.agencies.vocabulary import TeamRole
from saathi.protection.returns.protection_screening.models import (
    PROMPTS,
    ContactPermission,
    OriginContact,
    ProtectionReferral,
    ProtectionScreening,
)
from tests import filled
from tests.counting import at_most
from tests.desk import cast
from tests.desk.cast import NAME, ChildFileCast
from tests.factories import agencies, protection, teams
from tests.reading import day, whole, words
from tests.roles import acting, role
from tests.sending import key
from tests.signing import signed_in

pytestmark = pytest.mark.django_db
FEAR = "The officer there knows my boss."


@pytest.fixture
def around() -> ChildFileCast:
    return cast.around()


def url(around: ChildFileCast, page: str = "") -> str:
    return f"{around.url}international-protection/{page}"


def send(person: Staff, path: str, **typed: object) -> str:
    """The words of the page after a form."""
    client = signed_in(person)
    with at_most(16):
        page = client.get(path)
    assert page.status_code == 200, path
    with at_most(27):
        answer = client.post(path, filled.form(page.content.decode(), **typed))
    return words((client.get(answer.url) if answer.status_code == 302 else answer).content)


def screening(around: ChildFileCast, **found: object) -> dict[str, object]:
    answers = dict.fromkeys(PROMPTS, "no") | {
        "screener": "Sarita Rai, lawyer", "training": "trained", "representative": "present",
        "child_words": FEAR, "result": "no_sign",
    } | day("screened_on", around.worker.office.today())  # fmt: skip
    return answers | found


@pytest.mark.requirement("INT-001")
def test_a_screening_answers_whether_the_consulate_may_be_contacted(
    around: ChildFileCast,
) -> None:
    page = words(signed_in(around.worker).get(url(around)).content)
    assert "No. The child has not been screened by a trained person." in page
    path = url(around, "screenings/new/")
    page = send(around.worker, path, **screening(around, fears_officials="yes"))
    assert "An answer is “Yes”, which is a sign of a need for protection." in page
    page = send(around.worker, path, **screening(around, fears_officials="yes", result="sign"))
    assert "No. The child has, or may need, international protection." in page
    for text in ("Sarita Rai, lawyer", FEAR, "Fears officials of the country of origin Yes", "0.1"):
        assert text in page
    with role("maintenance"):
        [kept] = ProtectionScreening.objects.all()
        assert FEAR.encode() not in bytes(kept.sealed)


@pytest.mark.requirement("INT-001")
def test_a_screening_is_read_by_the_recorder_named_colleagues_and_leaders_alone(
    around: ChildFileCast,
) -> None:
    lawyer = agencies.staff("counsellor", around.worker.office)
    teams.join(around.case.file_id, lawyer, TeamRole.LEGAL_REPRESENTATIVE)
    with acting(around.worker):
        found = protection.sign(around.case, around.worker)
        referral = protection.referred(found, around.worker)
    for person in (around.worker, around.supervisor):
        assert FEAR in words(signed_in(person).get(url(around)).content)
    page = words(signed_in(lawyer).get(url(around)).content)
    assert FEAR not in page
    assert "No. The screening does not allow it now." in page
    assert "international protection." not in page
    readers, outcome = f"screenings/{found.pk}/readers/", f"referrals/{referral.pk}/"
    for person, shut in ((lawyer, True), (around.worker, False)):
        for page_ in (readers, outcome):
            status = signed_in(person).get(url(around, page_)).status_code
            assert (status == 404) == shut, (person.role_kind, page_)
    send(around.worker, url(around, readers), readers_chosen=[str(lawyer.pk)])
    assert FEAR in words(signed_in(lawyer).get(url(around)).content)
    for person in (around.house_mother, around.stranger, around.outsider):
        client = signed_in(person)
        for page_ in ("", "screenings/new/", readers, outcome, "contacts/by-others/"):
            assert client.get(url(around, page_)).status_code == 404, page_
            assert client.post(url(around, page_), key()).status_code in {404, 405}, page_
        with acting(person):
            assert not ProtectionScreening.objects.exists()
            assert not ProtectionReferral.objects.exists()


@pytest.mark.requirement("INT-002")
def test_a_contact_is_asked_for_opened_made_and_printed_with_its_facts_alone(
    around: ChildFileCast,
) -> None:
    worker, supervisor = around.worker, around.supervisor
    with acting(worker):
        protection.screened(around.case, worker)
        consent = protection.rights.consent(around.case.child, worker, scopes=("origin",))
    typed = {
        "country": "IND", "body": "consulate", "body_name": "Consul (invented)", "through": "agency",
        "facts": ["age", "gender"], "child_answer": "agrees", "consent": str(consent.pk),
        "child_words": "Ask for my passport.", "best": "A travel document.",
    } | day("ends_on", worker.office.today())  # fmt: skip
    page = send(worker, url(around, "permissions/new/"), **typed)
    assert "Awaiting a supervisor" in page
    assert "Decide" not in page
    with acting(worker):
        [asked] = ContactPermission.objects.all()
    decide = url(around, f"permissions/{asked.pk}/decide/")
    assert signed_in(worker).get(decide).status_code == 404
    day_page = whole(signed_in(supervisor).get(reverse("desk:my_day")).content)
    assert "Request to contact a country of origin" in day_page
    contacts = url(around, "contacts/new/")
    assert "No contact is permitted today" in words(signed_in(worker).get(contacts).content)
    page = send(supervisor, decide, state="open")
    assert "Contact permitted" in page
    assert "No contact is permitted today" not in words(signed_in(worker).get(contacts).content)
    made = {
        "permission": str(asked.pk), "channel": "letter", "facts": ["age"], "said": "Sent by post.",
        "body_name": "Consul (invented)",
    } | day("made_on", worker.office.today())  # fmt: skip
    page = send(worker, contacts, **made)
    assert "Screened, and permitted" in page
    with acting(worker):
        [contact] = OriginContact.objects.all()
    printed = signed_in(worker).get(url(around, f"contacts/{contact.pk}/print/")).content.decode()
    assert "Consul (invented)" in printed
    assert "14" in printed
    for withheld in (NAME, NAME.split()[0], "Ask for my passport.", "Sent by post.", "Gender"):
        assert withheld not in printed
    with acting(worker):
        protection.sign(around.case, worker, screened_on=worker.office.today())
    assert "Print the letter" not in words(signed_in(worker).get(url(around)).content)
    assert signed_in(worker).get(url(around, f"contacts/{contact.pk}/print/")).status_code == 404


@pytest.mark.requirement("INT-001")
def test_a_referral_is_recorded_by_who_may_not_read_the_screening(around: ChildFileCast) -> None:
    lawyer = agencies.staff("case_worker", around.worker.office)
    teams.join(around.case.file_id, lawyer, TeamRole.LEGAL_REPRESENTATIVE)
    with acting(around.worker):
        protection.sign(around.case, around.worker)
    typed = {"body": "unhcr"} | day("referred_on", lawyer.office.today())
    page = send(lawyer, url(around, "referrals/new/"), **typed)
    assert "UNHCR" in page
    assert FEAR not in page
    assert "UNHCR" in words(signed_in(around.supervisor).get(url(around)).content)
    with acting(around.worker):
        assert not ProtectionReferral.objects.exists()


def test_a_permission_is_ended_by_a_button(around: ChildFileCast) -> None:
    with acting(around.worker):
        asked = protection.asked(around.case, around.worker)
    step, client = url(around, f"permissions/{asked.pk}/end/"), signed_in(around.worker)
    for person in (around.house_mother, around.stranger, around.outsider):
        assert signed_in(person).post(step, key()).status_code == 404
    page = client.get(url(around)).content.decode()
    for _twice in range(2):
        client.post(step, filled.form(page, to=step))
    with acting(around.worker):
        assert ContactPermission.objects.get().state == "ended"


@pytest.mark.requirement("INT-002")
def test_the_call_of_a_mission_is_recorded_in_a_minute(around: ChildFileCast) -> None:
    typed = {"made_by": "mission", "body": "consulate", "channel": "call",
             "said": "The vice-consul asked the cook for her name."}  # fmt: skip
    page = send(around.worker, url(around, "contacts/by-others/"), **typed)
    for text in ("The embassy or consulate itself", "Before a finished screening", typed["said"]):
        assert text in page
    orders = words(signed_in(around.worker).get(f"{around.url}orders/").content)
    assert "Consulate or home contacted before the child was asked" in orders
    timeline = words(signed_in(around.worker).get(f"{around.url}timeline/").content)
    assert "The country of origin was contacted" in timeline
    with acting(around.worker):
        contact = OriginContact.objects.get()
    letter = url(around, f"contacts/{contact.pk}/print/")
    assert signed_in(around.worker).get(letter).status_code == 404, "it is not our letter"


@pytest.mark.requirement("INT-002")
def test_no_permission_is_requested_while_the_answer_is_no(around: ChildFileCast) -> None:
    with acting(around.worker):
        protection.sign(around.case, around.worker)
    client = signed_in(around.worker)
    page = client.get(url(around, "permissions/new/")).content.decode()
    assert "No permission can be requested now." in page
    assert "<textarea" not in page
    listed = client.get(url(around)).content.decode()
    assert "Request permission" not in listed
    assert "tag danger" in listed  # signs of a need for protection: refer
