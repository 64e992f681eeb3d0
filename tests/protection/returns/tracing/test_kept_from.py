"""Those who must not learn of a tracing: shown and asked where a claim or a verification begins."""

import pytest

from saathi.protection.returns.tracing.actions import families, searches
from saathi.protection.returns.tracing.models import FamilyClaim, RelationshipVerification
from tests.desk import cast
from tests.desk.cast import ChildFileCast
from tests.protection.returns.tracing import steps
from tests.protection.returns.tracing.test_claims import claim, lines
from tests.protection.returns.tracing.walking import fill
from tests.reading import day, read
from tests.roles import acting, role

ASKED = "Is this person one of those who must not learn of the tracing?"
CLAIM: dict[str, object] = {
    "name": "Ram Mahato",
    "relation": "aunt_uncle",
    "brought_by": "nobody",
    "assessed": "none",
    "explained": "explained",
}


@pytest.fixture
def around(db: None) -> ChildFileCast:
    return cast.around()


@pytest.mark.requirement("TRC-009")
def test_claim_by_a_kept_person_is_recorded_with_a_warning_sign(around: ChildFileCast) -> None:
    page = f"{around.url}tracing/claims/new/"
    assert ASKED not in read(around.worker, page), "no search says who must not learn of it"
    steps.seek(around)
    shown = read(around.worker, page)
    assert ASKED in shown
    assert "The uncle" in shown
    typed = CLAIM | day("claimed_on", steps.today(around))
    assert "There is a problem" in fill(around, "claims/new/", **typed), "it has no default"
    with role("maintenance"):
        assert not FamilyClaim.objects.exists()
    fill(around, "claims/new/", kept_from="yes", **typed)
    stored = steps.latest(FamilyClaim)
    assert (stored.assessed, stored.signs) == ("seen", ["kept_from"])
    assert lines(around.worker) == 1, "in Act now"
    fill(around, "claims/new/", kept_from="no", **typed)
    stored = steps.latest(FamilyClaim)
    assert (stored.assessed, stored.signs) == ("none", [])


@pytest.mark.requirement("TRC-007")
def test_verification_of_a_kept_person_does_not_begin(around: ChildFileCast) -> None:
    sought = steps.seek(around, relation="aunt_uncle")
    page = f"{sought.pk}/verifications/new/"
    shown = read(around.worker, f"{around.url}tracing/{page}")
    assert ASKED in shown
    assert "The uncle" in shown
    typed = {"name": "Ram", "relation": "aunt_uncle", "methods": ["questions"], "recognises": "yes"}
    assert "There is a problem" in fill(around, page, **typed), "it has no default"
    refused = fill(around, page, kept_from="yes", **typed)
    assert "This person must not learn of the tracing" in refused
    with role("maintenance"):
        assert not RelationshipVerification.objects.exists()
    fill(around, page, kept_from="no", **typed)
    assert steps.latest(RelationshipVerification).request_id == sought.pk


def test_claim_with_this_sign_is_not_verified_while_a_search_names_people(
    around: ChildFileCast,
) -> None:
    record, sought = claim(around, "kept_from"), steps.seek(around, relation="aunt_uncle")
    begun = RelationshipVerification(
        file_id=around.file_id,
        request=sought,
        claim=record,
        relation="aunt_uncle",
        began_on=steps.today(around),
        methods=["questions"],
        recognises="yes",
    )
    steps.with_texts(begun, name="Ram Mahato")
    with acting(around.worker):
        with pytest.raises(searches.TracingRefused) as refused:
            families.save_verification(verification=begun, actor=around.worker)
        assert [reason.code for reason in refused.value.reasons] == ["kept_from"]
        steps.with_texts(sought, keep_from="")
        with pytest.raises(searches.TracingRefused) as refused:  # nor by one edit of one person
            searches.change_request(
                request=sought, columns={}, version=sought.version, actor=around.worker
            )
        assert [reason.code for reason in refused.value.reasons] == ["keep_from"]
        steps.with_texts(sought, keep_from="The uncle. 2 December: the aunt may know.")
        searches.change_request(
            request=sought, columns={}, version=sought.version, actor=around.worker
        )
        begun.claim = None  # refused; a new claim says that she is not one of them
        families.save_verification(verification=begun, actor=around.worker)
