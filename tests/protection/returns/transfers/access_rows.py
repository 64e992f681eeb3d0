"""The people who may open each address of `protection.returns.transfers`."""

from saathi.protection.returns.transfers.actions import groups, preparing
from saathi.protection.returns.transfers.models import TransferDocument, TransferGroup
from tests.access import COLLEAGUE, LEADER, MOTHER, OTHER, TEAM, AccessRows, AccessWorld
from tests.desk.cast import ChildFileCast
from tests.protection.returns.transfers import prepared
from tests.roles import acting

RECEIVING = "transfers/test_received.py"


def records(world: AccessWorld) -> dict[str, object]:
    """A requested transfer with a document and a plan of the journey, and a group."""
    people = [world.staff[name] for name in (LEADER, MOTHER, COLLEAGUE, OTHER)]
    around = ChildFileCast(world.case, world.worker, *people)
    transfer = prepared.considered(around)
    prepared.screen(around)
    prepared.request(around, transfer)
    prepared.plan_journey(around, transfer)
    paper = TransferDocument(
        file_id=world.case.file_id,
        transfer=transfer,
        stage="travel",
        paper="itinerary",
        state="missing",
    )
    prepared.with_texts(paper, issuer="", note="")
    group = TransferGroup(name="Bus in March", from_country="NPL", to_country="IND")
    with acting(world.worker):
        preparing.record_paper(paper=paper, actor=world.worker)
        groups.create_group(group=group, actor=world.worker)
    return {
        "transfer_id": transfer.pk,
        "transfer_reference": transfer.reference,
        "transfer_paper_id": paper.pk,
        "transfer_group_id": group.pk,
    }


ROWS = AccessRows(
    file={
        "transfers:show_transfers": TEAM,
        "transfers:show_transfer": TEAM,
        "transfers:add_transfer": TEAM,
        "transfers:change_transfer": TEAM,
        "transfers:send_request": TEAM,
        "transfers:record_answer": TEAM,
        "transfers:record_placement": TEAM,
        "transfers:record_safety": TEAM,
        "transfers:record_view": TEAM,
        "transfers:add_paper": TEAM,
        "transfers:record_checklist": TEAM,
        "transfers:open_due_answer": TEAM,
        "transfers:open_due_receipt": TEAM,
        "transfers:open_due_report": TEAM,
        "transfers:change_paper": TEAM,
        "transfers:plan_journey": TEAM,
        "transfers:add_to_group": TEAM,
        "transfers:return_transfer": frozenset({LEADER}),
        "transfers:withdraw_authorisation": TEAM,
        "transfers:stop_transfer": TEAM,
        "transfers:record_departure": TEAM,
        "transfers:record_unauthorised_removal": TEAM,
        "transfers:record_handover": TEAM,
        "transfers:record_receipt": TEAM,
        "transfers:record_report": TEAM,
        "transfers:print_transfer": TEAM,
        "transfers:print_request": TEAM,
        "transfers:print_day": TEAM,
        "transfers:print_handover": TEAM,
        "transfers:print_booklet": TEAM,
        "transfer_files:prepare_file": frozenset({LEADER}),
        "transfer_files:read_file": TEAM,
    },
    without_child=frozenset(
        {
            "transfers:list_transfers",
            "transfers:list_incoming",
            "transfers:list_office_incoming",
            "transfers:list_groups",
            "transfers:add_group",
        }
    ),
    steps={
        "transfer_files:download_file": "transfers/test_files.py",
        "transfers:give_access_again": "returns/test_access_abroad.py",
        "transfers:submit_transfer": "transfers/test_screens.py",
        "transfers:take_back_submission": "transfers/test_deciding.py",
        "transfers:authorise_transfer": "transfers/test_screens.py",
        "transfers:end_follow_up": "transfers/test_screens.py",
    },
    elsewhere=dict.fromkeys(
        (
            "transfers:show_incoming",
            "transfers:answer_received",
            "transfers:place_received",
            "transfers:confirm_received",
            "transfers:report_received",
        ),
        RECEIVING,
    )
    | dict.fromkeys(
        (
            "transfers:show_chain",
            "transfers:print_chain",
            "transfers:show_group",
            "transfers:change_group",
            "transfers:add_children",
        ),
        "transfers/test_board.py",
    ),
    records=records,
)
