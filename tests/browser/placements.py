"""A placement by an order and an assessed family, as the worker records them."""

from tests.browser.reading import ids_in
from tests.browser.transfers import on
from tests.browser.walk import Walk


def record(worker: Walk, file: str) -> dict[str, str]:
    """A placement with its review, and a family."""
    page = f"{file}placements/"
    worker.open(f"{page}others/").fill(
        basis="order", kind="foster", place="A family", view="accepts", siblings="no_siblings"
    ).press()
    worker.open(f"{page}families/new/").fill(
        care="foster",
        caregiver="Maya Tamang",
        assessor="R. Das",
        violence="none",
        result="safe",
        country="NPL",
        asked_by="ours",
    )
    on(worker, "assessed_on", -3).press()
    return ids_in(
        worker.open(page),
        placement_id="/placements/{}/end/",
        placement_review_id="/placements/reviews/{}/",
        family_assessment_id="/placements/families/{}/",
    )
