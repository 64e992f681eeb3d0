"""Generates screenings for international protection and contacts for some children of the demo.

It draws random numbers of its own, so the rest of the simulated nation is unchanged.
"""

import random
from dataclasses import dataclass

from saathi.protection.casework.cases.simulation import SimulatedCase
from saathi.protection.returns.protection_screening.models import PROMPTS, PROMPTS_VERSION
from saathi.protection.returns.protection_screening.young_rules import WORDS_FROM_AGE
from saathi.synthetic import name_lists
from saathi.synthetic.children import SimulatedChild
from saathi.synthetic.chunk import LoadChunk, iso_date
from saathi.synthetic.parts import SimulationPart, SimulationStep
from saathi.synthetic.tables import NULL, SCOPED_COLUMNS

_FOUND = ("no_sign", "no_sign", "no_sign", "sign", "claim", "stateless", "refugee", "unfinished")
_PROMPT_OF = {
    "sign": "fears_officials",
    "claim": "would_be_harmed",
    "stateless": "lacks_nationality",
    "refugee": "is_registered",
}
_MAKERS = ("home", "police", "court", "mission")


@dataclass(frozen=True)
class SimulatedContact:
    """A contact with the country of origin, on which a verification may rest."""

    id: str
    on: int
    country: str


@dataclass(frozen=True)
class ScreenedWithoutSign:
    """Attached to a child whose transfer was submitted: the screening was finished by this day."""

    by: int


@dataclass(frozen=True)
class _Draws:
    """What the step knows of one child."""

    chunk: LoadChunk
    child: SimulatedChild
    case: SimulatedCase
    own: random.Random
    texts: dict[str, list[str]]
    country: str

    def new_id(self) -> str:
        return f"{self.own.getrandbits(128):032x}"

    def base(self, key: str, on: int) -> tuple[str, str, str, str, str]:
        return key, self.child.file, f"{iso_date(on)} 10:00:00+00", self.child.worker_id, "1"

    def seal(self, field_id: str, key: str, texts: dict[str, str]) -> str:
        return self.chunk.seal(self.child.key, field_id, key, texts)


def add_screening(chunk: LoadChunk, child: SimulatedChild) -> None:
    """Adds a screening to most of the demo's open cases, and what follows from its result."""
    case = child.attached.get(SimulatedCase)
    own = random.Random(f"protection {child.file}")  # noqa: S311 - an invented world
    if not isinstance(case, SimulatedCase) or not child.is_demo or child.is_closed:
        return
    cleared = child.attached.get(ScreenedWithoutSign)
    is_cleared = isinstance(cleared, ScreenedWithoutSign)
    if (own.random() > 0.6 or child.opened > chunk.today - 12) and not is_cleared:
        return
    here = child.office.agency.country
    country = "NPL" if here == "IND" else "IND"
    texts = name_lists.texts_beside(__file__)["protection"]
    draws = _Draws(chunk, child, case, own, texts, country)
    on = max(child.opened + 5, chunk.today - 130 + own.randrange(40))
    if own.random() < 0.3:
        _contact_by_others(draws, on - 2 if on - 2 > child.opened else on, "not_screened")
    result = own.choice(_FOUND)
    if isinstance(cleared, ScreenedWithoutSign):
        on, result = max(child.opened, min(on, cleared.by)), "no_sign"
    screening = _screening(draws, on, result)
    if result in _PROMPT_OF:
        _referral(draws, screening, on + 1, result)
    elif result == "no_sign":
        _permission(draws, on + 2)


def _screening(draws: _Draws, on: int, result: str) -> str:
    own, key = draws.own, draws.new_id()
    answers = dict.fromkeys(PROMPTS, "no")
    if result == "unfinished":
        answers |= dict.fromkeys(PROMPTS[5:], "not_asked")
    if result in _PROMPT_OF:
        answers[_PROMPT_OF[result]] = "yes"
    is_open = result == "unfinished"
    continue_on = iso_date(draws.chunk.today + own.randrange(1, 8)) if is_open else NULL
    words = {"screener": own.choice(draws.texts["screener"])}
    if result in _PROMPT_OF:
        words["child_words"] = own.choice(draws.texts["words"])
    if is_open:
        words["why_unfinished"] = own.choice(draws.texts["unfinished"])
    due = draws.new_id() if is_open else NULL
    if is_open:
        draws.chunk.rows.add_row(
            "cases_due", *draws.base(due, on), draws.case.id, draws.child.worker_id, "screening",
            continue_on, NULL, "0",
        )  # fmt: skip
    draws.chunk.rows.add_row(
        "protection_screening_protectionscreening", *draws.base(key, on), draws.child.id,
        iso_date(on), "trained", own.choice(("present", "present", "not_present", "none")),
        PROMPTS_VERSION, *(answers[name] for name in PROMPTS), result, continue_on, "{}",
        f"{{{draws.child.home_country}}}", due,
        draws.seal("protection.screening", key, words),
    )  # fmt: skip
    return key


