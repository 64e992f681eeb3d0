"""What a transfer offers next: by stage, direction and the child's word; its checklist; due tasks."""

import pytest

from saathi.infra.reasons import Reason
from saathi.protection.returns.transfers.models import (
    Transfer,
    TransferDocument,
    TransferReceipt,
)
from saathi.protection.returns.transfers.views import next_matters
from saathi.protection.returns.transfers.vocabulary import REQUIRED_PAPERS, TransferState
from tests.desk import cast
from tests.desk.cast import ChildFileCast
from tests.protection.returns.tracing.walking import follow
from tests.protection.returns.transfers import prepared
from tests.reading import day, read, status, whole
from tests.roles import acting, role
from tests.sending import key
from tests.signing import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def around() -> ChildFileCast:
    return cast.around()


def content_of(around: ChildFileCast, transfer: object) -> str:
    path = f"{around.url}transfers/{transfer.pk}/"  # type: ignore[attr-defined]
    return signed_in(around.worker).get(path).content.decode()


def links_to(content: str, *names: str) -> list[str]:
    """Those of these forms to which the page links."""
    return [name for name in names if f"/{name}/" in content]


def stop(around: ChildFileCast, transfer: object) -> None:
    follow(
        signed_in(around.worker),
        f"{around.url}transfers/{transfer.pk}/stop/",  # type: ignore[attr-defined]
        stopped_by="child",
        stop_reason="The child wants to stay.",
        place_tonight="As before",
        next_step="Assess local integration.",
    )


@pytest.mark.requirement("XBR-005")
def test_departure_is_not_offered_after_the_child_said_no(around: ChildFileCast) -> None:
    transfer = prepared.accepted(around)
    prepared.submit(around, transfer)
    prepared.authorise(around, transfer)
    assert links_to(content_of(around, transfer), "departure", "stop") == ["departure", "stop"]
    prepared.say(around, transfer, wish="does_not", moment="departure", words="No.")
    content = content_of(around, transfer)
    assert links_to(content, "departure", "stop") == ["stop"]
    assert "Stop the transfer, or withdraw the authorisation" in content


def test_what_a_request_needs_is_said_before_its_form(around: ChildFileCast) -> None:
    transfer = prepared.considered(around)
    content = content_of(around, transfer)
    assert "First finish the screening for international protection." in content
    assert "Ask the child about this transfer first." in content
    prepared.screen(around)
    prepared.may_be_asked(around, transfer)
    content = content_of(around, transfer)
    assert "First finish the screening" not in content
    assert "Before that" not in content


def test_stopped_transfer_offers_no_step(around: ChildFileCast) -> None:
    transfer = prepared.accepted(around)
    stop(around, transfer)
    content = content_of(around, transfer)
    forms = (
        f"requests/new answers/new {transfer.pk}/placements/new safety/new views/new papers/new "
    )
    forms += "journeys/new"
    more = "edit group stop departure left checklist print/day print/booklet print/handover submit"
    assert links_to(content, *forms.split(), *more.split()) == []
    assert "Next step" not in content


def test_incoming_transfer_asks_for_our_answer_and_no_authorisation(around: ChildFileCast) -> None:
    transfer = prepared.considered(
        around, direction="incoming", from_country="IND", to_country="NPL"
    )
    content = content_of(around, transfer)
    assert links_to(content, "requests/new", "answers/new") == ["answers/new"]
    assert "Missing for authorisation" not in content
    assert "Record the answer of your office" in content


def test_title_of_a_step_says_the_step_alone(around: ChildFileCast) -> None:
    transfer = prepared.accepted(around)
    page = f"{around.url}transfers/{transfer.pk}/"
    for form in ("stop", "departure", "group"):
        assert "Edit:" not in read(around.worker, f"{page}{form}/")
    assert "Edit: Basis and plan" in read(around.worker, f"{page}edit/")


