"""Pages of consent, guardians, information and decisions: access, records, withdrawal."""

import datetime as dt

import pytest
from django.db import connection
from django.urls import reverse

from saathi.agencies.models import Staff
from saathi.agencies.vocabulary import TeamRole
from saathi.consent import actions, dependents
from saathi.consent.models import Consent, Decision, Guardian, InformationGiven
from saathi.consent.vocabulary import ChildAgreement, ChildCapacity, GuardianYesNo, LegalBasis
from saathi.people.actions import add_age_statements
from saathi.people.ages import AgeEvidence, AgeRange, PartialDate
from saathi.people.models import Child
from saathi.people.vocabulary import AgeBasis
from saathi.vault.models import OldSealedValue
from tests import counting, sending
from tests.factories import agencies, children, rights, teams
from tests.reading import day, post, refused, words
from tests.roles import acting, role
from tests.signing import signed_in

pytestmark = pytest.mark.django_db
SCREENS = (
    "show_consent", "record_consent", "record_guardian", "record_accompaniment",
    "record_information", "list_decisions", "record_decision", "record_others_view",
)  # fmt: skip


def address(name: str, child: Child, *more: object) -> str:
    return reverse(f"consent:{name}", args=[child.file_id, *more])


GUARDIAN = {
    "name": "Hari Rai", "kind": "relative", "is_independent": "yes", "has_conflict": "no",
    "may_be_involved": "not_known", "order": "Committee of Siliguri, 4/2026", **day("starts_on"),
}  # fmt: skip
CONSENT = {
    "scopes": ["health", "legal"], "basis": "consent", "answer": "yes", "capacity": "full",
    "recipient": "Clinic of Birgunj", "withheld": "What happened, from the aunt",
    "child_words": "I want to see a doctor", **day("given_on"),
}  # fmt: skip
DECISION = {
    "kind": "placement", "what": "She stays with her aunt", "decided_by": "together",
    "child_participation": "in_person", "views": "She wants to stay", "weight": "followed", "best": "School",
    "equal": "Yes", "develop": "Safe", "harm": "The uncle visits; he is kept away",
    "agreement": "agrees", **day("decided_on"), **day("informed_on"),
}  # fmt: skip


# --- who may not ----------------------------------------------------------------------------------


@pytest.mark.parametrize("screen", SCREENS)
def test_consent_pages_are_closed_without_the_right(
    child: Child, worker: Staff, screen: str
) -> None:
    mother = agencies.staff("house_mother", worker.office)
    teams.join(child.file_id, mother, TeamRole.RESIDENTIAL_WORKER)
    for reader in (agencies.staff(), mother):
        client = signed_in(reader)
        assert client.get(address(screen, child)).status_code == 404
        assert client.post(address(screen, child), CONSENT).status_code in {404, 405}


# --- guardian -------------------------------------------------------------------------------------


@pytest.mark.requirement("GDN-004")
def test_a_guardian_with_order_independence_conflict_and_period(
    child: Child, worker: Staff
) -> None:
    page = post(worker, address("record_guardian", child), GUARDIAN)
    for text in ("Hari Rai", "Relative caring for the child", "4/2026", "Independent Yes"):
        assert text in page
    with acting(worker):
        guardian = Guardian.objects.get()
        assert b"Hari" not in bytes(guardian.sealed)
    ended = GUARDIAN | day("ends_on", dt.date(2026, 3, 3)) | {"version": guardian.version}
    page = post(worker, address("change_guardian", child, guardian.pk), ended)
    assert "Hari Rai Not active" in page
    with role("maintenance"):
        assert OldSealedValue.objects.filter(row_id=guardian.pk).exists()


@pytest.mark.requirement("GDN-006")
def test_a_child_alone_without_guardian_raises_an_alert(child: Child, worker: Staff) -> None:
    path = address("record_accompaniment", child)
    page = post(worker, path, {"state": "alone", **day("as_of")})
    assert "The child has no legal guardian or representative" in page
    page = post(worker, address("record_guardian", child), GUARDIAN)
    assert "The child has no legal guardian or representative" not in page


# --- consent --------------------------------------------------------------------------------------


@pytest.mark.requirement("GDN-001")
def test_a_consent_shows_its_scope_recipient_and_what_is_withheld(
    child: Child, worker: Staff
) -> None:
    page = post(worker, address("record_consent", child), CONSENT)
    for text in ("Health care", "Legal help", "Active", "Clinic of Birgunj",
                  "What happened, from the aunt", "I want to see a doctor", "Child’s consent"):  # fmt: skip
        assert text in page