def _referral(draws: _Draws, screening: str, on: int, result: str) -> None:
    own, key = draws.own, draws.new_id()
    body = (
        "statelessness" if result == "stateless" else own.choice(("asylum", "unhcr", "legal_aid"))
    )
    outcome = "recognised" if result == "refugee" else own.choice(("waiting", "waiting", "refused"))
    decided = NULL if outcome == "waiting" else iso_date(min(on + 30, draws.chunk.today - 1))
    appeal = "waiting" if outcome == "refused" else ""
    draws.chunk.rows.add_row(
        "protection_screening_protectionreferral", *draws.base(key, on), screening, body,
        iso_date(on), iso_date(on + 1), outcome, decided, appeal,
        draws.seal("protection.referral", key, {"body_name": own.choice(draws.texts["body"])}),
    )  # fmt: skip


def _permission(draws: _Draws, on: int) -> None:
    """A request after a screening without a sign: permitted and used, refused, or still waiting."""
    own, chunk, child = draws.own, draws.chunk, draws.child
    state = own.choice(("open", "open", "open", "asked", "refused"))
    consent, key = draws.new_id(), draws.new_id()
    chunk.rows.add_row(
        "consent_consent", *draws.base(consent, on), child.id, "consent", "{origin}", "yes", "full",
        child.language, NULL, iso_date(on), NULL, NULL, draws.seal("consent.consent", consent, {}),
    )  # fmt: skip
    young = "too_young" if child.age < WORDS_FROM_AGE else "chose_not"
    answer = own.choice(("agrees", "agrees", "in_part", young))
    is_decided = state != "asked"
    supervisor = chunk.nation.demo["supervisor"].id.hex if is_decided else NULL
    words = {
        "body_name": own.choice(draws.texts["consul"]),
        "best": own.choice(draws.texts["best"]),
    }
    if state == "refused":
        words["reason"] = own.choice(draws.texts["reason"])
    chunk.rows.add_row(
        "protection_screening_contactpermission", *draws.base(key, on), child.id, iso_date(on),
        answer, consent, draws.country, "consulate", "agency", "{age,gender,languages}",
        iso_date(chunk.today + own.randrange(20, 60)), state, supervisor,
        iso_date(on + 1) if is_decided else NULL,
        draws.seal("protection.permission", key, words),
    )  # fmt: skip
    if state == "open":
        _contact(draws, on + 2, ("us", "met"), (key, NULL))


def _contact_by_others(draws: _Draws, on: int, safeguard: str) -> None:
    """A contact before the screening, with its safeguard violation."""
    broken = draws.new_id()
    words = {"what": draws.own.choice(draws.texts["said"])}
    draws.chunk.rows.add_row(
        "orders_brokensafeguard", *draws.base(broken, on), draws.child.id, "contacted_origin",
        iso_date(on), "others", "f", "welfare_committee", "told", iso_date(on + 1), NULL, NULL,
        draws.seal("orders.safeguard", broken, words),
    )  # fmt: skip
    _contact(draws, on, (draws.own.choice(_MAKERS), safeguard), (NULL, broken))


def _contact(draws: _Draws, on: int, how: tuple[str, str], of: tuple[str, str]) -> None:
    own, key = draws.own, draws.new_id()
    (made_by, safeguard), (permission, broken) = how, of
    is_ours = made_by == "us"
    said = own.choice(draws.texts["sent" if is_ours else "said"])
    words = {"said": said, "body_name": own.choice(draws.texts["consul"])}
    draws.chunk.rows.add_row(
        "protection_screening_origincontact", *draws.base(key, on), draws.child.id, made_by,
        iso_date(on), draws.country, "consulate", "letter" if is_ours else "call",
        "{age,gender}" if is_ours else "{}", permission, safeguard, broken,
        draws.seal("protection.contact", key, words),
    )  # fmt: skip
    draws.child.attach(SimulatedContact(key, on, draws.country))


SIMULATION = SimulationPart(
    tables={
        "protection_screening_protectionscreening": f"{SCOPED_COLUMNS} child_id screened_on "
        f"training representative prompts_version {' '.join(PROMPTS)} result continue_on readers "
        "origins due sealed",
        "protection_screening_protectionreferral": f"{SCOPED_COLUMNS} screening_id body "
        "referred_on filed_on outcome decided_on appeal sealed",
        "protection_screening_contactpermission": f"{SCOPED_COLUMNS} child_id asked_on "
        "child_answer consent_id country body through facts ends_on state decided_by decided_on "
        "sealed",
        "protection_screening_origincontact": f"{SCOPED_COLUMNS} child_id made_by made_on country "
        "body channel facts permission_id safeguard broken_id sealed",
    },
    for_child=(SimulationStep("protection_screening", add_screening, after=("cases",)),),
)
