"""Our codes for those of Primero's lists. Values without a code here are kept as text."""

from types import MappingProxyType
from typing import Final

from saathi.consent.vocabulary import AccompanimentStatus
from saathi.people.around.vocabulary import LifeStatus, RelationKind
from saathi.people.vocabulary import Gender, ResidenceStatus
from saathi.protection.casework.cases.vocabulary import ClosingReason, RiskLevel
from saathi.protection.casework.services.vocabulary import ReferralUrgency, ServiceKind
from saathi.protection.identification.intake.vocabulary import Concern

GENDERS: Final = MappingProxyType({"female": Gender.GIRL, "male": Gender.BOY})
RISKS: Final = MappingProxyType({str(level.value): level for level in RiskLevel})
RELATIONS: Final = MappingProxyType(
    {
        "mother": RelationKind.MOTHER,
        "father": RelationKind.FATHER,
        "aunt": RelationKind.AUNT_UNCLE,
        "uncle": RelationKind.AUNT_UNCLE,
        "grandmother": RelationKind.GRANDPARENT,
        "grandfather": RelationKind.GRANDPARENT,
        "brother": RelationKind.BROTHER,
        "sister": RelationKind.SISTER,
        "husband": RelationKind.SPOUSE,
        "wife": RelationKind.SPOUSE,
        "partner": RelationKind.SPOUSE,
        "other_family": RelationKind.OTHER_RELATIVE,
        "other_nonfamily": RelationKind.OTHER,
    }
)
# Two Primero words that share one code in Saathi: the word itself is kept in the note.
INEXACT_RELATIONS: Final = frozenset(
    {"aunt", "uncle", "grandmother", "grandfather", "husband", "wife", "partner"}
)
LIFE: Final = MappingProxyType(
    {"alive": LifeStatus.ALIVE, "dead": LifeStatus.DIED, "unknown": LifeStatus.NOT_KNOWN}
)
ACCOMPANIMENT: Final = MappingProxyType(
    {"unaccompanied": AccompanimentStatus.ALONE, "separated": AccompanimentStatus.SEPARATED}
)
# "Resident", "returnee" and "foreign national" say nothing about a right to stay: kept as text.
RESIDENCE: Final = MappingProxyType(
    {
        "idp": ResidenceStatus.DISPLACED,
        "refugee": ResidenceStatus.REFUGEE,
        "asylum_seeker": ResidenceStatus.ASYLUM,
    }
)
CONCERNS: Final = MappingProxyType(
    {
        "sexually_exploited": Concern.SEXUAL_EXPLOITATION,
        "gbv_survivor": Concern.OTHER,
        "trafficked_smuggled": Concern.TRAFFICKING,  # "may have been": the word itself is kept
        "statelessness": Concern.OTHER,
        "arrested_detained": Concern.DETAINED,
        "migrant": Concern.OTHER,
        "disabled": Concern.OTHER,
        "serious_health_issue": Concern.OTHER,
        "refugee": Concern.OTHER,
        "caafag": Concern.ARMED_GROUP,
        "street_child": Concern.STREET,
        "child_mother": Concern.OTHER,
        "physically_or_mentally_abused": Concern.OTHER,  # physical or emotional: not said which
        "living_with_vulnerable_person": Concern.OTHER,
        "worst_forms_of_child_labor": Concern.CHILD_LABOUR,
        "child_headed_household": Concern.OTHER,
        "mentally_distressed": Concern.OTHER,
        "other": Concern.OTHER,
        # of agencies' own lists, with the same words as ours
        **{str(concern.value): concern for concern in Concern},
        "unaccompanied": Concern.SEPARATED,
        "trafficked": Concern.TRAFFICKING,
        "child_labor": Concern.CHILD_LABOUR,
        "physical_abuse": Concern.PHYSICAL_VIOLENCE,
        "emotional_abuse": Concern.EMOTIONAL_VIOLENCE,
    }
)
VIOLENCE: Final = MappingProxyType(
    {
        "rape": Concern.SEXUAL_ABUSE,
        "sexual_assault": Concern.SEXUAL_ABUSE,
        "physical_assault": Concern.PHYSICAL_VIOLENCE,
        "forced_marriage": Concern.CHILD_MARRIAGE,
        "denial_of_resources_opportunities_or_services": Concern.OTHER,
        "psychological_emotional_abuse": Concern.EMOTIONAL_VIOLENCE,
        "non-gbv": Concern.OTHER,
    }
)
SERVICES: Final = MappingProxyType(
    {
        "safehouse_service": ServiceKind.SHELTER,
        "health_medical_service": ServiceKind.HEALTH,
        "psychosocial_service": ServiceKind.PSYCHOSOCIAL,
        "police_other_service": ServiceKind.PROTECTION,
        "legal_assistance_service": ServiceKind.LEGAL,
        "livelihoods_service": ServiceKind.LIVELIHOOD,
        "child_protection_service": ServiceKind.SOCIAL,
        "family_mediation_service": ServiceKind.FAMILY,
        "family_seunification_service": ServiceKind.FAMILY,  # spelt so in Primero
        "family_reunification_service": ServiceKind.FAMILY,
        "education_service": ServiceKind.EDUCATION,
        "nfi_clothes_shoes_service": ServiceKind.SOCIAL,
        "water_sanitation_service": ServiceKind.SOCIAL,
        "registration_service": ServiceKind.DOCUMENTS,
        "food_service": ServiceKind.SOCIAL,
    }
)
TIMEFRAMES: Final = MappingProxyType(
    {
        "1_hour": ReferralUrgency.NOW,
        "3_hours": ReferralUrgency.NOW,
        "1_day": ReferralUrgency.NOW,
        "3_days": ReferralUrgency.SOON,
    }
)
# The only reason of Primero's list that closes a case here. "Repatriated" and "transferred" never do.
CLOSURES: Final = MappingProxyType({"death_of_child": ClosingReason.DIED})
CONTINUING_REASONS: Final = frozenset({"repatriated", "transferred"})
CLOSED_STATUSES: Final = frozenset({"closed", "transferred", "duplicate"})
