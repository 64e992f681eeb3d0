"""Makes the trafficking of a simulated child: episodes, with the legs of their routes."""

from saathi.synthetic import name_lists
from saathi.synthetic.child_draws import (
    NAMES_OF_PURPOSES,
    PREVENTED,
    TRAFFICKED,
    UNKNOWN,
)
from saathi.synthetic.children import SimulatedChild, scoped_fields
from saathi.synthetic.chunk import LoadChunk, iso_date, postgres_array
from saathi.synthetic.parts import SimulationPart, SimulationStep
from saathi.synthetic.tables import NULL, SCOPED_COLUMNS

# Destinations of children from this country: within it, and abroad with the places passed.
DOMESTIC_DESTINATIONS = {
    "NPL": ("NP-KTM", "NP-KTM", "NP-MAK", "NP-RUP", "NP-PAR", "NP-JHA", "NP-BAN"),
    "IND": ("IN-DEL", "IN-MH-MUM", "IN-WB-KOL", "IN-JH-RAN", "IN-TN-CHE"),
    "BGD": ("BD-DHA", "BD-CHA", "BD-KHU", "BD-CXB"),
}
FOREIGN_DESTINATIONS: dict[str, tuple[tuple[str, ...], ...]] = {
    "NPL": (
        ("IN-BR-SIT", "IN-DEL"), ("IN-UP-MAH", "IN-MH-MUM"), ("IN-BR-SIT",), ("IN-WB-JAL", "IN-WB-KOL"),
        ("NP-KTM", "IN-DEL", "XX-ARE"), ("NP-KTM", "IN-DEL"), ("IN-UP-MAH", "IN-DEL"),
    ),
    "IND": (("NP-PAR",), ("NP-DHA", "NP-KTM"), ("IN-MH-MUM", "XX-ARE"), ("BD-JAS",)),
    "BGD": (
        ("BD-JAS", "IN-WB-N24", "IN-WB-KOL"), ("BD-SAT", "IN-WB-S24", "IN-MH-MUM"),
        ("IN-WB-N24", "IN-DEL", "PK-KAR"), ("BD-JAS", "IN-WB-KOL", "IN-TN-CHE"),
    ),
}  # fmt: skip
_COUNTRIES = {"NP": "NPL", "IN": "IND", "BD": "BGD", "PK": "PAK", "XX": "ARE"}
_ACTS = ("recruitment", "transportation", "transfer", "harbouring", "receipt")
_MEANS = ("deception", "abuse_of_vulnerability", "payment", "threat", "force", "coercion", "fraud",
          "abuse_of_power", "abduction")  # fmt: skip
_FAR = ("train", "road_public", "train", "road_private", "lorry")
_NEAR = ("road_public", "road_public", "road_private", "rickshaw", "foot", "lorry")
_ENDS = ("removed", "removed", "escaped", "escaped", "released", "returned", "not_known")


def add_episodes(chunk: LoadChunk, child: SimulatedChild) -> None:
    """Adds the child's episodes: none for children never trafficked, rarely a second one."""
    if child.trafficking not in {TRAFFICKED, PREVENTED, UNKNOWN}:
        return
    ended = child.opened - chunk.between(0, 30) - 365 * chunk.drawn.years_since[child.index]
    _episode(chunk, child, 1, ended)
    if child.trafficking == TRAFFICKED and chunk.chance(0.05):
        _episode(chunk, child, 2, child.opened - chunk.between(0, 20))


