"""Creates guardians, legal bases, explanations and decisions for simulated children."""

from saathi.synthetic import name_lists
from saathi.synthetic.children import SimulatedChild, day_after_opening, scoped_fields
from saathi.synthetic.chunk import LoadChunk, iso_date, postgres_array
from saathi.synthetic.parts import SimulationPart, SimulationStep
from saathi.synthetic.tables import NULL, SCOPED_COLUMNS

_BASES = ("consent", "consent", "consent", "assent", "best_interests", "vital", "duty", "order")
_SCOPES = ("case", "health", "psychosocial", "legal", "shelter", "education", "livelihood")
_CAPACITIES = ("full", "full", "partly", "not_judged")
_TOLD = ("rights", "legal_help", "procedure", "services", "complaint", "record")
_WAYS = ("spoken", "spoken", "pictures", "interpreted", "written")
_KINDS = ("placement", "service", "court", "administrative", "testimony", "contact", "return_home")
_HEARD = ("in_person",) * 6 + ("represented", "chose_not", "not_heard")
_WEIGHTS = ("followed", "followed", "in_part", "otherwise")
_AGREES = ("agrees", "agrees", "agrees", "unsure", "disagrees", "")
_WITH = ("parent",) * 4 + ("separated", "alone", "not_known")


def add_consent(chunk: LoadChunk, child: SimulatedChild) -> None:
    """Adds guardian, consent, explanations and decisions; more of each in the demo's files."""
    guardian = _guardian(chunk, child)
    for _ in range(2 if child.is_demo else int(chunk.chance(0.55))):
        _consent(chunk, child, guardian)
    if child.is_demo or chunk.chance(0.4):
        _information(chunk, child)
    if child.stage >= 2 and (child.is_demo or chunk.chance(0.3)):
        _decision(chunk, child)


def _guardian(chunk: LoadChunk, child: SimulatedChild) -> str:
    """Adds a guardian; returns the record's id, empty if the child has none."""
    state = chunk.pick(_WITH)
    as_of = iso_date(child.opened)
    base = scoped_fields(chunk, child, on=child.opened)
    chunk.rows.add_row("consent_accompaniment", *base, child.id, state, as_of)
    if state == "not_known" or not (child.is_demo or chunk.chance(0.5)):
        return ""
    texts = name_lists.texts_beside(__file__)["legal"]
    on = day_after_opening(chunk, child, 60)
    base = scoped_fields(chunk, child, on=on)
    kind = "parent" if state == "parent" else chunk.pick(("appointed", "temporary", "relative"))
    payload = {"name": chunk.pick(texts["guardians"])}
    if kind != "parent":
        payload["order"] = chunk.pick(name_lists.load_texts()["authorities"]["bodies"])
    chunk.rows.add_row(
        "consent_guardian", *base, child.id, kind, iso_date(on), NULL,
        chunk.pick(("yes", "yes", "not_known")), "no", "yes" if chunk.chance(0.06) else "no",
        chunk.seal_text(child.key, "consent.guardian", base[0], payload),
    )  # fmt: skip
    return base[0]


def _consent(chunk: LoadChunk, child: SimulatedChild, guardian: str) -> None:
    basis = chunk.pick(_BASES)
    if basis == "assent" and not guardian:
        basis = "consent"
    texts = name_lists.texts_beside(__file__)["legal"]
    payload = {"recipient": chunk.pick(texts["recipients"])}
    if chunk.chance(0.3):
        payload["withheld"] = chunk.pick(texts["withheld"])
    if basis in {"best_interests", "vital", "duty", "order"}:
        payload["reason"] = chunk.pick(name_lists.load_texts()["authorities"]["grounds"])
    on = day_after_opening(chunk, child, 60)
    base = scoped_fields(chunk, child, on=on)
    withdrawn = chunk.chance(0.05)
    chunk.rows.add_row(
        "consent_consent", *base, child.id, basis,
        postgres_array(sorted({chunk.pick(_SCOPES), chunk.pick(_SCOPES)} | _statistics_consent(on))),
        "no" if basis == "best_interests" else "yes",
        "not" if child.age < 4 else chunk.pick(_CAPACITIES), child.language,
        guardian if basis == "assent" else NULL, iso_date(on), NULL,
        iso_date(min(on + 40, chunk.today - 1)) if withdrawn else NULL,
        chunk.seal_text(child.key, "consent.consent", base[0], payload),
    )  # fmt: skip


def _statistics_consent(on: int) -> set[str]:
    """The statistics scope or none, derived from the day so that no other draw changes."""
    return {"statistics"} if on % 2 else set()


def _information(chunk: LoadChunk, child: SimulatedChild) -> None:
    on = day_after_opening(chunk, child, 14)
    base = scoped_fields(chunk, child, on=on)
    payload = {"by": chunk.pick(name_lists.texts_beside(__file__)["legal"]["tellers"])}
    if chunk.chance(0.4):
        payload["note"] = chunk.pick(name_lists.texts_beside(__file__)["legal"]["asked"])
    chunk.rows.add_row(
        "consent_information", *base, child.id, "child",
        postgres_array(sorted({chunk.pick(_TOLD), chunk.pick(_TOLD)})), chunk.pick(_WAYS), iso_date(on),
        child.language, chunk.pick(("yes", "yes", "partly", "not_yet")),
        chunk.seal_text(child.key, "consent.information", base[0], payload),
    )  # fmt: skip


def _decision(chunk: LoadChunk, child: SimulatedChild) -> None:
    texts = name_lists.texts_beside(__file__)["decision"]
    payload = {
        key: chunk.pick(texts[key]) for key in ("what", "views", "best", "equal", "develop", "harm")
    }
    weight, agrees = chunk.pick(_WEIGHTS), chunk.pick(_AGREES)
    child_participation = "too_young" if child.age < 4 else chunk.pick(_HEARD)
    if weight == "otherwise" or agrees == "disagrees":
        payload["answer"] = chunk.pick(texts["answer"])
    if child_participation == "not_heard":
        payload["why_not_heard"] = chunk.pick(name_lists.load_texts()["why_without"]["sentences"])
    on = day_after_opening(chunk, child, 120)
    base = scoped_fields(chunk, child, on=on)
    informed = min(on + chunk.between(0, 5), chunk.today - 1)
    chunk.rows.add_row(
        "consent_decision", *base, child.id, chunk.pick(_KINDS), iso_date(on),
        chunk.pick(("together", "together", "team", "authority")), child_participation, weight, agrees,
        iso_date(informed) if chunk.chance(0.8) else NULL, iso_date(on + 90),
        chunk.seal_text(child.key, "consent.decision", base[0], payload),
    )  # fmt: skip


SIMULATION = SimulationPart(
    tables={
        "consent_accompaniment": f"{SCOPED_COLUMNS} child_id state as_of",
        "consent_guardian": f"{SCOPED_COLUMNS} child_id kind starts_on ends_on is_independent "
        "has_conflict may_be_involved sealed",
        "consent_consent": f"{SCOPED_COLUMNS} child_id basis scopes answer capacity language "
        "guardian_id given_on ends_on withdrawn_on sealed",
        "consent_information": f"{SCOPED_COLUMNS} child_id audience about way informed_on language "
        "understood sealed",
        "consent_decision": f"{SCOPED_COLUMNS} child_id kind decided_on decided_by child_participation "
        "weight agreement informed_on review_on sealed",
    },
    for_child=(
        SimulationStep("consent", add_consent, after=("identity",), before=("participation",)),
    ),
)
