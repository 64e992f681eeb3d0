"""Invents records of children; half live in another district in their second record. All records are fictitious.

Run: `python -m bench.generate_moves OUT.parquet [records] [seed]`. Columns: rec_id, given_name, family_name, sex, date_of_birth, father_name,
mother_name, siblings and languages (several, parted by semicolons), village, district; and `person`, the truth. Names are syllables put
together, with pools of their own for four communities, so that names go together as in life; nothing here is taken from what the matcher
knows. A clerk of the second record hears the names again, and often learns no parent's name, or no more than a year of birth.
"""

# ruff: noqa: SIM905 - syllables read better as running text

import argparse
import random
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

# Of each community: beginnings, middles, ends of boys' names, of girls' names, of family names.
COMMUNITIES = (
    ("sha ka ra mo ja fa ha na za ta su im", "ri bu du hi fi mi ru", "m d l b k q n", "ma na da la ya ba sha", "ddin khi rder rkar nji lla"),
    ("ra vi su ki pra go de ha man jit la bi", "je ne de sh no ka ve", "sh ndra p l n v r", "ta ni shi ka ti li vi", "das pal roy ndal mbe rma"),
    ("ti ni pa ma chha do gya li sa nor pem da", "rin ma ngo ki lak che so", "wa ng k dup en ar", "mo zom ki den lha yum", "lama tsang rpa rai gurung ba"),
    ("jo a mi pe sel an de ro xa vin fer li", "se ni la va thu ga ri", "ph n l s ton r ay", "ya lin ne ra tha lie sa", "rera nayake singhe kumar than rez"),
)  # fmt: skip
HEARD = (
    ("a", "aa"), ("i", "ee"), ("u", "oo"), ("sh", "s"), ("v", "w"), ("kh", "k"), ("j", "z"), ("ph", "f"), ("d", "dd"), ("o", "u"),
    ("e", "i"), ("th", "t"), ("y", "i"), ("c", "k"), ("m", "mm"),
)  # fmt: skip
PLACE_HEADS = "bar dul kot nar pur sil tam gor hab mil cha rup sun bel lak".split()
PLACE_TAILS = "pur gaon nagar hat khali bari kola wala tar gama tola para".split()
REGIONS, DISTRICTS, VILLAGES = 8, 8, 30
LANGUAGES = [
    f"{head}{tail}" for head in "ben nep hin tam sin bho mai san".split() for tail in ("ali", "ri")
]
NATIONAL = "angrali"
REPEATED, MOVED = 0.35, 0.5  # children with a second record; of these, found in another district
REPORT_YEAR = 2025
type Row = dict[str, str | None]


@dataclass(frozen=True)
class Pool:
    """The names of one community, the first ones the most frequent."""

    boys: list[str]
    girls: list[str]
    families: list[str]


@dataclass(frozen=True)
class Child:
    given: str
    sex: str
    born: tuple[int, int, int]


@dataclass(frozen=True)
class Household:
    family: str
    father: str
    mother: str
    languages: list[str]
    home: tuple[str, str]
    children: list[Child]


