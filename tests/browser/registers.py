"""Entries of the registers of agreements and focal points, as their keepers make them."""

from typing import Any

from tests.browser.reading import ids_in
from tests.browser.walk import Walk


def agreements(leader: Walk, holder: Walk) -> dict[str, str]:
    """The ids of an agreement and a focal point that are published, and of one of each that waits."""
    acts, tests = "agreements:act_on_agreement:agreement_id", "agreements:act_on_focal_point"
    agreement(leader, None, title="Memorandum that waits")
    ids = ids_in(leader, **{acts: "/agreements/{}/"})
    agreement(leader, holder)
    ids |= ids_in(leader, **{"agreements:agreement_id": "/agreements/{}/"})
    focal_point(leader, None, function="tracing")
    ids |= ids_in(leader, **{f"{tests}:focal_point_id": "/focal-points/{}/"})
    focal_point(leader, holder)
    ids |= ids_in(leader, focal_point_id="/focal-points/{}/")
    leader.open(f"{leader.path}contact/").fill(telephone="02-5550100").press()
    return ids


def agreement(keeper: Walk, second: Walk | None, **said: Any) -> Walk:
    """An agreement of two countries; published by the second person."""
    usual = {
        "title": "Memorandum of two ministries", "kind": "memorandum", "countries": ["NPL", "IND"],
        "stage": "signed", "scope": "trafficked", "verification": "unverified",
        "steps": "Home study; 30",
    }  # fmt: skip
    keeper.open("/agreements/new/").fill(**(usual | said)).press()
    if second is not None:
        second.open(f"{keeper.path}publish/").press()
    return keeper


def focal_point(keeper: Walk, second: Walk | None, **said: Any) -> Walk:
    """An office in a country that no request of this world goes to; published by the second."""
    usual = {"country": "MDV", "function": "national", "office": "Cross-border desk"}
    keeper.open("/agreements/focal-points/new/").fill(**(usual | said)).press()
    if second is not None:
        second.open(f"{keeper.path}publish/").press()
    return keeper
