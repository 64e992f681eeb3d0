"""A small register of invented people in Latin letters, with the errors of clerks and the truth."""
# ruff: noqa: SIM905 - lists of names read better as running text

import random

GIVEN = "anna bruno clara dario elena fabio greta hugo irina jonas karla lukas marta nils olga pavel quentin rosa stefan tilda".split()
FAMILY = "abel baker corvin dorn ebner falk gruber hansen ivanov jung keller lorenz moser novak olsen peters quast roth seidel thoma".split()
PLACES = [
    (name, str(1000 + 37 * at))
    for at, name in enumerate(
        "aldorf birken castell dornau erlach fulda gries hallein ilmen jever".split()
    )
]


def _typo(draw: random.Random, text: str) -> str:
    at = draw.randrange(1, len(text))
    return draw.choice(
        [
            text[:at] + text[at + 1 :],
            text[:at] + "e" + text[at:],
            text[: at - 1] + text[at] + text[at - 1] + text[at + 1 :],
        ]
    )


def register(count: int, seed: int) -> tuple[list[dict[str, str]], list[int]]:
    draw = random.Random(seed)
    rows: list[dict[str, str]] = []
    people: list[int] = []
    person = 0
    while len(rows) < count:
        place, postcode = draw.choice(PLACES)
        row = {
            "given_name": draw.choice(GIVEN) + draw.choice(["", "", "e", "is"]), "surname": draw.choice(FAMILY) + draw.choice(["", "mann", "er"]),
            "street_number": str(draw.randint(1, 200)), "suburb": place, "postcode": postcode,
            "date_of_birth": f"{draw.randint(1930, 2010)}{draw.randint(1, 12):02}{draw.randint(1, 28):02}",
        }  # fmt: skip
        rows.append(row)
        people.append(person)
        if draw.random() < 0.5:
            again = dict(row)
            for field in draw.sample(
                ["given_name", "surname", "suburb"], draw.choice((0, 1, 1, 2))
            ):
                again[field] = _typo(draw, again[field])
            if draw.random() < 0.05:
                again["given_name"], again["surname"] = again["surname"], again["given_name"]
            if draw.random() < 0.1:
                again[draw.choice(list(again))] = ""
            rows.append(again)
            people.append(person)
        person += 1
    order = list(range(count))
    draw.shuffle(order)
    return [rows[at] for at in order], [people[at] for at in order]
