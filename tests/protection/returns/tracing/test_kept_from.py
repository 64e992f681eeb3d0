"""Those who must not learn of a tracing: shown and asked where a claim or a verification begins."""

import pytest

from saathi.agencies import records, writing
from saathi.people.around.models import AllegedPerpetrator, Relation
from saathi.people.models import Child
from saathi.protection.decisions.orders.models import BrokenSafeguard
from saathi.protection.returns.tracing import kept_names
from saathi.protection.returns.tracing.actions import families, searches
from saathi.protection.returns.tracing.models import (
    FamilyClaim,
    RelationshipVerification,
    TracingEnquiry,
    TracingRequest,
)
from saathi.vault import store as vault
from tests import filled
from tests.desk import cast
from tests.desk.cast import ChildFileCast
from tests.protection.returns.tracing import steps
from tests.protection.returns.tracing.test_claims import claim, lines
from tests.protection.returns.tracing.walking import ENQUIRY, fill
from tests.reading import day, read
from tests.roles import acting, role
from tests.signing import signed_in

ASKED = "Is this person one of those who must not learn of the tracing?"
CLOSE = "Is the person asked one of those who must not learn of it, or close to one?"
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


@pytest.mark.parametrize(
    ("name", "recorded", "kept"),
    [
        ("राम महतो", "The uncle Ram Mahato", True),
        ("رام مہتو، راجبراج", "The uncle, Ram Mahato", True),
        ("রাম মাহাতো", "uncle ram mahato must not know", True),
        ("Ram Mahato, shop owner", "मामा राम महतो", True),
        ("Ram Mahto of Rajbiraj", "Uncles: رام مہتو and Shyam", True),
        ("शेख रहीम", "Rahim Sheikh, his boss", True),
        ("Ram", "The uncle Ram Mahato", True),
        ("The Mahato family", "Ram Mahato", True),
        ("Ram Mahato", "Ram Mahato, since 2 December", True),
        ("Ram Mahato", "Ram Mahato\n2 December: Ram Mahato may know of it", False),
        ("राम महतो", "Ram Mahato\n२०८३-०८-१७: राम महतो may know of it", False),
        ("Ward chair, Rajbiraj", "The uncle, Ram Mahato, Rajbiraj", False),
        ("Ward chair, Rajbiraj", "The uncle Ram Mahato of Rajbiraj", False),
        ("Shyam Kumar Mahato", "Ram Kumar Mahato", False),
        ("सीता महतो", "Ram Mahato", False),
        ("Aunt", "The uncle. 2 December: the aunt may know.", False),
        ("Village head", "The people of the village", False),
        ("School at the crossroads, head teacher", "The neighbour who arranged it", False),
    ],
)
def test_kept_name_is_recognised_in_any_script(name: str, recorded: str, *, kept: bool) -> None:
    assert kept_names.is_kept_from(name, [recorded]) == kept


@pytest.mark.requirement("TRC-003")
@pytest.mark.parametrize(
    ("recorded", "asked"), [("The uncle Ram Mahato", "राम महतो"), ("रहीम शेख", "Rahim Sheikh, shop")]
)
def test_kept_person_is_not_asked_in_another_script(
    around: ChildFileCast, recorded: str, asked: str
) -> None:
    sought = steps.seek(around)
    steps.answer(around, sought)
    fill(around, f"{sought.pk}/edit/", keep_from=f"The uncle\n{recorded}")
    shown = fill(around, f"{sought.pk}/enquiries/new/", **ENQUIRY | {"to_whom": asked})
    assert "Do not ask this person" in shown
    typed: dict[str, object] = {
        "asked": "family",
        "country": "NPL",
        "to_whom": asked,
        "kept_from": "no",
    }
    typed |= day("made_on", steps.today(around)) | day("next_on", steps.today(around, 3))
    assert "Do not ask this person" in fill(around, f"{sought.pk}/calls/new/", **typed)
    with role("maintenance"):
        assert not TracingEnquiry.objects.exists()
    may_know = f"The uncle\n{recorded}\n2 December 2026: {asked} may know, the child agrees"
    fill(around, f"{sought.pk}/edit/", keep_from=may_know)
    fill(around, f"{sought.pk}/enquiries/new/", **ENQUIRY | {"to_whom": asked})
    assert steps.latest(TracingEnquiry).request_id == sought.pk