@pytest.mark.requirement("GDN-005")
def test_a_carer_who_may_be_involved_cannot_consent(child: Child, worker: Staff) -> None:
    with acting(worker):
        uncle = rights.guardian(child, worker, "Uncle", may_be_involved=GuardianYesNo.YES)
    sent = CONSENT | {"basis": "assent", "guardian": str(uncle.pk)}
    page = refused(worker, address("record_consent", child), sent)
    assert "This person may be involved in the harm and cannot consent for the child" in page
    assert (
        "Clinic of Birgunj"
        in signed_in(worker)
        .post(address("record_consent", child), sent | sending.key())
        .content.decode()
    )
    with acting(worker), pytest.raises(actions.ConsentRecordRefused):
        rights.consent(child, worker, basis=LegalBasis.CONSENT, capacity=ChildCapacity.NOT)
    with acting(worker):
        assert not Consent.objects.exists()


@pytest.mark.requirement("GDN-005")
def test_consent_of_a_guardian_who_proves_involved_needs_another_person(
    child: Child, worker: Staff
) -> None:
    with acting(worker):
        uncle = rights.guardian(child, worker, "Uncle")
    page = post(
        worker,
        address("record_consent", child),
        CONSENT | {"basis": "assent", "guardian": str(uncle.pk)},
    )
    assert "Consent by another person needed" not in page
    learned = GUARDIAN | {"has_conflict": "yes", "version": uncle.version}
    page = post(worker, address("change_guardian", child, uncle.pk), learned)
    assert "This person has a conflict of interest and cannot consent for the child" in page
    assert page.count("Consent by another person needed") == 2  # above, and beside the consent


def test_a_guardian_of_another_child_is_no_choice(child: Child, worker: Staff) -> None:
    other_child = children.case(worker, "Maya").child
    with acting(worker):
        foreign = rights.guardian(other_child, worker)
    sent = CONSENT | {"basis": "assent", "guardian": str(foreign.pk)}
    assert "Guardian who consented" in refused(worker, address("record_consent", child), sent)


