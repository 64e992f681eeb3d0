"""Missing children, reported through the actions by a member of staff."""

import datetime as dt
from typing import Any

from saathi.agencies.models import Staff
from saathi.people.names import Name
from saathi.protection.identification.intake.vocabulary import Seeker
from saathi.protection.identification.missing.actions.registering import (
    DisappearanceInput,
    MissingChildInput,
    report_missing,
)
from saathi.protection.identification.missing.models import MissingReport
from tests.roles import acting


def told(**fields: Any) -> DisappearanceInput:
    values = {
        "relation": Seeker.MOTHER,
        "contact_back": "safe",
        "may_tell": ["police", "public"],
        "urgency": "today",
        "circumstances": ["for_work", "with_somebody"],
        "missing_from": dt.date(2026, 2, 1),
        "missing_to": dt.date(2026, 2, 2),
        "country": "BGD",
        "district": "BD-JAS",
        "texts": {"told": "She went to the market", "teller_contact": "017 000"},
    }
    return DisappearanceInput(**(values | fields))


def known(name: str = "সুনিতা", **fields: Any) -> MissingChildInput:
    values = {
        "names": [Name("given", name, "bn"), Name("father", "রাম", "bn")],
        "gender": "girl",
        "age_low": 14,
        "age_high": 15,
        "home_district": "NP-DHA",
        "languages": ["bn"],
    }
    return MissingChildInput(**(values | fields))


def report(actor: Staff, name: str = "সুনিতা", **fields: Any) -> MissingReport:
    with acting(actor):
        return report_missing(disappearance=told(**fields), child_data=known(name), actor=actor)
