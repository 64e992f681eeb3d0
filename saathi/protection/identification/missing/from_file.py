"""The form for a missing child, filled in from the child's file; notifies no one."""

from typing import Any

from saathi.agencies.models import Staff
from saathi.people.models import Child
from saathi.people.names import names_in_payload
from saathi.people.queries import age_today
from saathi.people.vocabulary import AgeBasis
from saathi.protection.identification.missing.forms.reporting import NAME_ROWS
from saathi.vault import store as vault


def missing_child_from_file(child: Child, reader: Staff) -> dict[str, Any]:
    """What the file says of the child: names, sex, age today, languages, nationality and home."""
    initial: dict[str, Any] = {
        "gender": child.gender,
        "languages": child.languages,
        "nationality": child.nationalities[0] if len(child.nationalities) == 1 else "",
        "home_country": child.home_country,
        "home_district": child.home_district,
    }
    for row, name in enumerate(names_in_payload(vault.open(child))[:NAME_ROWS]):
        initial |= {f"name_{row}": name.text, f"kind_{row}": name.kind}
        initial[f"language_{row}"] = name.language
    if (age := age_today(child, reader)) is not None:
        initial |= {"age_low": age.youngest, "age_high": age.oldest}
        initial["age_basis"] = AgeBasis.REPORTED
    return initial
