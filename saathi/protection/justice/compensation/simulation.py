"""Generates remedies of children in every state: claims, decisions, payments, control of the money.

Each child has random numbers of its own, so the rest of the simulated nation is unchanged.
"""

import random
from dataclasses import dataclass
from typing import Final

from saathi.protection.casework.cases.simulation import SimulatedCase
from saathi.protection.justice.compensation import rules
from saathi.protection.justice.proceedings.simulation import SimulatedProceeding
from saathi.synthetic import name_lists
from saathi.synthetic.children import SimulatedChild
from saathi.synthetic.chunk import LoadChunk, iso_date
from saathi.synthetic.parts import SimulationPart, SimulationStep
from saathi.synthetic.tables import NULL, SCOPED_COLUMNS

_SHARE: Final = 0.01  # of the children outside the demo, beside those with proceedings
_STATES: Final = (
    "awarded", "claimed", "received", "part_paid", "not_claimed", "refused", "not_available",
    "withdrawn",
)  # fmt: skip
_OPEN: Final = {"not_claimed", "claimed", "awarded", "part_paid"}
_PAID: Final = {"received", "part_paid"}
_DECIDED: Final = {"awarded", "received", "part_paid", "refused"}
_CURRENCY: Final = {"IND": "INR", "BGD": "BDT", "NPL": "NPR", "PAK": "PKR", "LKA": "LKR"}
_OTHER_COUNTRY: Final = {"IND": "NPL", "BGD": "IND", "NPL": "IND", "PAK": "AFG", "LKA": "IND"}


@dataclass(frozen=True)
class _Remedies:
    """The remedies of one child while their rows are made."""

    chunk: LoadChunk
    child: SimulatedChild
    own: random.Random

    def add(self, table: str, on: int, *values: str, kind: str, **texts: str) -> str:
        """Adds a record with its sealed texts last; returns its id."""
        key = f"{self.own.getrandbits(128):032x}"
        at = f"{iso_date(min(on, self.chunk.today - 1))} 10:00:00+00"
        sealed = self.chunk.seal(self.child.key, kind, key, texts)
        base = (key, self.child.file, at, self.child.worker_id, "1")
        self.chunk.rows.add_row(f"compensation_{table}", *base, *values, sealed)
        return key

    def say(self, name: str) -> str:
        """One of the sentences of this name."""
        return str(self.own.choice(name_lists.texts_beside(__file__)["remedies"][name]))


def add_remedies(chunk: LoadChunk, child: SimulatedChild) -> None:
    """Adds remedies to children with proceedings, and to some others; of the demo in every state."""
    own = random.Random(f"remedies {child.file}")  # noqa: S311 - an invented world
    proceeding = child.attached.get(SimulatedProceeding)
    is_chosen = proceeding is not None or (
        child.index % 4 == 0 if child.is_demo else own.random() < _SHARE
    )
    if not is_chosen or child.opened > chunk.today - 12:
        return
    remedies = _Remedies(chunk, child, own)
    key = proceeding.key if isinstance(proceeding, SimulatedProceeding) else NULL
    state = _STATES[child.index % len(_STATES)] if child.is_demo else own.choice(_STATES)
    country = child.office.agency.country
    _remedy(remedies, "compensation", country, state, key)
    if own.random() < 0.4:
        abroad = _OTHER_COUNTRY.get(country, "IND")
        kind = own.choice(("civil", "case", "return", "support"))
        _remedy(remedies, kind, abroad, own.choice(("claimed", "not_claimed", "refused")), NULL)


def _remedy(remedies: _Remedies, kind: str, country: str, state: str, proceeding: str) -> None:
    own, today = remedies.own, remedies.chunk.today
    on = max(remedies.child.opened, today - 200)
    as_of = max(on, today - 6)
    texts = {"law": remedies.say("law"), "responsible": remedies.say("lawyer")}
    if state not in {"not_available", "not_claimed"}:
        texts["amount"] = remedies.say("amount")
    if state in {"refused", "withdrawn"}:
        texts["note"] = remedies.say("reason" if state == "refused" else "withdrawn")
    next_on = today + own.randrange(-5, 40) if state in _OPEN else 0
    claim_by = today + own.randrange(3, 90) if state == "not_claimed" else 0
    measure = remedies.add(
        "legalmeasure", on, remedies.child.id, country, kind, _day(claim_by), proceeding, state,
        iso_date(as_of), _day(next_on), own.choice(("", "interim", "final")), kind="transfers.measure",
        **texts,
    )  # fmt: skip
    _duty(remedies, "remedy_step", next_on)
    _duty(remedies, "claim_deadline", claim_by)
    if state in _DECIDED:
        _decide(remedies, measure, country, state)


