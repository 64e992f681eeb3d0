"""The agreement and the national focal points under which simulated children are transferred.

Other entries of the demo's registers are recorded by its staff (`saathi.simulation.demo_work`).
"""

import random
from typing import Final

from saathi.policy.agreements.vocabulary import (
    AgreementKind,
    AgreementScope,
    AgreementStage,
    AgreementVerification,
    FocalPointFunction,
    OfficeContactStatus,
)
from saathi.synthetic.nation import SimulatedNation
from saathi.synthetic.parts import Day, SimulationPart
from saathi.synthetic.tables import NULL, CopyRows

AGREEMENT_TITLE: Final = "Procedure for the return of children between four countries (invented)"
SOURCE: Final = "Invented for the demo"
NATIONAL_OFFICES: Final = {
    "NPL": "Cross-border desk, Kathmandu (invented)",
    "IND": "Cross-border desk, New Delhi (invented)",
    "BGD": "Cross-border desk, Dhaka (invented)",
    "PAK": "Cross-border desk, Islamabad (invented)",
}
_PUBLISHED_DAYS_AGO: Final = 900


def agreement_id(nation: SimulatedNation) -> str:
    """The id of the agreement of all simulated countries."""
    return _drawn(nation, AGREEMENT_TITLE)


def national_focal_point_id(nation: SimulatedNation, country: str) -> str:
    """The id of a country's national focal point; NULL for a country that has none."""
    return _drawn(nation, country) if country in NATIONAL_OFFICES else NULL


def _drawn(nation: SimulatedNation, what: str) -> str:
    drawn = random.Random(f"agreements {what} {nation.demo['supervisor'].id}")  # noqa: S311 - invented
    return f"{drawn.getrandbits(128):032x}"


def add_agreement_rows(rows: CopyRows, nation: SimulatedNation, day: Day) -> None:
    """Adds the agreement and the focal points, published by a second person."""
    rows.add_row(
        "agreements_agreement", agreement_id(nation), *_kit_values(nation, day),
        AgreementKind.PROCEDURE, AGREEMENT_TITLE, "", "{" + ",".join(NATIONAL_OFFICES) + "}",
        "Four child protection services (invented)", AgreementStage.IN_FORCE,
        AgreementScope.ALL_CHILDREN, "{best_interests,views,privacy,no_return}",
        day(_PUBLISHED_DAYS_AGO + 60), day(_PUBLISHED_DAYS_AGO + 30), NULL, "", "", "", SOURCE, "",
        AgreementVerification.VERIFIED, "",
    )  # fmt: skip
    for country, office in NATIONAL_OFFICES.items():
        rows.add_row(
            "agreements_focalpoint", national_focal_point_id(nation, country),
            *_kit_values(nation, day), country, FocalPointFunction.NATIONAL, office, "Duty officer",
            "{en}", NULL, SOURCE, OfficeContactStatus.NOT_TESTED, "",
        )  # fmt: skip


def _kit_values(nation: SimulatedNation, day: Day) -> tuple[str, ...]:
    keeper, second = nation.demo["supervisor"], nation.demo["data_officer"]
    proposed = f"{day(_PUBLISHED_DAYS_AGO + 1)} 05:00:00+00"
    published = f"{day(_PUBLISHED_DAYS_AGO)} 05:00:00+00"
    return (
        keeper.office.agency.id.hex, "published", keeper.id.hex, proposed, keeper.id.hex, proposed,
        "", second.id.hex, published, "", proposed, keeper.id.hex, "1",
    )  # fmt: skip


_KIT: Final = (
    "id agency_id state changed_by changed_at proposed_by proposed_at why_returned published_by "
    "published_at why_withdrawn recorded_at recorded_by version"
)
SIMULATION = SimulationPart(
    tables={
        "agreements_agreement": f"{_KIT} kind title about countries parties stage scope safeguards "
        "signed_on in_force_from ends_on date_note steps annexes source link verification protocol",
        "agreements_focalpoint": f"{_KIT} country function office deputy languages since source "
        "contact_state test_way",
    },
    nation=add_agreement_rows,
)
