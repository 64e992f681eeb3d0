"""Makes the statements of a simulated child: made, declined, or missing, and explanations given before."""

from saathi.synthetic import name_lists
from saathi.synthetic.children import SimulatedChild, scoped_fields
from saathi.synthetic.chunk import LoadChunk, iso_date, postgres_array
from saathi.synthetic.parts import SimulationPart, SimulationStep
from saathi.synthetic.tables import NULL, SCOPED_COLUMNS

_STATES = ("said",) * 7 + ("chose_not_to_say", "chose_not_to_say", "do_not_ask")
_TOPICS = ("needs_and_wishes", "family", "goals", "plan", "visit", "first_report", "what_happened")
_HELP = ("shelter", "food", "health", "counselling", "school", "school", "training", "police",
         "staff", "told", "family", "family", "freedom", "play", "safety")  # fmt: skip
_WANTS = ("home", "home", "relatives", "stay", "school", "school", "trade", "work")
_RISKS = ("debt", "hunger", "no_livelihood", "earned", "marriage", "others_taken", "not_warned")
_AUDIENCES = ("team",) * 7 + ("worker", "worker", "named")


def add_statements(chunk: LoadChunk, child: SimulatedChild) -> None:
    """Adds an explanation for most children, and the child's statements before any evaluation."""
    if chunk.chance(0.65):
        chunk.rows.add_row(
            "participation_explanation", *scoped_fields(chunk, child, on=child.opened), child.id,
            iso_date(child.opened), child.language, chunk.pick(("yes", "yes", "partly", "not_yet")),
        )  # fmt: skip
    if child.age >= 4:
        for _ in range(2 if child.is_demo else int(chunk.rng.random() * 1.9)):
            on = chunk.between(child.opened, min(child.opened + 90, chunk.today - 1))
            add_statement(chunk, child, chunk.pick(_TOPICS), chunk.pick(_STATES), on)


def add_statement(chunk: LoadChunk, child: SimulatedChild, topic: str, state: str, on: int) -> str:
    """Adds a statement; returns its id."""
    base = scoped_fields(chunk, child, on=on)
    is_said = state == "said"
    audience = chunk.pick(_AUDIENCES) if topic != "evaluation" else "team"
    sealed = NULL
    if is_said:
        if topic == "evaluation":
            words, translation = (
                chunk.pick(name_lists.texts_beside(__file__)["evaluation"]["en"]),
                "",
            )
        else:
            words, translation = chunk.pick(name_lists.load_texts()["words"][child.language])
        payload = {"words": words, "translation": translation, "present": ""}
        sealed = chunk.seal_text(child.key, "participation.statement", base[0], payload)
    form = "verbatim" if topic != "evaluation" else "paraphrase"
    language = "en" if topic == "evaluation" else child.language
    chunk.rows.add_row(
        "participation_statement", *base, child.id, state, form if is_said else "", iso_date(on),
        language if is_said else "", postgres_array([topic]), "t" if is_said and chunk.chance(0.6) else "f",
        audience, NULL, sealed,
    )  # fmt: skip
    if audience == "named":
        reader = child.seats[-1][1].id.hex
        chunk.rows.add_row(
            "participation_reader", *scoped_fields(chunk, child, on=on), base[0], reader
        )
    if is_said and topic != "what_happened" and (child.is_demo or chunk.chance(0.3)):
        _themes(chunk, child, base[0], on)
    return base[0]


def _themes(chunk: LoadChunk, child: SimulatedChild, statement: str, on: int) -> None:
    """Adds the themes of a statement, in codes; two in three may be used in statistics."""
    has_risk = chunk.chance(0.25)
    chunk.rows.add_row(
        "participation_themes",
        *scoped_fields(chunk, child, on=on),
        statement,
        chunk.pick(("agreed", "agreed", "agreed", "agreed", "refused", "not_asked")),
        iso_date(on),
        postgres_array([chunk.pick(_HELP)]),
        postgres_array([chunk.pick(_HELP)] if chunk.chance(0.4) else []),
        postgres_array([chunk.pick(_HELP)] if chunk.chance(0.3) else []),
        postgres_array([chunk.pick(_WANTS)]),
        postgres_array(["back"] if chunk.chance(0.1) else []),
        postgres_array([chunk.pick(_RISKS)] if has_risk else []),
        child.home_country if has_risk else "",
        child.home if has_risk else "",
    )


SIMULATION = SimulationPart(
    tables={
        "participation_statement": f"{SCOPED_COLUMNS} child_id state form said_on language topics "
        "was_read_back audience drawing sealed",
        "participation_reader": f"{SCOPED_COLUMNS} statement_id staff_id",
        "participation_themes": f"{SCOPED_COLUMNS} statement_id counted said_on helped hurt "
        "missed wants refuses risks country district",
        "participation_explanation": f"{SCOPED_COLUMNS} child_id explained_on language understood",
    },
    for_child=(SimulationStep("participation", add_statements, after=("identity",)),),
)
