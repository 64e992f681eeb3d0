"""Who finds a page at each address of `protection.returns.borders`."""

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
    return {"asked_id": asked.pk, "borders:answer_asked:asked_id": waits.pk}


ROWS = AccessRows(
    file={
        "borders:list_asked": TEAM,
        "borders:ask_abroad": TEAM,
        "borders:receive_asked": TEAM,
        "borders:follow_asked": TEAM,
        "borders:answer_asked": TEAM,
        "borders:print_asked": TEAM,
    },
    records=records,
)
