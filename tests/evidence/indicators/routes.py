"""Episodes, roles of countries and routes, read by the rules of the domain itself, for the reference."""

import csv
import datetime as dt
from collections.abc import Iterable
from typing import Any

from saathi.evidence.warehouse.steps import REGIONS
from saathi.infra.route_countries import AT_SEA
from saathi.people.ages import AgeRange
from saathi.protection.identification.trafficking.rules import (
    EpisodeFacts,
    LegFacts,
    classify_trafficking,
    find_country_roles,
)
from saathi.protection.identification.trafficking.vocabulary import (
    ExploitationPurpose,
    LegHarm,
    TraffickingAct,
    TraffickingMeans,
)
from tests.evidence.indicators.facts_rows import Facts, Row

REGION = {
    row["country"]: row["region"]
    for row in csv.DictReader(
        line for line in REGIONS.read_text("utf-8").splitlines() if not line.startswith("#")
    )
}


def read_episode(row: Row, legs: list[Row]) -> EpisodeFacts:
    """The episode as the domain's own rules read it."""
    has_ages = row["age_low"] is not None and row["age_high"] is not None
    return EpisodeFacts(
        recruited_in=row["recruited_country"] or None,
        acts=frozenset(TraffickingAct(act) for act in row["acts"]),
        purposes=frozenset(ExploitationPurpose(purpose) for purpose in row["purposes"]),
        means=frozenset(TraffickingMeans(means) for means in row["means"]),
        legs=tuple(
            LegFacts(
                country=leg["to_country"] or None,
                acts=frozenset(TraffickingAct(act) for act in leg["acts"]),
                age=AgeRange(row["age_low"], row["age_high"]) if has_ages else None,
                brought_for_exploitation=leg["for_exploitation"] == "yes",
                reached=not leg["is_intended"],
                harm=LegHarm(leg["harm"]),
                from_country=leg["from_country"] or None,
            )
            for leg in legs
        ),
        sold=row["sold"] == "yes",
        ages=(AgeRange(row["age_low"], row["age_high"]),) if has_ages else (),
    )


def legs_of(episode: Row, legs: Iterable[Row]) -> list[Row]:
    mine = [leg for leg in legs if leg["episode"] == episode["episode"] and not leg["is_removed"]]
    return sorted(mine, key=lambda leg: leg["number"])


def earliest(first_days: dict[Any, dt.date | None], key: Any, began: dt.date | None) -> None:
    before = first_days.get(key)
    first_days[key] = began if before is None else before if began is None else min(before, began)


def roles_of(facts: Facts, children: dict[int, Row]) -> list[Row]:
    first_days: dict[Any, dt.date | None] = {}
    for episode in facts["facts_episode"]:
        episode_facts = read_episode(episode, legs_of(episode, facts["facts_leg"]))
        if classify_trafficking(episode_facts).palermo and episode["child"] in children:
            for country, roles in find_country_roles(episode_facts).by_country().items():
                for role in roles:
                    earliest(first_days, (episode["child"], country, str(role)), episode["began"])
    return [
        {"country": country, "role": role, "recruited": began} | _about(children[child])
        for (child, country, role), began in first_days.items()
    ]


def flows_of(facts: Facts, children: dict[int, Row]) -> list[Row]:
    first_days: dict[Any, dt.date | None] = {}
    for episode in facts["facts_episode"]:
        legs = legs_of(episode, facts["facts_leg"])
        episode_facts = read_episode(episode, legs)
        roles = find_country_roles(episode_facts)
        if not (
            classify_trafficking(episode_facts).palermo
            and roles.origin
            and episode["child"] in children
        ):
            continue
        for leg in legs:
            place = leg["to_country"]
            if leg["for_exploitation"] != "yes" or leg["is_intended"] or place in {"", AT_SEA}:
                continue
            kind = (
                "cross_border"
                if place != roles.origin
                else "internal"
                if roles.internal
                else "return"
            )
            district = episode["recruited_district"] or None
            key = (
                episode["child"],
                roles.origin,
                district,
                place,
                leg["to_district"] or None,
                kind,
            )
            earliest(first_days, key, episode["began"])
    return [
        {
            "country": origin,
            "origin_district": district,
            "destination": place,
            "destination_district": to,
            "destination_region": REGION.get(place, "elsewhere"),
            "kind": kind,
            "district_pair": f"{district or ''}>{to or ''}",
            "leads_to": place if kind == "cross_border" else kind,
            "recruited": began,
        }
        | _about(children[child])
        for (child, origin, district, place, to, kind), began in first_days.items()
    ]


def _about(child: Row) -> Row:
    return {name: child[name] for name in ("sex", "age", "form", "is_counted")}


def sale_of(mine: dict[str, list[Row]]) -> Row:
    sales = [
        episode
        for episode in mine["facts_episode"]
        if classify_trafficking(read_episode(episode, legs_of(episode, mine["facts_leg"]))).sale
    ]
    has_purpose = any(episode["purposes"] for episode in sales)
    return {"was_sold": bool(sales), "sale_purpose": "known" if has_purpose else None}
