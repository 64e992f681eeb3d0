"""A facility in the register, placements in it and its inspections, as their people record them."""

import re

from tests.browser.reading import ids_in
from tests.browser.transfers import on
from tests.browser.walk import Walk

EXAMINED = {
    "parents_option": "unsafe", "kin_option": "no_person", "foster_option": "no_person",
    "options_words": "Two aunts were visited; neither can take the child yet.",
}  # fmt: skip


def propose(keeper: Walk, name: str) -> str:
    """A home for children, proposed for the register; its page."""
    keeper.open("/facilities/new/").fill(
        name=name, kind="childrens_home", operator="Trust of the river (invented)",
        operator_kind="civil", district="NP-DHA", mixed_places="8", source="Visit of the office",
    )  # fmt: skip
    return keeper.press().path


def license_home(keeper: Walk, second: Walk, page: str) -> None:
    """The registration by the authority; it counts once a second person has confirmed it."""
    keeper.open(f"{page}licence/").fill(status="registered", authority="Child welfare council")
    on(keeper, "from_on", -200).press()
    licence = ids_in(second.open(page), licence=f"{page}licences/{{}}/confirm/")["licence"]
    second.open(f"{page}licences/{licence}/confirm/").press()


def ask_for_place(worker: Walk, file: str, facility: str) -> Walk:
    """The form that places a child in a home, filled in with what was tried before."""
    return worker.open(f"{file}placements/new/").fill(
        kind="residential", facility=worker.choice("facility", facility),
        reasons="No safe relative lives near.", view="accepts", siblings="no_siblings", **EXAMINED,
    )  # fmt: skip


def place_by_order(worker: Walk, file: str, facility: str) -> Walk:
    """A court placed the child there."""
    return (
        worker.open(f"{file}placements/others/")
        .fill(
            basis="order", kind="residential", facility=worker.choice("facility", facility),
            view="accepts", siblings="no_siblings",
        )
        .press()
    )  # fmt: skip


def plan_inspection(inspector: Walk, page: str, kind: str) -> str:
    """An inspection of the facility of this page, planned for today."""
    facility = page.rstrip("/").rpartition("/")[2]
    inspector.open(f"/inspections/facility/{facility}/plan/").fill(kind=kind)
    return on(inspector, "planned_on").press().path


def to_begin(inspector: Walk, inspection: str, conflict: str, *, days_ago: int = 0) -> Walk:
    """The form that begins an inspection, or one that was held on paper before, filled in."""
    inspector.open(f"{inspection}begin/").fill(conflict=conflict)
    return on(inspector, "held_on", -days_ago)


def assess(inspector: Walk, inspection: str, *, until: str = "") -> str:
    """Finds criterion after criterion met, until the one of this code; its page, or none is left."""
    inspector.open(f"{inspection}next/")
    while "/criteria/" in inspector.path:
        heading = inspector.words("h1")[0]
        if until and re.search(rf"\b{re.escape(until)}(?![\d.])", heading):
            return inspector.path
        inspector.fill(result="met").press()
    return ""


def hear(inspector: Walk, inspection: str, **said: str) -> Walk:
    """How many children were heard alone, and whether residents are treated differently."""
    usual = {"children_heard": "3", "staff_seen": "2", "discrimination": "not_found"}
    return inspector.open(f"{inspection}account/").fill(**(usual | said)).press()


def agree(second: Walk, inspection: str) -> Walk:
    """The form of the second inspector, filled in."""
    return second.open(f"{inspection}agree/").fill(conflict="none")
