"""A migrant child is a child: documents, nationality and movements do not affect help."""

import re
from pathlib import Path

import pytest

from saathi.agencies.models import Staff
from saathi.people.actions import NationalityAndStatusInput, change_nationality_and_status
from saathi.people.identity.vocabulary import MovementKind, RestrictionEffect, RightIssue
from saathi.people.models import Child
from saathi.people.vocabulary import DocumentAvailability, NationalityState, ResidenceStatus
from saathi.protection.casework.cases.models import Case, Due
from tests.factories import children, people
from tests.reading import address, post
from tests.roles import acting
from tests.signing import signed_in

db = pytest.mark.django_db
SAATHI = Path(__file__).resolve().parents[2] / "saathi"


def open_to(worker: Staff, child: Child) -> set[str]:
    """Everything that can be opened from the child's file, without what identifies the file itself."""
    page = signed_in(worker).get(f"/child/{child.file_id}/").content.decode()
    links = re.findall(r'href="([^"]+)"', page[page.index("<main") :])
    return {link.replace(str(child.file_id), "FILE") for link in links}


@db
@pytest.mark.requirement("MIG-009")
@pytest.mark.parametrize("status", ResidenceStatus)
@pytest.mark.parametrize("state", [NationalityState.KNOWN, NationalityState.STATELESS])
def test_a_migrant_child_is_offered_all_that_any_other_is(
    worker: Staff, status: ResidenceStatus, state: NationalityState
) -> None:
    national, migrant = (children.case(worker).child for _ in range(2))
    with acting(worker):
        origin = NationalityAndStatusInput(state, ["BGD"] if state == NationalityState.KNOWN else [], status,
                      DocumentAvailability.NEVER)  # fmt: skip
        change_nationality_and_status(
            child=migrant, data=origin, version=migrant.version, actor=worker
        )
    assert open_to(worker, migrant) == open_to(worker, national)


@db
@pytest.mark.requirement("MIG-009")
def test_migrant_page_states_the_legal_basis(worker: Staff) -> None:
    child = children.child(worker)
    form = (
        signed_in(worker).get(address("people:edit_nationality_and_status", child)).content.decode()
    )
    assert "General Comment No. 6" in form


@pytest.mark.requirement("RTS-006")
def test_no_rule_of_help_reads_papers_stay_or_nationality() -> None:
    """Only code that displays, searches, imports, exports, compares and counts children reads them."""
    read_by = {"people", "people/identity", "desk/registration"}
    read_by |= {"engines/sheets", "protection/exchange", "protection/exchange/standards"}
    read_by |= {"protection/exchange/primero", "desk/importing"}
    read_by |= {"protection/identification/matches", "protection/returns/borders"}
    # The demo registers two of its children a second time, so that a reader of duplicates has work.
    read_by |= {"simulation/demo_work"}
    # A transfer asks them to protect: which country is that of origin, and whose laws give the child what.
    read_by |= {"protection/returns/transfers"}
    # The report of a missing child begins with what the file says, for those who search.
    read_by |= {"protection/identification/missing"}
    columns = re.compile(r"residence_status|nationalit(?:y_state|ies)|child\.papers\b")
    readers = {
        str(path.relative_to(SAATHI).parent)
        for path in SAATHI.rglob("*.py")
        if "migrations" not in path.parts and columns.search(path.read_text(encoding="utf-8"))
    }
    counting = {reader for reader in readers if reader.split("/")[0] == "evidence"}
    assert readers - counting <= read_by
    for rules in SAATHI.rglob("rules.py"):
        assert not columns.search(rules.read_text(encoding="utf-8")), rules


@db
@pytest.mark.requirement("MIG-004")
def test_a_movement_raises_no_risk_no_deadline_and_no_alert(worker: Staff) -> None:
    case = children.case(worker)
    before = signed_in(worker).get(f"/child/{case.file_id}/").content.decode()
    with acting(worker):
        dues = set(Due.objects.values_list("duty", "due_on"))
        people.movement(case.child, worker)
        assert set(Due.objects.values_list("duty", "due_on")) == dues
        assert Case.objects.get().risk == case.risk
    after = signed_in(worker).get(f"/child/{case.file_id}/").content.decode()
    assert after.count("alert") == before.count("alert")


@pytest.mark.requirement("MIG-004")
def test_movement_labels_neither_blame_nor_forbid() -> None:
    blame = ("illegal", "irregular", "unlawful", "absconded", "runaway", "infiltrat", "prevent")
    for choices in (MovementKind, RestrictionEffect, RightIssue, ResidenceStatus):
        for choice in choices:
            label = str(choice.label).lower()
            assert not [word for word in blame if word in label], label


@db
def test_origin_home_and_nationality_are_three_things(worker: Staff) -> None:
    """Nationality Bangladesh, home in Kolkata: neither says where a trafficking began (DEF-019)."""
    child = children.case(worker, home_country="IND", home_district="IN-WB-KOL").child
    sent = {"nationality_state": "known", "nationalities": ["BGD", "IND"],
            "residence_status": "without", "papers": "lost", "version": child.version}  # fmt: skip
    page = post(worker, address("people:edit_nationality_and_status", child), sent)
    assert "Nationality Bangladesh, India" in page
    assert "Usual residence Kolkata, India" in page
    situation = signed_in(worker).get(address("trafficking:show_account_of_events", child))
    assert "Bangladesh" not in situation.content.decode()
