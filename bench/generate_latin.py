"""Invents records in Latin letters with the errors of clerks, for the benchmark of linkage. All records are fictitious.

Run: `python -m bench.generate_latin OUT.parquet [records] [seed] [--few]`. Columns as FEBRL has them, and `person`, the truth;
`--few` leaves out street and number. The names are syllables put together, with frequencies as names have them; nothing here is
taken from what the matcher knows. A third of the persons have a second record, some a third.
"""

# ruff: noqa: SIM905 - syllables read better as running text

import argparse
import random
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

HEADS = "ba be bri ca cha da de el fa ga gre ha hu i ja jo ka kir la le lo ma mi mo na ne o pa pe ra ro sa she so ta to u va wi ya".split()
MIDDLES = "ber bin chel dal den fer gan ker la lan lis man mer mi na nel ni ran ri ro ser ta ten ti tor va vin".split()
TAILS = "a ad an ana ard ck el en er ey ia ie in ina is ley lyn ma n na nd ne on or ory rd s son ston ton tt ys".split()
SOUNDS = [
    ("ck", "k"),
    ("ph", "f"),
    ("ie", "y"),
    ("ey", "y"),
    ("c", "k"),
    ("ee", "i"),
    ("ll", "l"),
    ("nn", "n"),
    ("s", "z"),
    ("v", "w"),
    ("e", "a"),
    ("o", "u"),
]
STREETS = ["street", "road", "lane", "place", "crescent", "court", "avenue"]
FIELDS = [
    "given_name",
    "surname",
    "sex",
    "street_number",
    "address_1",
    "suburb",
    "postcode",
    "state",
    "date_of_birth",
]
type Row = dict[str, str | None]


def words(draw: random.Random, count: int, most: int) -> list[str]:
    results: dict[str, None] = {}
    while len(results) < count:
        middle = "".join(draw.choice(MIDDLES) for _ in range(draw.randint(0, most)))
        results[draw.choice(HEADS) + middle + draw.choice(TAILS)] = None
    return list(results)


def frequencies(count: int, slope: float) -> list[float]:
    total, sums = 0.0, []
    for rank in range(count):
        total += 1 / (rank + 8) ** slope
        sums.append(total)
    return sums


class World:
    def __init__(self, seed: int) -> None:
        self.draw = random.Random(seed)
        self.given = words(self.draw, 6_000, 1)
        self.family = words(self.draw, 30_000, 2)
        self.streets = words(self.draw, 12_000, 2)
        self.suburbs = [
            (
                name,
                f"{self.draw.randint(800, 7999):04}",
                self.draw.choice("nsw vic qld wa sa tas act nt".split()),
            )
            for name in words(self.draw, 3_500, 2)
        ]
        self.shares = {
            id(many): frequencies(len(many), slope)
            for many, slope in (
                (self.given, 0.95),
                (self.family, 0.85),
                (self.streets, 0.4),
                (self.suburbs, 0.6),
            )
        }

    def one_of(self, many: list) -> object:  # type: ignore[type-arg]
        return self.draw.choices(many, cum_weights=self.shares[id(many)])[0]

    def address(self) -> Row:
        suburb, postcode, state = self.one_of(self.suburbs)  # type: ignore[misc]
        street = f"{self.one_of(self.streets)} {self.draw.choice(STREETS)}"
        return {
            "street_number": str(int(self.draw.expovariate(1 / 40)) + 1),
            "address_1": street,
            "suburb": suburb,
            "postcode": postcode,
            "state": state,
        }

    def person(self) -> Row:
        born = f"{self.draw.randint(1920, 2010)}{self.draw.randint(1, 12):02}{self.draw.randint(1, 28):02}"
        names = {
            "given_name": str(self.one_of(self.given)),
            "surname": str(self.one_of(self.family)),
        }
        return names | {"sex": self.draw.choice("fm"), "date_of_birth": born} | self.address()

    def typo(self, text: str) -> str:
        at = self.draw.randrange(len(text))
        kind = self.draw.random()
        letter = self.draw.choice("0123456789" if text.isdigit() else "abcdefghijklmnopqrstuvwxyz")
        if kind < 0.35:
            return text[:at] + letter + text[at + 1 :]
        if kind < 0.55 and len(text) > 2:
            return text[:at] + text[at + 1 :]
        if kind < 0.75:
            return text[:at] + letter + text[at:]
        return text[:at] + text[at + 1 : at + 2] + text[at : at + 1] + text[at + 2 :]

    def misheard(self, text: str) -> str:
        fitting = [pair for pair in SOUNDS if pair[0] in text]
        return text.replace(*self.draw.choice(fitting), 1) if fitting else self.typo(text)

    def date(self, text: str) -> str:
        year, month, day = text[:4], text[4:6], text[6:]
        kind = self.draw.random()
        if kind < 0.3:
            return year + day + month
        if kind < 0.6:
            at = self.draw.randrange(8)
            return text[:at] + self.draw.choice("0123456789") + text[at + 1 :]
        if kind < 0.8:
            return f"{int(year) + self.draw.choice((-2, -1, 1, 2))}{month}{day}"
        return (
            year + "0101"
            if kind < 0.9
            else f"{year}{self.draw.randint(1, 12):02}{self.draw.randint(1, 28):02}"
        )

    def again(self, row: Row) -> Row:
        draw, row = self.draw, dict(row)
        if draw.random() < 0.08:
            row |= self.address()
        if draw.random() < 0.03:
            row["given_name"], row["surname"] = row["surname"], row["given_name"]
        if draw.random() < 0.04:
            row["surname"] = str(self.one_of(self.family))
        for field, typing, hearing in (
            ("given_name", 0.12, 0.08),
            ("surname", 0.12, 0.08),
            ("suburb", 0.08, 0.04),
            ("address_1", 0.15, 0.05),
            ("postcode", 0.06, 0),
            ("street_number", 0.06, 0),
        ):
            text = row[field]
            assert text
            if draw.random() < typing:
                row[field] = self.typo(text) or None
            elif draw.random() < hearing:
                row[field] = self.misheard(text)
        if draw.random() < 0.12:
            row["date_of_birth"] = self.date(str(row["date_of_birth"]))
        return row

    def with_gaps(self, row: Row) -> Row:
        return {field: None if self.draw.random() < 0.025 else text for field, text in row.items()}


def records(count: int, seed: int) -> tuple[list[Row], list[int]]:
    world = World(seed)
    rows, persons, person = [], [], 0
    while len(rows) < count:
        first = world.person()
        copies = world.draw.choices((0, 1, 2), weights=(66, 26, 8))[0]
        for row in [first] + [world.again(first) for _ in range(copies)]:
            rows.append(world.with_gaps(row))
            persons.append(person)
        person += 1
    order = list(range(count))
    world.draw.shuffle(order)
    return [rows[at] for at in order], [persons[at] for at in order]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("records", type=int, nargs="?", default=1_000_000)
    parser.add_argument("seed", type=int, nargs="?", default=1)
    parser.add_argument("--few", action="store_true")
    options = parser.parse_args()
    rows, persons = records(options.records, options.seed)
    fields = [
        field for field in FIELDS if not (options.few and field in {"street_number", "address_1"})
    ]
    columns = {"rec_id": [f"r{at}" for at in range(len(rows))]} | {
        field: [row[field] for row in rows] for field in fields
    }
    pq.write_table(pa.table(columns | {"person": persons}), options.out)


if __name__ == "__main__":
    main()