@pytest.mark.requirement("GDN-008")
def test_a_consent_is_taken_back_and_what_rested_on_it_alone_stops(
    child: Child, worker: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    with acting(worker):
        given = rights.consent(child, worker)
    stopped: list[dt.date] = []
    rests = dependents.ConsentDependent("The clinic reads the file", stopped.append)
    monkeypatch.setattr(
        dependents, "_FINDERS", [lambda consent, _by: [rests] if consent == given.pk else []]
    )
    path = address("withdraw_consent", child, given.pk)
    assert "Affected by the withdrawal The clinic reads the file" in words(
        signed_in(worker).get(path).content
    )
    page = post(worker, path, {"why": "I do not like it there", "version": given.version})
    assert "Withdrawn" in page
    assert "I do not like it there" in page
    assert stopped == [worker.office.today()]


@pytest.mark.requirement("GDN-007")
def test_at_eighteen_a_consent_is_asked_anew(child: Child, worker: Staff) -> None:
    with acting(worker):
        rights.consent(child, worker, given_on=dt.date(2020, 3, 2))
    page = words(signed_in(worker).get(address("show_consent", child)).content)
    assert "Active" in page
    older = children.child(worker, "Rita", ages=[])
    turned = PartialDate.on(dt.date(worker.office.today().year, 1, 1))
    evidence = AgeEvidence(AgeBasis.DOCUMENTED, years=AgeRange(18, 18), as_of=turned)
    with acting(worker):
        rights.consent(older, worker, given_on=dt.date(2020, 3, 2))
        add_age_statements(child=older, evidence=[evidence], note="", actor=worker)
    page = words(signed_in(worker).get(address("show_consent", older)).content)
    assert "Now 18: new consent needed" in page
    assert "Now 18: new consent needed" in page


# --- information and duties -----------------------------------------------------------------------


@pytest.mark.requirement("INF-007")
@pytest.mark.requirement("INF-008")
def test_information_given_to_the_child_has_its_giver_day_language_and_understanding(
    child: Child, worker: Staff
) -> None:
    sent = {"about": ["rights", "legal_help"], "by": "Advocate Sita Karki", "way": "pictures",
            "language": "ne", "understood": "partly", "note": "May I stop?", "audience": "child",
            **day("informed_on")}  # fmt: skip
    page = post(worker, address("record_information", child), sent)
    for text in ("The child’s rights", "Legal help and how to get it", "Advocate Sita Karki",
                  "With pictures", "In part; explain again", "May I stop?",
                  "2 March 2026", "Nepali"):  # fmt: skip
        assert text in page
    with acting(worker):
        assert b"Karki" not in bytes(InformationGiven.objects.get().sealed)


@pytest.mark.requirement("INF-008")
@pytest.mark.parametrize("missing", ["language", "understood", "informed_on_0", "audience"])
def test_information_without_its_day_language_or_whether_it_was_understood_is_refused(
    child: Child, worker: Staff, missing: str
) -> None:
    sent = {"about": ["rights"], "by": "Advocate Sita Karki", "way": "pictures", "language": "ne",
            "understood": "yes", "audience": "child", **day("informed_on")} | {missing: ""}  # fmt: skip
    page = refused(worker, address("record_information", child), sent)
    assert "With pictures" in page
    with acting(worker):
        assert not InformationGiven.objects.exists()


@pytest.mark.requirement("MIG-003")
@pytest.mark.parametrize(
    ("audience", "shown_as", "counts"),
    [
        ("child", "The child", True),
        ("family", "The family, without the child", False),
        ("both", "The child and the family", True),
    ],
)
def test_how_to_move_safely_is_explained_to_the_child_or_the_family(
    child: Child, worker: Staff, audience: str, shown_as: str, *, counts: bool
) -> None:
    sent = {"about": ["safe_migration"], "by": "Radio of the migrants' centre", "way": "spoken",
            "language": "mai", "understood": "yes", "note": "Who keeps my papers?",
            **day("informed_on")}  # fmt: skip
    page = post(
        worker,
        address("record_information", child),
        sent | {"audience": audience},
    )
    for text in ("Safe migration and emergency contacts", shown_as, "Maithili",
                  "Yes, the child could explain it in their own words", "Who keeps my papers?"):  # fmt: skip
        assert text in page
    with (
        role("analyst"),
        connection.cursor() as cursor,
    ):  # information given to the child is counted
        cursor.execute("SELECT count(*) FROM facts_information")
        assert cursor.fetchone()[0] == int(counts)


@pytest.mark.requirement("GDN-003")
@pytest.mark.parametrize("country", ["IND", "NPL"])
def test_duties_to_report_are_shown_before_a_promise(country: str) -> None:
    office = agencies.office(country=country)
    worker = agencies.staff("case_worker", office)
    child = children.case(worker).child
    for screen in ("participation:explain_confidentiality", "participation:record_statement"):
        page = words(signed_in(worker).get(reverse(screen, args=[child.file_id])).content)
        known = "Protection of Children from Sexual Offences Act 2012, s. 19 · unverified" in page
        assert known == (country == "IND")
        assert ("ask your supervisor" in page) == (country == "NPL")


# --- decisions ------------------------------------------------------------------------------------


@pytest.mark.requirement("RTS-010")
@pytest.mark.requirement("CPL-005")
def test_a_decision_shows_how_the_child_was_heard_and_what_was_answered(
    child: Child, worker: Staff
) -> None:
    sent = DECISION | {"kind": "court", "child_participation": "represented", "agreement": "disagrees",
                       "weight": "otherwise", "answer": "We ask again in May"}  # fmt: skip
    page = post(worker, address("record_decision", child), sent)
    for text in ("Court procedure", "Heard through a representative", "Not followed",
                  "Disagrees", "We ask again in May", "The uncle visits; he is kept away"):  # fmt: skip
        assert text in page


@pytest.mark.parametrize("missing", ["best", "equal", "develop", "views", "harm"])
def test_a_decision_without_an_answer_to_a_principle_comes_back(
    child: Child, worker: Staff, missing: str
) -> None:
    page = refused(worker, address("record_decision", child), DECISION | {missing: ""})
    assert "Answer this in your own words." in page
    with acting(worker):
        assert not Decision.objects.exists()


@pytest.mark.requirement("GDN-009")
def test_information_given_to_the_child_is_added_later(child: Child, worker: Staff) -> None:
    with acting(worker):
        decision = rights.decision(child, worker, agreement=ChildAgreement.NOT_ASKED)
    page = words(signed_in(worker).get(address("list_decisions", child)).content)
    assert "Date the child was informed not informed yet" in page
    path = address("change_decision", child, decision.pk)
    page = post(worker, path, DECISION | day("informed_on", dt.date(2026, 3, 5)) | {"version": 1})
    assert "Date the child was informed 5 March 2026" in page


@pytest.mark.requirement("CHP-014")
@pytest.mark.parametrize(
    ("speaker", "shown"), [("carer", "Caregiver"), ("field_staff", "Field worker")]
)
def test_the_view_of_a_carer_or_field_staff_is_shown_beside_the_childs(
    child: Child, worker: Staff, speaker: str, shown: str
) -> None:
    path = address("record_others_view", child)
    sent = {"speaker": speaker, "name": "Aunt Gita", "about": "Where she lives",
            "words_said": "She sleeps well here", **day("said_on")}  # fmt: skip
    assert "This field is required" in refused(worker, path, sent | {"words_said": ""})
    page = post(worker, path, sent)
    assert f"Where she lives She sleeps well here Person {shown} Aunt Gita" in page
    assert signed_in(agencies.staff()).get(address("list_decisions", child)).status_code == 404


def test_full_pages_take_few_queries(child: Child, worker: Staff) -> None:
    with acting(worker):
        for name in ("One", "Two"):
            rights.guardian(child, worker, name)
            rights.consent(child, worker)
            rights.decision(child, worker)
    client = signed_in(worker)
    for screen in ("show_consent", "list_decisions", "record_consent"):
        with counting.at_most(15):
            client.get(address(screen, child))