def _episode(chunk: LoadChunk, child: SimulatedChild, number: int, ended: int) -> None:
    prevented, unknown = child.trafficking == PREVENTED, child.trafficking == UNKNOWN
    lasted = chunk.between(0, 6) if prevented else int(chunk.rng.expovariate(1 / 260)) + 2
    began = max(ended - lasted, child.opened - int((child.age + 0.9) * 365))
    at_start = max(child.age - (child.opened - began) // 365, 0)
    purposes = [NAMES_OF_PURPOSES[chunk.drawn.purpose[child.index]]]
    if chunk.drawn.second_purpose[child.index] >= 0:
        purposes.append(NAMES_OF_PURPOSES[chunk.drawn.second_purpose[child.index]])
    if unknown:
        purposes = [] if chunk.chance(0.7) else ["not_known_which"]
    acts = [act for act in _ACTS if chunk.chance(0.3 if unknown else 0.55)]
    if not acts and not unknown:
        acts = ["recruitment"]
    means = [] if chunk.chance(0.5) else [_MEANS[int(9 * chunk.rng.random() ** 1.8)]]
    occurred = "no" if prevented else "not_known" if unknown else "yes"
    spread = chunk.between(0, 45) if chunk.chance(0.7) else 180
    row = chunk.new_id()
    base = scoped_fields(chunk, child, on=child.opened + chunk.between(1, 30))
    certainty = "do_not_ask" if unknown and chunk.chance(0.2) else "not_known" if unknown else chunk.pick(
        ("established", "stated", "stated", "presumed"))  # fmt: skip
    chunk.rows.add_row(
        "trafficking_episode", row, *base[1:], child.id, str(number), certainty, postgres_array(acts),
        postgres_array(purposes), postgres_array(means), occurred, _yes_no(chunk, 0.04), _yes_no(chunk, 0.1),
        child.home_country, child.home, iso_date(began - spread), iso_date(began), str(max(at_start - 1, 0)),
        str(at_start + (spread > 90)), "intercepted" if prevented else chunk.pick(_ENDS),
        chunk.pick(("child", "child", "family", "police", "worker", "agency")),
        chunk.pick(("high", "medium", "medium", "low", "")),
        NULL if unknown else _account(chunk, child, row), *_sale(row, child),
    )  # fmt: skip
    _legs(chunk, child, row)


def _account(chunk: LoadChunk, child: SimulatedChild, row: str) -> str:
    texts = name_lists.texts_beside(__file__)["account"]
    person = chunk.pick(texts["persons"])
    village = chunk.pick(name_lists.load_communities()[chunk.between(0, 3)].villages)
    account = chunk.pick(texts["sentences"]).format(person=person, place=village)
    payload = {"account": account, "persons": person, "when_told": "before the rains"}
    return chunk.seal(child.key, "trafficking.episode", row, payload)


def _yes_no(chunk: LoadChunk, share: float) -> str:
    return "yes" if chunk.chance(share) else "no" if chunk.chance(0.6) else "not_known"


def _legs(chunk: LoadChunk, child: SimulatedChild, episode: str) -> None:
    country = child.home_country if child.home_country in DOMESTIC_DESTINATIONS else "NPL"
    if chunk.drawn.is_abroad[child.index]:
        stops: tuple[str, ...] = chunk.pick(FOREIGN_DESTINATIONS[country])
    else:
        stops = (chunk.pick(DOMESTIC_DESTINATIONS[country]),)
    if child.trafficking == UNKNOWN:
        stops = stops[:1]
    current_place = child.home
    for number, stop in enumerate(stops, 1):
        last = number == len(stops)
        intended = last and child.trafficking == PREVENTED
        base = scoped_fields(chunk, child, on=child.opened + 2)
        purpose = (
            "not_known"
            if child.trafficking == UNKNOWN
            else "yes"
            if last or chunk.chance(0.4)
            else "no"
        )
        district = "" if stop[:2] == "XX" else stop
        sealed = NULL
        if chunk.chance(0.2):
            place = chunk.pick(name_lists.load_communities()[chunk.between(0, 3)].villages)
            sealed = chunk.seal_text(
                child.key, "trafficking.leg", base[0], {"from_place": place, "to_place": ""}
            )
        chunk.rows.add_row(
            "trafficking_leg", *base, episode, str(number), _COUNTRIES[current_place[:2]],
            current_place if current_place[:2] != "XX" else "", _COUNTRIES[stop[:2]], district, purpose,
            "t" if intended else "f", chunk.pick(_NEAR if current_place[:2] == stop[:2] else _FAR),
            postgres_array(("harbouring",) if last and chunk.chance(0.2) else ("transportation",)),
            NULL, NULL, sealed, *_harm(base[0], child),
        )  # fmt: skip
        current_place = stop


def _sale(episode: str, child: SimulatedChild) -> tuple[str, str]:
    """Whether the child was sold and who says so, from the episode's id as in `_harm`."""
    if child.trafficking == PREVENTED:
        return "", ""
    digit = int(episode[-1], 16)
    return ("yes", "family") if digit == 0 else ("no", "child") if digit < 3 else ("", "")


def _harm(leg: str, child: SimulatedChild) -> tuple[str, str]:
    """The answer about harm on a leg, from its id: with no draw, the nation stays the same."""
    if child.trafficking != TRAFFICKED:
        return "", postgres_array(())
    answers = ("", "", "", "no", "no", "not_known", "on_the_way", "there")
    harm = answers[int(leg[-1], 16) % len(answers)]
    if harm not in {"on_the_way", "there"}:
        return harm, postgres_array(())
    return harm, postgres_array((("physical", "deprived", "exploitation")[int(leg[-2], 16) % 3],))


SIMULATION = SimulationPart(
    tables={
        "trafficking_episode": f"{SCOPED_COLUMNS} child_id number known acts purposes means "
        "exploitation_occurred smuggled migrant recruited_country recruited_district began_low "
        "began_high age_low age_high ended source confidence sealed sold sale_source",
        "trafficking_leg": f"{SCOPED_COLUMNS} episode_id number from_country from_district "
        "to_country to_district for_exploitation is_intended transport acts began_low began_high "
        "sealed harm harms",
    },
    for_child=(
        SimulationStep("trafficking", add_episodes, after=("identity",), before=("intake",)),
    ),
)