@pytest.mark.requirement("TRC-003")
def test_feared_and_alleged_relatives_are_not_asked_in_another_script(
    around: ChildFileCast,
) -> None:
    common = {"file_id": around.case.file_id, "child_id": around.case.child_id}
    feared = Relation(kind="aunt_uncle", danger="feared", **common)
    alleged = AllegedPerpetrator(
        subject="person", roles=["sold"], said_by="child", said_on=steps.today(around), **common
    )
    with acting(around.worker):
        writing.add(steps.with_texts(feared, name="Ram Mahato"), actor=around.worker)
        writing.add(steps.with_texts(alleged, name="Rahim Sheikh"), actor=around.worker)
    sought = steps.seek(around)
    steps.answer(around, sought)
    for asked in ("राम महतो", "رحیم شیخ"):
        shown = fill(around, f"{sought.pk}/enquiries/new/", **ENQUIRY | {"to_whom": asked})
        assert "Do not ask this person" in shown, asked
    fill(around, f"{sought.pk}/enquiries/new/", **ENQUIRY | {"to_whom": "सीता महतो"})
    assert steps.latest(TracingEnquiry).request_id == sought.pk


@pytest.mark.requirement("TRC-007")
def test_kept_person_is_not_verified_in_another_script(around: ChildFileCast) -> None:
    sought = steps.seek(around, relation="aunt_uncle")
    fill(around, f"{sought.pk}/edit/", keep_from="The uncle\nRam Mahato")
    typed = {"relation": "aunt_uncle", "methods": ["questions"], "recognises": "yes"}
    page = f"{sought.pk}/verifications/new/"
    refused = fill(around, page, name="رام مہتو", kept_from="no", **typed)
    assert "This person must not learn of the tracing" in refused
    fill(around, page, name="گیتا مہتو", kept_from="no", **typed)
    assert steps.latest(RelationshipVerification).request_id == sought.pk


def keep_file_from(around: ChildFileCast, words: str) -> None:
    """Records in the safe-contact instructions of the file who must not be informed."""
    with acting(around.worker):
        child = Child.objects.get(file_id=around.case.file_id)
        payload = vault.open(child) | {"contact_unsafe": words}
        writing.change(child, actor=around.worker, payload=payload)


@pytest.mark.requirement("TRC-003")
def test_enquiry_asks_whether_the_person_is_kept_or_close_to_one(around: ChildFileCast) -> None:
    sought = steps.seek(around)
    steps.answer(around, sought)
    keep_file_from(around, "The ward chair")
    for page in (f"{sought.pk}/enquiries/new/", f"{sought.pk}/calls/new/"):
        shown = read(around.worker, f"{around.url}tracing/{page}")
        for text in (CLOSE, "The uncle", "The ward chair"):
            assert text in shown, page
    page = f"{sought.pk}/enquiries/new/"
    unanswered = {name: value for name, value in ENQUIRY.items() if name != "kept_from"}
    assert "There is a problem" in fill(around, page, **unanswered), "it has no default"
    yes = ENQUIRY | {"kept_from": "yes"}
    assert "or is close to someone who must not" in fill(around, page, **yes)
    with role("maintenance"):
        assert not TracingEnquiry.objects.exists()
    fill(around, page, **yes | {"made_through": "others"})
    assert steps.latest(TracingEnquiry).made_through == "others", "what happened is recorded"
    assert steps.latest(BrokenSafeguard).file_id == around.file_id, "and is a violation"


@pytest.mark.requirement("TRC-003")
def test_person_whom_the_file_names_is_not_asked(around: ChildFileCast) -> None:
    sought = steps.seek(around)
    steps.answer(around, sought)
    keep_file_from(around, "Ram Mahato")
    page = f"{sought.pk}/enquiries/new/"
    assert "Do not ask this person" in fill(around, page, **ENQUIRY | {"to_whom": "राम महतो"})


def test_new_search_proposes_who_must_not_be_informed(around: ChildFileCast) -> None:
    keep_file_from(around, "The uncle at the market")
    shown = signed_in(around.worker).get(f"{around.url}tracing/new/").content.decode()
    assert "The uncle at the market" in filled.form(shown)["keep_from"]
    fill(around, "new/", relation="mother", **day("opened_on", steps.today(around)))
    with acting(around.worker):
        stored = TracingRequest.objects.latest("recorded_at")
        assert records.open_texts(stored)["keep_from"] == "The uncle at the market"


def test_enquiry_does_not_ask_without_such_people(around: ChildFileCast) -> None:
    sought = steps.seek(around)
    with acting(around.worker):
        writing.change(sought, actor=around.worker, payload={"names": "Maya"})
    assert CLOSE not in read(around.worker, f"{around.url}tracing/{sought.pk}/enquiries/new/")