class World:
    def __init__(self, seed: int) -> None:
        self.draw = random.Random(seed)
        self.pools = [self._pool(*(part.split() for part in parts)) for parts in COMMUNITIES]
        districts = self._words(PLACE_HEADS, PLACE_TAILS[:6], PLACE_TAILS[6:], REGIONS * DISTRICTS)
        self.places = [
            [
                (village, district)
                for village in self._words(PLACE_HEADS, PLACE_HEADS, PLACE_TAILS, VILLAGES)
            ]
            for district in districts
        ]

    def _words(
        self, heads: list[str], middles: list[str], tails: list[str], count: int
    ) -> list[str]:
        words: dict[str, None] = {}
        while len(words) < count:
            middle = self.draw.choice(middles) if self.draw.random() < 0.75 else ""
            words[self.draw.choice(heads) + middle + self.draw.choice(tails)] = None
        return list(words)

    def _pool(
        self,
        heads: list[str],
        middles: list[str],
        boys: list[str],
        girls: list[str],
        families: list[str],
    ) -> Pool:
        return Pool(
            *(
                self._words(heads, middles, tails, count)
                for tails, count in ((boys, 220), (girls, 220), (families, 160))
            )
        )

    def common(self, many: list[str]) -> str:
        return self.draw.choices(many, [1 / (rank + 6) for rank in range(len(many))])[0]

    def household(self) -> Household:
        draw = self.draw
        region = draw.randrange(REGIONS)
        # Each region is mostly of one community.
        pool = self.pools[region % 4 if draw.random() < 0.7 else draw.randrange(4)]
        spoken = [LANGUAGES[2 * region] if draw.random() < 0.85 else LANGUAGES[2 * region + 1]]
        spoken += [NATIONAL] if draw.random() < 0.4 else []
        born, children = draw.randint(2008, 2020), []
        for _ in range(draw.choices((1, 2, 3, 4), (30, 35, 23, 12))[0]):
            sex = draw.choice("fm")
            given = self.common(pool.girls if sex == "f" else pool.boys)
            if born < REPORT_YEAR and given not in {child.given for child in children}:
                children.append(Child(given, sex, (born, draw.randint(1, 12), draw.randint(1, 28))))
            born += draw.randint(1, 4)
        home = draw.choice(self.places[region * DISTRICTS + draw.randrange(DISTRICTS)])
        return Household(
            self.common(pool.families),
            self.common(pool.boys),
            self.common(pool.girls),
            spoken,
            home,
            children,
        )

    def typo(self, text: str) -> str:
        if len(text) < 4:
            return text
        at = self.draw.randrange(1, len(text) - 1)
        letter = self.draw.choice("aeinrstlkm")
        return self.draw.choice(
            [
                text[:at] + text[at + 1 :],
                text[:at] + letter + text[at:],
                text[:at] + text[at + 1] + text[at] + text[at + 2 :],
            ]
        )

    def heard(self, name: str, *, again: bool) -> str:
        """The name as a clerk writes it."""
        for written, otherwise in HEARD:
            if again and written in name and self.draw.random() < 0.09:
                name = name.replace(written, otherwise, 1)
        return self.typo(name) if self.draw.random() < 0.04 else name

    def birth(self, born: tuple[int, int, int], *, again: bool) -> str | None:
        year, month, day = born
        chance = self.draw.random() * (0.7 if again else 1.6)  # the second is in fewer documents
        if chance < 0.04:
            return None
        if chance < 0.20:
            return str(year)
        if chance < 0.26:
            return f"{year}-01-01"
        if chance < 0.34:
            year += self.draw.choice((-2, -1, 1, 2))
        elif chance < 0.37:
            day = self.draw.randint(1, 28)
        elif chance < 0.40 and day <= 12:
            month, day = day, month
        return f"{year}-{month:02}-{day:02}"

    def row(self, home: Household, child: Child, *, again: bool, moved: bool) -> Row:
        draw = self.draw

        def kept(text: str, missing: float) -> str | None:
            return None if draw.random() < missing else self.heard(text, again=again)

        village, district = home.home
        if moved:
            while district == home.home[1]:
                village, district = draw.choice(draw.choice(self.places))
        elif again and draw.random() < 0.08:
            village = draw.choice(next(p for p in self.places if p[0][1] == district))[0]
        share = 0.6 if again else 0.85
        siblings = [
            self.heard(item.given, again=again)
            for item in home.children
            if item is not child and draw.random() < share
        ]
        languages = [language for language in home.languages if draw.random() < 0.92]
        return {
            "given_name": kept(child.given, 0.0),
            "family_name": kept(home.family, 0.2 if again else 0.08),
            "sex": child.sex if draw.random() > 0.01 else None,
            "date_of_birth": self.birth(child.born, again=again),
            "father_name": kept(home.father, 0.3 if again else 0.1),
            "mother_name": kept(home.mother, 0.35 if again else 0.15),
            "siblings": "; ".join(siblings) or None,
            "languages": "; ".join(languages) or None,
            "village": village if draw.random() > 0.05 else None,
            "district": district if draw.random() > 0.02 else None,
        }


def generate(records: int, seed: int) -> pa.Table:
    """The records in random order."""
    world = World(seed)
    rows: list[tuple[int, Row]] = []
    person = 0
    while len(rows) < records:
        home = world.household()
        for child in home.children:
            if world.draw.random() < 0.3:
                continue  # a child who is in no record
            person += 1
            rows.append((person, world.row(home, child, again=False, moved=False)))
            if world.draw.random() < REPEATED:
                moved = world.draw.random() < MOVED
                rows.append((person, world.row(home, child, again=True, moved=moved)))
    rows = rows[:records]
    world.draw.shuffle(rows)
    columns: dict[str, list[object]] = {"rec_id": [f"r{at}" for at in range(len(rows))]}
    columns |= {name: [row[name] for _, row in rows] for name in rows[0][1]}
    return pa.table(columns | {"person": [item for item, _ in rows]})


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("records", type=int, nargs="?", default=20_000)
    parser.add_argument("seed", type=int, nargs="?", default=1)
    options = parser.parse_args()
    pq.write_table(generate(options.records, options.seed), options.out)


if __name__ == "__main__":
    main()