def test_due_task_leads_to_its_form_with_the_report_chosen(around: ChildFileCast) -> None:
    transfer = prepared.accepted(around)
    due = f"{around.url}transfers/due/report/"
    assert signed_in(around.outsider).get(due).status_code == 404
    assert signed_in(around.worker).get(due).url == f"{around.url}transfers/"
    prepared.submit(around, transfer)
    prepared.authorise(around, transfer)
    prepared.depart(around, transfer)
    prepared.hand_over(around, transfer)
    receipt = f"{around.url}transfers/{transfer.pk}/receipt/"
    leads = signed_in(around.worker).get(f"{around.url}transfers/due/receipt/").url
    assert leads == receipt
    follow(
        signed_in(around.worker),
        receipt,
        received_by="Asha Rao",
        worker="Asha Rao, telephone 1",
        condition="Asha Rao saw the child today. The child is tired and well.",
        **day("received_on", prepared.today(around)),
        **day("first_visit_on", prepared.today(around, 2)),
    )
    form = signed_in(around.worker).get(signed_in(around.worker).get(due).url).content.decode()
    assert '<option value="first_visit" selected>' in form


@pytest.mark.requirement("XBR-001")
def test_checklist_is_recorded_in_one_form(around: ChildFileCast) -> None:
    transfer = prepared.considered(around)
    path = f"{around.url}transfers/{transfer.pk}/checklist/"
    for person in (around.house_mother, around.stranger, around.outsider):
        assert signed_in(person).get(path).status_code == 404
    refused = follow(
        signed_in(around.worker), path, state_itinerary="held", state_court="not_needed"
    )
    assert "Enter why this document is not needed." in refused
    with acting(around.worker):
        assert not TransferDocument.objects.filter(transfer=transfer).exists()
    follow(
        signed_in(around.worker),
        path,
        state_itinerary="held",
        form_itinerary="original",
        issuer_itinerary="Our office",
        goes_itinerary="on",
        state_court="not_needed",
        note_court="No court case.",
    )
    follow(signed_in(around.worker), path, state_contacts="requested")
    with acting(around.worker):
        found = TransferDocument.objects.filter(transfer=transfer)
        states = dict(found.values_list("paper", "state"))
    assert states == {"itinerary": "held", "court": "not_needed", "contacts": "requested"}
    assert "Our office" in read(around.worker, f"{around.url}transfers/{transfer.pk}/")


def test_checklist_shows_what_is_missing_first_by_stage(around: ChildFileCast) -> None:
    transfer = prepared.considered(around)
    path = f"{around.url}transfers/{transfer.pk}/checklist/"
    client = signed_in(around.worker)

    first = client.get(path).context["form"].groups()
    assert [str(group.label) for group in first] == ["Decision", "Court", "Acceptance", "Travel"]
    assert [group.is_open for group in first] == [True, False, False, False]
    assert sum(len(group.rows) for group in first) == len(REQUIRED_PAPERS)
    typed = {}
    for paper in ("decision_sheet", "child_view", "guardian_view"):
        typed |= {f"state_{paper}": "held", f"form_{paper}": "copy", f"issuer_{paper}": "Panel"}
    follow(client, path, **typed)
    later = client.get(path).context["form"].groups()
    assert [str(group.label) for group in later] == ["Court", "Acceptance", "Travel", "Decision"]
    assert [(group.is_open, group.missing) for group in later] == [
        (True, 2), (False, 2), (False, 7), (False, 0),
    ]  # fmt: skip
    # What cannot be saved is unfolded.
    shown = client.post(path, typed | {"state_itinerary": "not_needed"} | key())
    refused = {str(group.label): group.is_open for group in shown.context["form"].groups()}
    assert refused["Travel"]
    with acting(around.worker):
        stages = TransferDocument.objects.filter(transfer=transfer).values_list("stage", flat=True)
        assert set(stages) == {"decision"}


def test_checklist_does_not_overwrite_a_change_of_another_person(around: ChildFileCast) -> None:
    transfer = prepared.considered(around)
    prepared.list_papers(around, transfer)
    path = f"{around.url}transfers/{transfer.pk}/checklist/"
    follow(signed_in(around.worker), path, state_itinerary="requested")
    again = follow(signed_in(around.worker), path, state_itinerary="missing", version_itinerary="1")
    assert "This record has changed since you opened it" in again
    with acting(around.worker):
        found = TransferDocument.objects.get(transfer=transfer, paper="itinerary")
    assert found.state == "requested"


def test_transfer_to_decide_is_on_the_page_of_approvals(around: ChildFileCast) -> None:
    transfer = prepared.accepted(around)
    page = signed_in(around.supervisor)
    address = f"/transfers/{transfer.pk}/"
    assert address not in page.get("/approvals/").content.decode()
    prepared.submit(around, transfer)
    shown = page.get("/approvals/").content.decode()
    assert address in shown
    assert "Transfer to another country (1)" in shown
    assert status(around.worker, "/approvals/") == {404}


