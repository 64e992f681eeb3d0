"""Every page there is, and who reads it: the list is that of the addresses.

A new address is looked at by the worker of the child without a row here. Whoever else reads it has
a row in READERS; what is no page has its reason in NO_PAGE. `tests/architecture` holds the list to
the addresses, `test_pages.py` opens and checks each of them.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse

from tests.architecture.screens import addresses
from tests.browser import world as people
from tests.browser.world import World

NOBODY, SECOND_STEP, LOCKED = "", "the new one, half signed in", "the new one, locked"
# By address or by the first part of its name; the longest that fits.
READERS: dict[str, str] = {
    "": people.WORKER,
    "agencies:": people.ADMINISTRATOR,
    "agencies:decide_change": people.SECOND,
    "agencies:join": NOBODY,
    "desk:list_enquiries": people.HOLDER,
    "desk:show_enquiry": people.HOLDER,
    "desk:list_approvals": people.LEADER,
    "desk:show_approval": people.LEADER,
    "desk:change_team": people.LEADER,
    "desk:hidden_from": people.LEADER,
    "account_": people.NEW,
    "account_login": NOBODY,
    "account_inactive": NOBODY,
    "mfa_": people.NEW,
    "mfa_authenticate": SECOND_STEP,
    "mfa_activate_totp": people.UNSURE,
    "set_pin": people.NEW,
    "unlock": LOCKED,
}
ACTS = "a form is sent here; there is nothing to see"
MOVES_ON = "leads to the page that holds it"
NO_PAGE: dict[str, str] = {
    "desk:choose_view": ACTS,
    "desk:read_notice": ACTS,
    "desk:link_report": ACTS,
    "desk:say_purpose": ACTS,
    "desk:withdraw_closing": ACTS,
    "care_plans:ask_for_approval": ACTS,
    "care_plans:withdraw_request": ACTS,
    "agencies:ask_reset": ACTS,
    "lock": ACTS,
    "set_language": ACTS,
    "care_plans:newest_plan": MOVES_ON,
    "participation:open_drawing": "a drawing of hers, as a file",
    "evidence:download_detected": "a table, as a file",
    "mfa_download_recovery_codes": "codes, as a file",
    "mfa_login_webauthn": "what the browser asks a passkey, as JSON",
    "health": "for machines",
}
CLOSED_ONLY = {"desk:reopen_case"}


@dataclass(frozen=True)
class Shown:
    """One page in one state: its name, who looks at it, its address."""

    name: str
    reader: str
    path: str


def reader_of(name: str) -> str:
    """Who looks at an address."""
    return READERS[max((key for key in READERS if name.startswith(key)), key=len)]


def pages(world: World) -> Iterator[Shown]:
    """Each address of a page, then the states of pages that look otherwise."""
    for found in addresses():
        if found.name in NO_PAGE:
            continue
        ids = {name: world.ids[name] for name in found.kwargs}
        if found.name in CLOSED_ONLY:
            ids["file_id"] = world.closed.split("/")[2]
        yield Shown(found.name, reader_of(found.name), reverse(found.name, kwargs=ids))
    yield from states(world)


def states(world: World) -> Iterator[Shown]:
    """The same pages empty, closed, for other readers; and the page of what is not there."""
    yield Shown("the demo's door", NOBODY, "/demo/")
    yield Shown("my day, empty", people.IDLE, "/")
    yield Shown("my day of a supervisor", people.LEADER, "/")
    yield Shown("my day of a data officer", people.HOLDER, "/")
    yield Shown("reports, none", people.ELSEWHERE, "/reports/")
    yield Shown("numbers of one country", "Purna Chettri", "/numbers/?country=NPL")
    yield Shown("a closed case", people.WORKER, world.closed)
    yield Shown("closing, closed", people.WORKER, f"{world.closed}closing/")
    yield Shown("no plan yet", people.WORKER, f"{world.closed}plan/")
    yield Shown("nothing was said", people.WORKER, f"{world.closed}voice/")
    yield Shown("no visit yet", people.WORKER, f"{world.closed}visits/")
    yield Shown("nothing happened", people.WORKER, f"{world.closed}happened/")
    yield Shown("no needs yet", people.WORKER, f"{world.closed}needs/")
    yield Shown("what is not there", people.ELSEWHERE, world.file)
