"""Claims, the two findings about a family, contact, and the child's return."""

import pytest
from django.db import IntegrityError, transaction

from saathi.agencies import records, writing
from saathi.people.around.models import AllegedPerpetrator, Outcome, Relation
from saathi.people.models import Child
from saathi.protection.returns.tracing.actions import families, searches
from saathi.protection.returns.tracing.models import (
    FamilyClaim,
    FamilyContact,
    HomeAssessment,
    RelationshipVerification,
    VerificationItem,
)
from tests.desk import cast
from tests.desk.cast import ChildFileCast
from tests.factories import agencies, best_interests
from tests.protection.returns.tracing import steps
from tests.protection.returns.tracing.walking import fill, follow, press
from tests.reading import day, read
from tests.roles import acting, role, slip_in
from tests.signing import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def around() -> ChildFileCast:
    return cast.around()


@pytest.mark.parametrize("by", ["guardian", "assessment"])
def test_young_child_is_not_taken_to_agree_to_contact(around: ChildFileCast, by: str) -> None:
    born = steps.today(around).year - 3
    with role("maintenance"):
        Child.objects.filter(pk=around.case.child.pk).update(
            birth_year_low=born, birth_year_high=born
        )
    request = steps.seek(around)
    steps.answer(around, request, "too_young", heard_for_child="no_one")
    verification = steps.verify(around, request)
    steps.assess(around, verification)
    steps.answer(around, request, "too_young", "contact", heard_for_child="no_one")

    def contact() -> FamilyContact:
        return FamilyContact(
            file_id=around.file_id,
            verification=verification,
            step="call",
            contact_on=steps.today(around),
            made_through="ours",
            officials="none",
            safety="safe",
        )

    with acting(around.worker):
        with pytest.raises(searches.TracingRefused) as refused, transaction.atomic():
            families.add_contact(contact=contact(), actor=around.worker)
        with pytest.raises(IntegrityError, match="not safe, verified"), transaction.atomic():
            writing.add(contact(), actor=around.worker)
    assert [reason.code for reason in refused.value.reasons] == ["child_view"]
    if by == "assessment":
        people = (around.case, around.worker, around.supervisor)
        best_interests.agreed_assessment(*people, occasion="contact")
    else:
        steps.answer(
            around,
            request,
            "too_young",
            "contact",
            heard_for_child="guardian",
            said_for_child="A call is good for the child.",
        )
    with acting(around.worker):
        assert families.add_contact(contact=contact(), actor=around.worker).state == "planned"


@pytest.mark.requirement("TRC-009")
def test_relative_claims_a_child_without_being_accused(around: ChildFileCast) -> None:
    page = fill(
        around,
        "claims/new/",
        name="Ram Mahato",
        relation="aunt_uncle",
        brought_by="unrelated",
        unasked="The child’s name",
        assessed="seen",
        signs=["before_asked", "third_person"],
        explained="explained",
        told="To tell us accuses no one",
        **day("claimed_on", steps.today(around)),
    )
    assert "Claimed before any enquiry was made" in page
    assert "Do not share information about the child" in page
    assert "not even whether the child is here" in page
    with role("maintenance"):
        assert not AllegedPerpetrator.objects.filter(file_id=around.file_id).exists()
    claim = steps.latest(FamilyClaim)
    assert b"Ram" not in bytes(claim.sealed)
    refused = fill(around, f"claims/{claim.pk}/", assessed="none")
    assert "Choose that signs were seen" in refused


@pytest.mark.requirement("TRC-007")
def test_relationship_is_verified_by_two_sides_and_a_second_person(around: ChildFileCast) -> None:
    verification = steps.begin(around, steps.seek(around))
    own = f"verifications/{verification.pk}/"
    refused = fill(around, f"{own}finding/", outcome="verified", reasons="She knows much")
    assert "at least 3 questions" in refused
    for number in range(3):
        fill(
            around,
            f"{own}items/new/",
            question=f"Question {number}",
            child_answer="Blue door",
            family_answer="It is blue",
            match="agrees",
            use="kept_back",
        )
    fill(around, f"{own}finding/", outcome="verified", reasons="Both told the same")
    both = read(around.worker, f"{around.url}tracing/verifications/")
    for side in ("Blue door", "It is blue", "Agrees"):
        assert side in both
    assert "Waiting for a second person" in both
    assert "Confirm the finding" not in both
    list_path = f"{around.url}tracing/verifications/"
    press(around.supervisor, list_path, f"{around.url}tracing/{own}confirm/")
    found = steps.stored(verification)
    assert (found.state, found.decided_by) == ("confirmed", around.supervisor.pk)
    assert "Relationship verified" in read(around.worker, f"{around.url}tracing/")