@pytest.mark.requirement("XBR-003")
def test_an_open_need_for_protection_is_the_first_next_step(around: ChildFileCast) -> None:
    transfer = prepared.considered(around)
    shown = read(around.worker, f"{around.url}transfers/{transfer.pk}/")
    panel = shown[shown.index("Next step") :]
    assert panel.index("International protection") < panel.index("After that")
    assert panel.index("After that") < panel.index("Send the request to the other country.")


@pytest.mark.parametrize(
    ("state", "codes", "expected"),
    [
        ("authorised", ["last_view"], None),  # the usual step is to ask the child again
        ("authorised", ["last_view", "papers"], "papers"),
        ("authorised", ["papers", "safety_origin", "screening"], "screening"),
        ("authorised", ["papers", "safety_origin"], "safety_origin"),
        ("accepted", ["papers"], None),
        ("accepted", ["papers", "screening"], "screening"),
        ("submitted", [], None),
    ],
)
def test_the_most_important_of_what_is_missing_comes_first(
    state: str, codes: list[str], expected: str | None
) -> None:
    missing = [Reason(code, code) for code in codes]
    first = next_matters.first_missing(TransferState(state), missing)
    assert (first.code if first else None) == expected


def test_a_supervisor_who_cannot_authorise_reads_who_can_and_why_not_they(
    around: ChildFileCast,
) -> None:
    transfer = prepared.accepted(around)
    prepared.submit(around, transfer)
    page = f"{around.url}transfers/{transfer.pk}/"
    assert around.supervisor.name in read(around.worker, page)
    assert "Why you cannot" not in read(around.supervisor, page)
    with role("maintenance"):
        Transfer.objects.filter(pk=transfer.pk).update(editors=[around.supervisor.pk])
    shown = read(around.supervisor, page)
    assert "You prepared, changed or submitted this transfer." in shown
    who = shown[shown.index("Can authorise") : shown.index("Why you cannot")]
    assert around.supervisor.name not in who


def test_a_submission_says_what_is_still_missing(around: ChildFileCast) -> None:
    transfer = prepared.accepted(around)
    with role("maintenance"):
        TransferDocument.objects.filter(transfer=transfer).delete()
    found = prepared.stored(transfer)
    answer = signed_in(around.worker).post(
        f"{around.url}transfers/{transfer.pk}/submit/", {"version": found.version}, follow=True
    )
    shown = whole(answer.content)
    assert prepared.stored(transfer).state == "submitted"
    assert "It is not authorised before 1 condition is met:" in shown


def test_an_overdue_first_visit_is_the_next_step_with_its_days(around: ChildFileCast) -> None:
    transfer = prepared.accepted(around)
    prepared.submit(around, transfer)
    prepared.authorise(around, transfer)
    prepared.depart(around, transfer)
    prepared.hand_over(around, transfer)
    follow(
        signed_in(around.worker),
        f"{around.url}transfers/{transfer.pk}/receipt/",
        received_by="Asha Rao",
        worker="Asha Rao, telephone 1",
        condition="Asha Rao saw the child today. The child is tired and well.",
        **day("received_on", prepared.today(around)),
        **day("first_visit_on", prepared.today(around)),
    )
    with role("maintenance"):
        TransferReceipt.objects.filter(transfer=transfer).update(
            received_on=prepared.today(around, -5), first_visit_on=prepared.today(around, -3)
        )
    shown = read(around.worker, f"{around.url}transfers/{transfer.pk}/")
    assert "3 days overdue" in shown
    content = content_of(around, transfer)
    assert content.count("Record the first visit") >= 2  # the step, and the main button


@pytest.mark.requirement("XBR-014")
def test_file_and_transfer_lead_to_the_record_of_a_deportation(around: ChildFileCast) -> None:
    transfer = prepared.considered(around)
    content = content_of(around, transfer)
    assert "/left/" in content
    next_step = content[content.index("Next step") : content.index("Missing for authorisation")]
    assert "/left/" not in next_step
    file = signed_in(around.worker).get(around.url).content.decode()
    assert "Record a deportation, arrest or other violation" in file