def _day(on: int) -> str:
    return iso_date(on) if on else NULL


def _decide(remedies: _Remedies, measure: str, country: str, state: str) -> None:
    own, today = remedies.own, remedies.chunk.today
    start = max(remedies.child.opened, today - 150)
    decided = start + (today - start) // 3
    is_refused = state == "refused"
    award, currency = own.choice((50_000, 120_000, 250_000)), _CURRENCY.get(country, "USD")
    texts = {"authority": remedies.say("authority")}
    texts |= (
        {"reason": remedies.say("reason")}
        if is_refused
        else {
            "conditions": remedies.say("conditions"),
            "child_words": remedies.say("words_decision"),
        }
    )
    remedies.add(
        "claimdecision", decided, measure, "first", iso_date(decided),
        "refused" if is_refused else "granted", "" if is_refused else own.choice(("state", "offender")),
        NULL if is_refused else str(award), "" if is_refused else currency,
        NULL if is_refused else iso_date(decided + 60), own.choice(("none", "by_other")), NULL,
        kind="compensation.decision", **texts,
    )  # fmt: skip
    if state in _PAID:
        _pay(remedies, measure, decided, (award if state == "received" else award // 2, currency))
        _control(remedies, measure, decided, is_settled=state == "received")


def _pay(remedies: _Remedies, measure: str, decided: int, money: tuple[int, str]) -> None:
    own, today = remedies.own, remedies.chunk.today
    paid = decided + (today - decided) // 2
    amount, currency = money
    remedies.add(
        "compensationpayment", paid, measure, iso_date(paid), str(amount), currency,
        own.choice(("locked", "child", "court")), own.choice(("child", "seen")),
        kind="compensation.payment", account=remedies.say("account"), receipt_number="R-417",
    )  # fmt: skip


def _control(remedies: _Remedies, measure: str, decided: int, *, is_settled: bool) -> None:
    """Adds who controls the money: the court or a relative, confirmed by a second person."""
    own, today = remedies.own, remedies.chunk.today
    paid = decided + (today - decided) // 2
    is_risky = own.random() < 0.3
    leader = remedies.child.office.supervisor or remedies.chunk.nation.demo["supervisor"]
    decision = ("proposed", "{}", NULL, NULL)
    if is_settled or not is_risky:
        decision = ("confirmed", "{}", leader.id.hex, iso_date(min(paid + 1, today)))
    review = today + own.randrange(-4, 120)
    if is_risky:
        review = min(review, today + rules.RISK_REVIEW_DAYS)
    remedies.add(
        "moneycontrol", paid, measure, iso_date(paid), "relative" if is_risky else "court",
        "{none}" if is_risky else "{locked,release}", "{family}" if is_risky else "{none}",
        "disagrees" if is_risky else "agrees", iso_date(review), NULL, *decision,
        kind="compensation.control",
        holder=remedies.say("relative" if is_risky else "holder"),
        child_words=remedies.say("words_money"),
        **({"note": remedies.say("risk")} if is_risky else {}),
    )  # fmt: skip
    _duty(remedies, "money_review", review)


def _duty(remedies: _Remedies, duty: str, on: int) -> None:
    """The reminder, which the database adds for remedies that staff record."""
    child, case = remedies.child, remedies.child.result(SimulatedCase)
    if case.closed or not on:
        return
    at = f"{iso_date(remedies.chunk.today - 1)} 10:00:00+00"
    remedies.chunk.rows.add_row(
        "cases_due", f"{remedies.own.getrandbits(128):032x}", child.file, at, child.worker_id, "1",
        case.id, child.worker_id, duty, iso_date(on), NULL, "0",
    )  # fmt: skip


_OF_MEASURE = f"{SCOPED_COLUMNS} measure_id"
SIMULATION = SimulationPart(
    tables={
        "compensation_legalmeasure": f"{SCOPED_COLUMNS} child_id country kind claim_by proceeding_id "
        "state as_of next_on grant_kind sealed",
        "compensation_claimdecision": f"{_OF_MEASURE} level decided_on outcome payer awarded currency "
        "pay_by appeal appeal_by sealed",
        "compensation_compensationpayment": f"{_OF_MEASURE} paid_on paid currency recipient receipt "
        "sealed",
        "compensation_moneycontrol": f"{_OF_MEASURE} since controller safeguards risks child_view "
        "review_on ended_on state editors decided_by decided_on sealed",
    },
    for_child=(SimulationStep("remedies", add_remedies, after=("cases", "proceedings")),),
)