def test_one_person_never_asks_both_sides(around: ChildFileCast) -> None:
    request = steps.seek(around)
    refused = fill(
        around,
        f"{request.pk}/verifications/new/",
        name="Maya",
        relation="mother",
        kept_from="no",
        methods=["questions"],
        child_worker=around.worker.pk,
        family_worker=around.worker.pk,
        recognises="not_asked",
    )
    assert "Choose another colleague" in refused


@pytest.mark.requirement("TRC-007")
def test_none_of_those_who_changed_a_verification_confirms_it(around: ChildFileCast) -> None:
    verification = steps.begin(around, steps.seek(around))
    for number in range(3):
        steps.ask(around, verification, question=f"Question {number}")
    first = agencies.staff("supervisor", around.worker.office)
    for editor in (first, around.supervisor):
        with acting(editor):
            opened = RelationshipVerification.objects.get(pk=verification.pk)
            with pytest.raises(IntegrityError, match="who changed it"), transaction.atomic():
                writing.change(opened, actor=editor, recognises="no")
            opened.refresh_from_db()
            records.open_texts(opened)
            families.save_verification(
                verification=opened, columns={}, version=opened.version, actor=editor
            )
    third = agencies.staff("supervisor", around.worker.office)
    with acting(third):
        item = VerificationItem.objects.filter(verification=verification).first()
        records.open_texts(item)
        with pytest.raises(IntegrityError, match="who changed it"), transaction.atomic():
            writing.change(item, actor=third, match="differs")
        item = VerificationItem.objects.select_related("verification").get(pk=item.pk)
        records.open_texts(item)
        families.save_item(item=item, columns={"match": "agrees"}, version=1, actor=third)
    with acting(around.worker):
        opened = RelationshipVerification.objects.get(pk=verification.pk)
        records.open_texts(opened)
    steps.submit(around, opened)
    submitted = steps.stored(verification)
    assert submitted.editors == [first.pk, around.supervisor.pk, third.pk]
    for editor in (first, around.supervisor, third):
        with acting(editor):
            found = RelationshipVerification.objects.get(pk=verification.pk)
            with pytest.raises(searches.TracingRefused) as refused, transaction.atomic():
                families.confirm_finding(verification=found, version=found.version, actor=editor)
            assert [reason.code for reason in refused.value.reasons] == ["own"]
            confirmed = {"state": "confirmed", "decided_by": editor.pk}
            with pytest.raises(IntegrityError, match="never_own"), transaction.atomic():
                writing.change(found, actor=editor, **confirmed)
            found.refresh_from_db()
            unnamed = confirmed | {"editors": []}
            with pytest.raises(IntegrityError, match="stays named"), transaction.atomic():
                writing.change(found, actor=editor, **unnamed)


def test_database_confirms_no_finding_without_two_sides(around: ChildFileCast) -> None:
    verification = steps.begin(around, steps.seek(around))
    slip_in(
        around.supervisor,
        "UPDATE tracing_relationshipverification SET state = 'confirmed', outcome = 'verified'",
        "no valid proof",
    )
    with acting(around.worker):
        submitted = {"state": "submitted", "submitted_by": around.worker.pk}
        writing.change(verification, actor=around.worker, outcome="verified", **submitted)
    confirmed = {"state": "confirmed", "decided_by": around.supervisor.pk}
    with (
        acting(around.supervisor),
        pytest.raises(IntegrityError, match="two sides do not verify"),
        transaction.atomic(),
    ):
        writing.change(steps.stored(verification), actor=around.supervisor, **confirmed)
    item = VerificationItem(verification=verification, match="agrees", use="written")
    item.file_id = verification.file_id
    with (
        acting(around.worker),
        pytest.raises(IntegrityError, match="finding was submitted"),
        transaction.atomic(),
    ):
        writing.add(item, actor=around.worker)


@pytest.mark.requirement("TRC-004")
@pytest.mark.requirement("TRC-005")
@pytest.mark.requirement("TRC-008")
def test_home_is_suitable_only_after_its_screening(around: ChildFileCast) -> None:
    verification = steps.verify(around, steps.seek(around))
    page = f"verifications/{verification.pk}/homes/new/"
    typed = {
        "assessor": "Ms Rai",
        "visits": 2,
        "family_part": "not_assessed",
        "violence": "not_screened",
        "others_at_risk": "not_known",
        "alleged_near": "no",
        "result": "suitable",
        "reasons": "The mother wants the child back",
    } | day("visited_on", steps.today(around, -3))
    refused = fill(around, page, **typed)
    for text in ("Screen for violence", "Assess the relatives’ role", "Assess the factors"):
        assert text in refused
    shown = fill(
        around,
        page,
        **typed
        | {
            "family_part": "took_money",
            "family_role": "The mother took 5000 from a neighbour",
            "factors": ["debt", "knowledge"],
            "violence": "none",
            "seen_alone": ["carer", "children"],
            "result": "conditions",
            "conditions": "The neighbour is paid back by June",
        },
    )
    assert "Took money" in shown
    assert "Debt" in shown
    home = steps.latest(HomeAssessment)
    report = read(around.supervisor, f"{around.url}tracing/homes/{home.pk}/print/")
    assert "Took money" in report
    bare = HomeAssessment(**steps.home_values(around, verification) | {"violence": "not_screened"})
    with (
        acting(around.worker),
        pytest.raises(IntegrityError, match="suitable_is_assessed"),
        transaction.atomic(),
    ):
        writing.add(bare, actor=around.worker)


