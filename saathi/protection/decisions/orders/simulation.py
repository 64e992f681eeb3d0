"""Generates decisions of authorities on a simulated child: status, orders, safeguards."""

from saathi.synthetic import name_lists
from saathi.synthetic.child_draws import PREVENTED, TRAFFICKED, UNKNOWN
from saathi.synthetic.children import SimulatedChild, day_after_opening, scoped_fields
from saathi.synthetic.chunk import LoadChunk, iso_date
from saathi.synthetic.parts import SimulationPart, SimulationStep
from saathi.synthetic.tables import NULL, SCOPED_COLUMNS

_BODIES = ("welfare_committee", "welfare_committee", "court", "juvenile_board", "department")
_ORDERS = ("placement", "placement", "production", "restoration", "protection", "other")
_APPEALS = ("none",) * 8 + ("lodged", "upheld")


def add_orders(chunk: LoadChunk, child: SimulatedChild) -> None:
    """Adds status and orders of children who may have been trafficked; more in demo files."""
    if child.trafficking not in {TRAFFICKED, PREVENTED, UNKNOWN}:
        return
    _status(chunk, child)
    if child.is_demo or chunk.chance(0.25):
        _order(chunk, child)
    if child.is_demo and child.index % 7 == 2:
        _safeguard(chunk, child)


def _status(chunk: LoadChunk, child: SimulatedChild) -> None:
    """Adds the assessment of the child's workers; in some cases an authority's later one."""
    authorities = name_lists.load_texts()["authorities"]
    on = day_after_opening(chunk, child, 30)
    base = scoped_fields(chunk, child, on=on)
    payload = {"grounds": chunk.pick(authorities["grounds"])}
    chunk.rows.add_row(
        "orders_statusdecision", *base, child.id, "practitioner",
        "presumed" if child.trafficking != UNKNOWN else "open", "decided", "", iso_date(on),
        chunk.seal_text(child.key, "orders.status", base[0], payload),
    )  # fmt: skip
    if child.trafficking == UNKNOWN or not (child.is_demo or chunk.chance(0.3)):
        return
    on = min(on + chunk.between(20, 200), chunk.today - 1)
    base = scoped_fields(chunk, child, on=on)
    payload |= {"body": chunk.pick(authorities["bodies"])}
    layer = chunk.pick(("preliminary", "preliminary", "final"))
    finding = chunk.pick(("established", "established", "presumed", "not_established"))
    chunk.rows.add_row(
        "orders_statusdecision", *base, child.id, layer, finding, "decided", chunk.pick(_BODIES[:3]),
        iso_date(on), chunk.seal_text(child.key, "orders.status", base[0], payload),
    )  # fmt: skip


def _order(chunk: LoadChunk, child: SimulatedChild) -> None:
    authorities, texts = (
        name_lists.load_texts()["authorities"],
        name_lists.texts_beside(__file__)["order"],
    )
    on = day_after_opening(chunk, child, 90)
    base = scoped_fields(chunk, child, on=on)
    payload = {
        "body": chunk.pick(authorities["bodies"]),
        "text": chunk.pick(texts["orders"]),
        "conditions": chunk.pick(texts["conditions"]),
    }
    # Derived from the id: no further draw, so the nation is unchanged. Some are not answered.
    child_heard = ("yes", "yes", "yes", "no", "not_known", "")[int(base[0][-1], 16) % 6]
    if child_heard == "no":
        payload["why_not_heard"] = name_lists.load_texts()["why_without"]["sentences"][0]
    chunk.rows.add_row(
        "orders_order", *base, child.id, chunk.pick(_BODIES), child.office.agency.country,
        chunk.pick(_ORDERS), iso_date(on), iso_date(on + 180) if chunk.chance(0.6) else NULL, NULL, NULL,
        chunk.pick(_APPEALS), NULL, NULL, "",
        chunk.seal_text(child.key, "orders.order", base[0], payload), child_heard,
    )  # fmt: skip


def _safeguard(chunk: LoadChunk, child: SimulatedChild) -> None:
    authorities, texts = (
        name_lists.load_texts()["authorities"],
        name_lists.texts_beside(__file__)["order"],
    )
    on = day_after_opening(chunk, child, 60)
    base = scoped_fields(chunk, child, on=on)
    payload = {"what": chunk.pick(texts["broken"]), "body": chunk.pick(authorities["bodies"])}
    chunk.rows.add_row(
        "orders_brokensafeguard", *base, child.id,
        chunk.pick(("removed_at_night", "detained")), iso_date(on), "police", "f", "welfare_committee",
        "told", iso_date(min(on + 1, chunk.today - 1)), NULL, NULL,
        chunk.seal_text(child.key, "orders.safeguard", base[0], payload),
    )  # fmt: skip


SIMULATION = SimulationPart(
    tables={
        "orders_statusdecision": f"{SCOPED_COLUMNS} child_id layer finding move authority "
        "decided_on sealed",
        "orders_order": f"{SCOPED_COLUMNS} child_id authority country kind made_on expires_on "
        "ended_on appeal_until appeal age_low age_high effect sealed child_heard",
        "orders_brokensafeguard": f"{SCOPED_COLUMNS} child_id safeguard happened_on done_by is_by_order "
        "authority alert notified_on answered_on due sealed",
    },
    for_child=(
        SimulationStep("orders", add_orders, after=("consent",), before=("participation",)),
    ),
)
