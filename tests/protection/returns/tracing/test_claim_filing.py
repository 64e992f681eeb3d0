"""A claim is verified in the search for the claimant, never as the person whom another search is for."""

import pytest
from django.db import IntegrityError, transaction

from saathi.agencies import writing
from saathi.protection.returns.tracing import filing_rules
from saathi.protection.returns.tracing.actions import families, searches
from saathi.protection.returns.tracing.models import (
    FamilyClaim,
    RelationshipVerification,
    TracingRequest,
)
from tests.desk import cast
from tests.desk.cast import ChildFileCast
from tests.protection.returns.tracing import steps
from tests.protection.returns.tracing.test_claims import claim
from tests.protection.returns.tracing.walking import fill, follow
from tests.reading import read
from tests.roles import acting
from tests.signing import signed_in

OTHER = "This search is for a person of another relationship"


@pytest.fixture
def around(db: None) -> ChildFileCast:
    return cast.around()


@pytest.mark.requirement("TRC-009")
def test_claim_leads_to_a_filled_in_search_and_verification(around: ChildFileCast) -> None:
    steps.seek(around)
    record = claim(around, "haste")
    page = f"{around.url}tracing/"
    html = signed_in(around.worker).get(page).content.decode()
    assert "Verify the relationship" not in html, "the search is for the mother"
    assert f"{page}new/?claim={record.pk}" in html
    fill(around, f"new/?claim={record.pk}")
    sought = steps.latest(TracingRequest)
    assert sought.relation == "aunt_uncle"
    assert "Ram Mahato" in read(around.worker, page)
    address = f"{page}{sought.pk}/verifications/new/?claim={record.pk}"
    assert address in signed_in(around.worker).get(page).content.decode()
    typed = {"kept_from": "no", "methods": ["questions"], "recognises": "yes"}
    follow(signed_in(around.worker), address, **typed)
    begun = steps.latest(RelationshipVerification)
    assert (begun.request_id, begun.claim_id, begun.relation) == (
        sought.pk,
        record.pk,
        "aunt_uncle",
    )


@pytest.mark.requirement("TRC-007")
@pytest.mark.parametrize("is_named", [True, False])
def test_uncle_is_not_verified_in_the_search_for_the_mother(
    around: ChildFileCast,
    is_named: bool,
) -> None:
    record, sought = claim(around), steps.seek(around)
    typed = {"claim": record.pk} if is_named else {}
    typed |= {"name": "Ram", "relation": "aunt_uncle", "kept_from": "no", "methods": ["questions"]}
    page = f"{sought.pk}/verifications/new/"
    assert OTHER in fill(around, page, recognises="yes", **typed)
    begun = RelationshipVerification(
        file_id=around.file_id,
        request=sought,
        claim=record if is_named else None,
        relation="aunt_uncle",
        began_on=steps.today(around),
        methods=["questions"],
        recognises="yes",
    )
    with (
        acting(around.worker),
        pytest.raises(IntegrityError, match="of another relationship"),
        transaction.atomic(),
    ):
        writing.add(begun, actor=around.worker)


def test_claim_of_an_uncle_is_not_verified_as_the_mother(around: ChildFileCast) -> None:
    record, begun = claim(around), steps.begin(around, steps.seek(around))
    with acting(around.worker), pytest.raises(searches.TracingRefused) as refused:
        families.save_verification(
            verification=begun,
            columns={"claim": record},
            version=begun.version,
            actor=around.worker,
        )
    assert [reason.code for reason in refused.value.reasons] == ["claim"]
    with (
        acting(around.worker),
        pytest.raises(IntegrityError, match="of another relationship"),
        transaction.atomic(),
    ):
        writing.change(begun, actor=around.worker, claim=record)


def test_search_stays_for_its_person_once_a_verification_began(around: ChildFileCast) -> None:
    sought = steps.seek(around)
    steps.begin(around, sought)
    shown = fill(around, f"{sought.pk}/edit/", relation="aunt_uncle")
    assert "A verification in this search has begun" in shown
    with (
        acting(around.worker),
        pytest.raises(IntegrityError, match="of this relationship has begun"),
        transaction.atomic(),
    ):
        writing.change(steps.stored(sought), actor=around.worker, relation="aunt_uncle")


def test_finding_for_a_claim_that_was_corrected_is_not_submitted(around: ChildFileCast) -> None:
    record = claim(around)
    begun = RelationshipVerification(
        file_id=around.file_id,
        request=steps.seek(around, relation="aunt_uncle"),
        claim=record,
        relation="aunt_uncle",
        began_on=steps.today(around),
        methods=["questions"],
        child_worker=around.worker,
        recognises="yes",
    )
    steps.with_texts(begun, name="Ram Mahato", other_worker="Ms Rai")
    with acting(around.worker):
        families.save_verification(verification=begun, actor=around.worker)
        families.save_claim(
            claim=record,
            columns={"relation": "father"},
            version=record.version,
            actor=around.worker,
        )
    for number in range(3):
        steps.ask(around, begun, question=f"Question {number}")
    begun.claim = steps.latest(FamilyClaim)
    with pytest.raises(searches.TracingRefused) as refused:
        steps.submit(around, begun)
    assert [reason.code for reason in refused.value.reasons] == ["claim"]


def test_filing_needs_the_same_relationship_everywhere() -> None:
    def codes(*relations: str) -> list[str]:
        return [reason.code for reason in filing_rules.reasons_against_filing(*relations)]

    assert codes("mother", "mother", "") == []
    assert codes("aunt_uncle", "aunt_uncle", "aunt_uncle") == []
    assert codes("aunt_uncle", "mother", "") == ["relation"]
    assert codes("aunt_uncle", "mother", "aunt_uncle") == ["relation"]
    assert codes("mother", "mother", "aunt_uncle") == ["claim"]
