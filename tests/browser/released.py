"""Invented counts for the browser's country, protected and attacked by the engine: one release that
is published, one that waits for its second person. So few children live there that none of their
own numbers could be released.
"""

import datetime as dt

from django.db import transaction

from saathi.infra import clock
from tests.browser.walk import Walk


def make() -> None:
    """In the name of the cast, by the actions of the product; protection by the worker."""
    from saathi.agencies.models import Staff
    from tests.factories import releases

    def of(name: str) -> Staff:
        return Staff.objects.select_related("office").get(email=f"{name}@demo.saathi.example")

    by, second = of("purna"), of("roshan")
    with transaction.atomic():
        family = releases.family(
            by, slug="children-in-care", title="Children in care", about="Invented numbers."
        )
        releases.published(by, second, family)
        releases.protected(by, family)


def ask_for_extract(rapporteur: Walk) -> Walk:
    """An institute asks for the tables of the release that is published."""
    today = clock.today_in("Asia/Kathmandu")
    rapporteur.open("/releases/research/new/")
    rapporteur.fill(
        release=rapporteur.choice("release"),
        institute="An invented institute",
        title="Whether help comes in time",
        purpose="study",
        question="Who waits longest?",
        ethics="Its own board, number 7",
        agreement="2026/14",
        agreed_on=(today - dt.timedelta(days=3)).isoformat(),
        until=(today + dt.timedelta(days=300)).isoformat(),
    )
    return rapporteur.press()


def write_agreement_down(rapporteur: Walk) -> Walk:
    """Another authority signed that it gets children in care by sex and age."""
    today = clock.today_in("Asia/Kathmandu")
    rapporteur.open("/releases/sharing/new/").fill(
        partner="An invented statistical office",
        partner_kind="statistics",
        country="NPL",
        number="IS/7",
        purpose="services",
        what="Children in care by sex and age, each year.",
        indicators=["children_with_a_case"],
        by=["sex", "age"],
        keeping="Two persons of one desk, on a locked disk.",
        agreed_on=(today - dt.timedelta(days=3)).isoformat(),
        until=(today + dt.timedelta(days=300)).isoformat(),
    )
    return rapporteur.press()


def make_estimate(rapporteur: Walk) -> Walk:
    """Two invented lists of children in domestic work, and how they overlap."""
    rapporteur.open("/numbers/estimates/new/").fill(
        title="Children in domestic work",
        who="Children under 18 in domestic work for others, in one city.",
        country="NPL",
        first_year="2025",
        last_year="2025",
        list_a="An invented helpline",
        list_b="An invented labour inspection",
        matched="By two persons of both, by name, age and street.",
        in_a="140",
        in_b="240",
        in_ab="60",
        holds_own_ways="partly",
    )
    return rapporteur.press()


def bring_in_series(rapporteur: Walk) -> Walk:
    """An invented external table, with a row that is not a number, is checked."""
    table = "Country,Year,Sex,txtVALUE\nNepal,2021,Total,120\nNepal,2021,Female,<5\nNepal,2022,Total,many\n"
    rapporteur.open("/numbers/external/new/").fill(
        layout="glotip",
        title="Detected persons",
        source="An invented table",
        licence="free",
        retrieved_on="2025-04-14",
    )
    return rapporteur.upload("file", "table.csv", "text/csv", table.encode()).press()