@pytest.mark.requirement("TRC-004")
@pytest.mark.requirement("TRC-008")
def test_contact_waits_for_screening_and_for_the_child(around: ChildFileCast) -> None:
    request = steps.seek(around)
    verification = steps.verify(around, request)
    page = f"verifications/{verification.pk}/contacts/new/"
    typed = {"made_through": "ours", "officials": "none", "step": "visit", "safety": "safe"}
    typed |= day("contact_on", steps.today(around, 2))
    refused = fill(around, page, **typed)
    assert "First screen the household for violence" in refused
    assert "First ask the child about contact" in refused
    contact = FamilyContact(
        file_id=around.file_id,
        verification=verification,
        step="visit",
        contact_on=steps.today(around),
        made_through="ours",
        officials="none",
        safety="safe",
    )
    with (
        acting(around.worker),
        pytest.raises(IntegrityError, match="not safe, verified and wanted"),
        transaction.atomic(),
    ):
        writing.add(contact, actor=around.worker)
    steps.assess(around, verification, violence="present", result="contact_only")
    steps.answer(around, request, subject="contact")
    assert "Visits without a worker and trial stays are not possible" in fill(around, page, **typed)
    shown = fill(around, page, **typed | {"step": "accompanied", "words_before": "Stay with me"})
    assert "Stay with me" in shown
    stored = steps.latest(FamilyContact)
    after = fill(around, f"contacts/{stored.pk}/", state="took_place", words_after="It was good")
    assert "It was good" in after


@pytest.mark.requirement("NCR-008")
def test_relative_is_not_prosecuted_and_the_role_stays(around: ChildFileCast) -> None:
    with acting(around.worker):
        common = {"file_id": around.file_id, "child_id": around.case.child_id}
        father = Relation(kind="father", **common)
        father.name = "Hari Mahato"
        writing.add(father, actor=around.worker)
        alleged = AllegedPerpetrator(
            subject="person",
            roles=["sold"],
            relation=father,
            said_by="child",
            said_on=steps.today(around, -20),
            **common,
        )
        alleged.name = "Hari Mahato"
        writing.add(alleged, actor=around.worker)
    typed = {"alleged": alleged.pk, "body": "prosecutor", "note": "The child needs the father"}
    typed |= day("decided_on", steps.today(around, -1))
    page = read(around.worker, f"{around.url}tracing/not-prosecuted/")
    assert "Committee" not in page
    fill(around, "not-prosecuted/", **typed)
    outcome = steps.latest(Outcome)
    assert (outcome.kind, outcome.body) == ("not_prosecuted", "prosecutor")
    kept = steps.stored(alleged)
    assert (kept.roles, kept.allegation_state) == (["sold"], "stands")
    with role("maintenance"):
        assert records.open_texts(outcome)["note"] == "The child needs the father"


def test_finding_is_sent_back_with_a_question(around: ChildFileCast) -> None:
    verification = steps.begin(around, steps.seek(around))
    for number in range(3):
        steps.ask(around, verification, question=f"Question {number}")
    steps.submit(around, verification)
    path = f"{around.url}tracing/verifications/{verification.pk}/return/"
    follow(signed_in(around.supervisor), path, question="Who is the neighbour?")
    stored = steps.stored(verification)
    assert (stored.state, stored.submitted_by) == ("open", None)
    assert "Who is the neighbour?" in read(around.worker, f"{around.url}tracing/verifications/")


def test_whoever_asked_a_side_does_not_confirm(around: ChildFileCast) -> None:
    verification = steps.begin(around, steps.seek(around))
    with acting(around.worker):
        columns = {"family_worker": around.supervisor}
        families.save_verification(
            verification=verification,
            columns=columns,
            version=verification.version,
            actor=around.worker,
        )
    for number in range(3):
        steps.ask(around, verification, question=f"Question {number}")
    steps.submit(around, verification)
    confirmed = {"state": "confirmed", "decided_by": around.supervisor.pk}
    with acting(around.supervisor):
        stored = RelationshipVerification.objects.get(pk=verification.pk)
        with pytest.raises(searches.TracingRefused):
            families.confirm_finding(
                verification=stored, version=stored.version, actor=around.supervisor
            )
        with pytest.raises(IntegrityError, match="never_own"), transaction.atomic():
            writing.change(stored, actor=around.supervisor, **confirmed)
