"""A group of 250 children, as in the operations of the report: one board, each child alone on it."""

import re
from typing import Final

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from saathi.agencies import writing
from saathi.agencies.record_kit.fields import payload_of
from saathi.agencies.vocabulary import FileKind
from saathi.people.actions import child_payload, new_code
from saathi.people.models import Child
from saathi.people.names import Name
from saathi.protection.casework.cases.models import Case
from saathi.protection.returns.transfers.actions import groups
from saathi.protection.returns.transfers.models import Transfer, TransferGroup, TransferView
from saathi.protection.returns.transfers.vocabulary import TransferState
from tests.desk import cast
from tests.desk.cast import ChildFileCast
from tests.factories import children
from tests.protection.returns.transfers import prepared
from tests.roles import acting
from tests.signing import signed_in

pytestmark = pytest.mark.django_db
MANY: Final = 250
NAME = "Raju"


def travellers(around: ChildFileCast, number: int) -> TransferGroup:
    """A group of so many children, each with a file, a case, a transfer and an answer of their own."""
    worker = around.worker
    group = TransferGroup(name="Two buses", from_country="NPL", to_country="IND")
    with acting(worker):
        groups.create_group(group=group, actor=worker)
        files = writing.create_files(
            kind=FileKind.CHILD, office=worker.office, count=number, actor=worker
        )
        made = [Child(file=file, code=new_code("NPL"), gender="boy") for file in files]
        names = [child_payload([Name("given", NAME, "ne")], {}) for _child in made]
        writing.add_all(made, actor=worker, payloads=names)
        writing.add_all([_case(child, around) for child in made], actor=worker)
        transfers = [_transfer(child, group, place, around) for place, child in enumerate(made)]
        writing.add_all(transfers, actor=worker, payloads=[payload_of(each) for each in transfers])
        views = [_view(each, around) for each in transfers]
        writing.add_all(views, actor=worker, payloads=[payload_of(each) for each in views])
    return group


def _case(child: Child, around: ChildFileCast) -> Case:
    worker = around.worker
    return Case(
        file_id=child.file_id,
        child=child,
        office=worker.office,
        worker=worker,
        opened_on=children.TODAY,
    )


def _transfer(child: Child, group: TransferGroup, place: int, around: ChildFileCast) -> Transfer:
    today = prepared.today(around)
    return prepared.with_texts(
        Transfer(
            file_id=child.file_id, child=child, group=group, direction="outgoing", kind="return",
            from_country="NPL", to_country="IND", chain=["NPL", "IND"], opened_on=today,
            reference=f"GROUP-{place:04}", state=TransferState.CONSIDERED, state_since=today,
        ),
        partner="Agency in Patna (invented)",
    )  # fmt: skip


def _view(transfer: Transfer, around: ChildFileCast) -> TransferView:
    """The first child does not want to go, all others do."""
    wish = "does_not" if transfer.reference.endswith("-0000") else "goes"
    view = TransferView(
        file_id=transfer.file_id, transfer=transfer, moment="preparation", wish=wish,
        asked_at=prepared.at(around, -1, 9), is_replied=False,
    )  # fmt: skip
    texts = {"words": "I want to see my mother.", "why_not_asked": "", "reply": ""}
    return prepared.with_texts(view, asked_by="Rina, in Maithili", **texts)


def queries_of(around: ChildFileCast, page: str) -> tuple[int, str]:
    """How many queries the page takes once it was read before, and its content."""
    client = signed_in(around.worker)
    client.get(page)
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(page)
    assert answer.status_code == 200
    return len(captured), answer.content.decode()


@pytest.mark.requirement("XBR-006")
def test_board_of_250_children_asks_no_more_queries_than_that_of_two() -> None:
    around = cast.around()
    few, many = travellers(around, 2), travellers(around, MANY)
    least, _content = queries_of(around, f"/transfers/groups/{few.pk}/")
    asked, content = queries_of(around, f"/transfers/groups/{many.pk}/")
    assert asked == least
    assert f"{MANY} children" in content
    assert NAME not in content
    linked = set(re.findall(r"/child/[0-9a-f-]{36}/transfers/[0-9a-f-]{36}/", content))
    assert len(linked) == MANY, "each child’s transfer is opened alone"
    main = content[content.index("<main") : content.index("</main>")]
    assert "<form" not in main, "nothing is decided for all at once"
