"""The people who may open each address of `consent`."""

import datetime as dt
from uuid import UUID

from saathi.agencies.models import Staff
from saathi.people.actions import add_age_statements
from saathi.people.ages import AgeEvidence, AgeRange, PartialDate
from saathi.people.models import Child
from saathi.people.vocabulary import AgeBasis
from tests.access import TEAM, AccessRows, AccessWorld
from tests.factories import rights
from tests.roles import acting


def _declared_adult(child: Child, worker: Staff) -> UUID:
    """An authority found that the person is an adult, and nothing else here depends on their age."""
    on = PartialDate.on(dt.date(2026, 3, 2))
    adult = AgeEvidence(AgeBasis.DECLARED, years=AgeRange(19, 21), as_of=on, ends_presumption=True)
    [stated] = add_age_statements(child=child, evidence=[adult], note="Court", actor=worker)
    return stated.pk


def records(world: AccessWorld) -> dict[str, object]:
    """A guardian, a consent, a decision, and an act without one."""
    child, worker = world.case.child, world.worker
    with acting(worker):
        return {
            "guardian_id": rights.guardian(child, worker).pk,
            "consent_id": rights.consent(child, worker).pk,
            "decision_id": rights.decision(child, worker).pk,
            "act": "adult_declared",
            "act_id": _declared_adult(child, worker),
        }


ROWS = AccessRows(
    file={
        "consent:show_consent": TEAM,
        "consent:record_consent": TEAM,
        "consent:withdraw_consent": TEAM,
        "consent:record_guardian": TEAM,
        "consent:change_guardian": TEAM,
        "consent:record_accompaniment": TEAM,
        "consent:record_information": TEAM,
        "consent:list_decisions": TEAM,
        "consent:record_decision": TEAM,
        "consent:change_decision": TEAM,
        "consent:record_others_view": TEAM,
        "consent:show_decision": TEAM,
        "consent:list_acts": TEAM,
        "consent:record_decision_on_act": TEAM,
    },
    records=records,
)
