"""The people who may open each address of `protection.returns.borders`."""

from tests.access import TEAM, AccessRows, AccessWorld
from tests.factories import borders
from tests.roles import acting


def records(world: AccessWorld) -> dict[str, object]:
    """A question to another country, and one from there that waits for an answer."""
    case, worker = world.case, world.worker
    borders.protocol(worker)
    with acting(worker):
        waits = borders.received(case, worker)
        asked = borders.asked(case, worker)
    return {"asked_id": asked.pk, "borders:answer_enquiry:asked_id": waits.pk}


ROWS = AccessRows(
    file={
        "borders:list_cross_border_enquiries": TEAM,
        "borders:send_enquiry_abroad": TEAM,
        "borders:record_received_enquiry": TEAM,
        "borders:record_enquiry_outcome": TEAM,
        "borders:answer_enquiry": TEAM,
        "borders:print_enquiry_answer": TEAM,
    },
    records=records,
)
