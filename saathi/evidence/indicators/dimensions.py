"""The dimensions by which numbers are disaggregated, with each category's label and roll-up."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from saathi.consent import vocabulary as consent
from saathi.evidence.indicators.dimension_codes import (
    AgeDocumentationStatus,
    IndicatorAgeBand,
    JourneyKind,
    NationalStatus,
    RecordStatus,
    Region,
)
from saathi.evidence.indicators.regions import country_regions
from saathi.infra import district_list
from saathi.infra.countries import Country
from saathi.infra.route_countries import OTHER_COUNTRIES
from saathi.participation import vocabulary as participation
from saathi.people.identity import vocabulary as identity
from saathi.people.vocabulary import Gender
from saathi.protection.casework.care_plans import vocabulary as plans
from saathi.protection.casework.cases import vocabulary as cases
from saathi.protection.casework.services import vocabulary as services
from saathi.protection.decisions.orders import vocabulary as orders
from saathi.protection.identification.intake import vocabulary as intake
from saathi.protection.identification.missing.vocabulary import Circumstance, MissingOutcome
from saathi.protection.identification.trafficking import vocabulary as trafficking

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

NOT_KNOWN = "not_known"
type Labels = Mapping[str, "StrOrPromise"]


@dataclass(frozen=True, slots=True)
class Dimension:
    """A dimension: its column, title and labels, and the parent of each category that rolls up.

    If a child may have several categories (`do_sums_hold` is False), they do not add up to the
    whole. If a dimension is `sensitive`, no row of a release may fall entirely in one of its
    categories; if it is an `area`, each area needs a population large enough that it identifies no
    person.
    """

    name: str
    title: "StrOrPromise"
    labels: Labels = field(default_factory=dict)
    parents: Mapping[str, str] = field(default_factory=dict)
    do_sums_hold: bool = True
    column: str = ""
    sensitive: bool = False
    area: bool = False

    @property
    def frame_column(self) -> str:
        """The column of the frame."""
        return self.column or self.name

    def label(self, category: str) -> str:
        """The category's name on pages; an unknown value is named as such, never left out."""
        if category == NOT_KNOWN:
            return str(self.labels.get(NOT_KNOWN, _("not known")))
        return str(self.labels.get(category, category))


class DistrictPairLabels(Mapping[str, "StrOrPromise"]):
    """Maps the code of a route between two districts, joined by ">", to both names."""

    def __getitem__(self, code: str) -> str:
        """Both names; an unknown district is named as such."""
        start, sign, end = code.partition(">")
        if not sign:
            raise KeyError(code)
        return f"{district_name(start)} → {district_name(end)}"

    def __iter__(self) -> Iterator[str]:
        """Empty: the pairs that occur are listed by the order of their codes."""
        return iter(())

    def __len__(self) -> int:
        """Zero, because no pair is listed beforehand."""
        return 0


def district_name(code: str) -> str:
    """The district's name on pages; "not known" for an empty code."""
    return district_list.short_district_name(code) if code else str(_("not known"))


def _labels_of(vocabulary: type[TextChoices]) -> dict[str, "StrOrPromise"]:
    return {value: label for value, label in vocabulary.choices if value not in {"", NOT_KNOWN}}


def _countries() -> dict[str, "StrOrPromise"]:
    labels: dict[str, StrOrPromise] = {country.value: country.label for country in Country}
    for code, name in OTHER_COUNTRIES:
        labels[code] = cast("StrOrPromise", name)
    return labels


def _districts() -> dict[str, "StrOrPromise"]:
    return {code: place.name for code, place in district_list.load_districts().items()}


def _districts_up() -> dict[str, str]:
    return {code: place.country for code, place in district_list.load_districts().items()}


_AGE_UP = {
    "0_5": "0_11", "6_11": "0_11", "12_14": "12_17", "15_17": "12_17", "0_11": "0_17", "12_17": "0_17",
}  # fmt: skip
_FORMS = _labels_of(trafficking.ExploitationCategory) | {"several": _("Several forms")}

SEX = Dimension("sex", _("Sex"), {k: v for k, v in _labels_of(Gender).items() if k != "not_said"})
AGE = Dimension("age", _("Age when identified"), _labels_of(IndicatorAgeBand), _AGE_UP)
AGE_RECRUITED = Dimension(
    "age_recruited", _("Age when recruited"), _labels_of(IndicatorAgeBand), _AGE_UP
)
AGE_REPORTED = Dimension("age", _("Reported age"), _labels_of(IndicatorAgeBand), _AGE_UP)
NATIONALITY = Dimension("nationality_region", _("Region of nationality"), _labels_of(Region))
NATIONALITY_COUNTRY = Dimension(
    "nationality",
    _("Nationality"),
    _countries()
    | {"stateless": _("Stateless"), "disputed": _("Disputed"), "several": _("Several")},
)
NATIONAL = Dimension("national", _("National or non-national"), _labels_of(NationalStatus))
AGE_DOCUMENTATION = Dimension("papers", _("Age documentation"), _labels_of(AgeDocumentationStatus))
DISABILITY = Dimension("disability", _("Disability"), _labels_of(identity.Disability))
ACCOMPANIED = Dimension("accompanied", _("Accompaniment"), _labels_of(consent.AccompanimentStatus))
HOME_DISTRICT = Dimension(
    "home_district", _("Home district"), _districts(), _districts_up(), area=True
)
FORM = Dimension("form", _("Form of exploitation"), _FORMS, sensitive=True)
PURPOSES = Dimension(
    "purposes", _("Purpose"), _labels_of(trafficking.ExploitationPurpose), do_sums_hold=False
)
JOURNEY = Dimension("journey", _("Domestic or cross-border"), _labels_of(JourneyKind))
HARM_STAGE = Dimension(
    "harm_stages",
    _("Stage of the route"),
    _labels_of(trafficking.HarmStage) | {NOT_KNOWN: _("No harm recorded")},
    do_sums_hold=False,
    sensitive=True,
)
SALE_PURPOSE = Dimension(
    "sale_purpose",
    _("Purpose of the sale"),
    {"known": _("Purpose known"), NOT_KNOWN: _("Purpose not known")},
)
RISK = Dimension("risk", _("Risk level"), _labels_of(cases.RiskLevel), sensitive=True)
FINDING = Dimension(
    "finding",
    _("Finding"),
    _labels_of(orders.TraffickingFinding) | {NOT_KNOWN: _("No finding yet")},
    sensitive=True,
)
LAYER = Dimension("layer", _("Level of the finding"), _labels_of(orders.StatusLayer))
SOURCE = Dimension("source", _("Source of information"), _labels_of(trafficking.StatementSource))
CONFIDENCE = Dimension("confidence", _("Reliability"), _labels_of(trafficking.SourceReliability))
RECORDED_LATE = Dimension(
    "is_late",
    _("Time of recording"),
    {
        "true": _("More than a month after case opening"),
        "false": _("Within a month of case opening"),
    },
)
RECORD_STATUS = Dimension("state", _("Status of the record"), _labels_of(RecordStatus))
CHANNEL = Dimension("channel", _("Report channel"), _labels_of(intake.ReportChannel))
REPORTER = Dimension("reporter_kind", _("Reporting person"), _labels_of(intake.ReportingPersonKind))
URGENCY = Dimension("urgency", _("Urgency"), _labels_of(intake.Urgency), sensitive=True)
CONCERNS = Dimension("concerns", _("Concern"), _labels_of(intake.Concern), do_sums_hold=False)
REPORT_OUTCOME = Dimension(
    "outcome",
    _("Outcome"),
    _labels_of(intake.ReportOutcome) | {NOT_KNOWN: _("Still open")},
)
DISTRICT = Dimension("district", _("District"), _districts(), _districts_up(), area=True)
ROLE = Dimension("role", _("Role of the country"), _labels_of(trafficking.CountryRole))
ORIGIN_DISTRICT = Dimension(
    "origin_district", _("District of recruitment"), _districts(), _districts_up(), area=True
)
DESTINATION = Dimension("destination", _("Country of destination"), _countries())
DESTINATION_REGION = Dimension("destination_region", _("Region of destination"), _labels_of(Region))
DESTINATION_DISTRICT = Dimension(
    "destination_district", _("District of destination"), _districts(), _districts_up(), area=True
)
DISTRICT_PAIR = Dimension("district_pair", _("Route between districts"), DistrictPairLabels())
FLOW_KIND = Dimension("kind", _("Domestic or cross-border"), _labels_of(JourneyKind))
# Domestic routes are listed with the destination countries, and first (FLW-005).
LEADS_TO = Dimension(
    "leads_to",
    _("Destination"),
    {
        "internal": _("Within the same country"),
        "return": _("Abroad and back to the same country"),
    }
    | _countries()
    | _labels_of(Region),
    country_regions(),
)
CLOSING_REASON = Dimension("reason", _("Reason for closure"), _labels_of(cases.ClosingReason))
EVALUATION = Dimension(
    "evaluation", _("The child’s own evaluation"), _labels_of(cases.EvaluationState)
)
DUTY = Dimension("duty", _("Duty"), _labels_of(cases.Duty))
VISIT_KIND = Dimension("kind", _("Place of the visit"), _labels_of(cases.VisitKind))
FACET = Dimension("facet", _("Area of care"), _labels_of(cases.Facet))
GOAL_DECIDED_BY = Dimension("decided_by", _("Decided by"), _labels_of(plans.GoalDecidedBy))
GOAL_STATE = Dimension("state", _("Goal progress"), _labels_of(plans.GoalState))
CONTRIBUTION = Dimension(
    "contribution", _("Child’s participation"), _labels_of(plans.ChildContribution)
)
DECISION = Dimension("kind", _("Decision"), _labels_of(consent.DecisionKind))
DECIDED_BY = Dimension("decided_by", _("Decided by"), _labels_of(consent.DecisionMaker))
CHILD_HEARD = Dimension("heard", _("Child’s participation"), _labels_of(consent.ChildParticipation))
VIEW_WEIGHT = Dimension(
    "weight", _("Weight of the child’s view"), _labels_of(consent.ChildViewWeight)
)
BASIS = Dimension("basis", _("Legal basis"), _labels_of(consent.LegalBasis))
CONSENT_ANSWER = Dimension("answer", _("Child’s response"), _labels_of(consent.ChildAnswer))
GUARDIAN = Dimension(
    "kind", _("Legal guardian or representative"), _labels_of(consent.GuardianKind)
)
ORDER_KIND = Dimension("kind", _("Type of order"), _labels_of(orders.OrderKind), sensitive=True)
ORDER_HEARD = Dimension(
    "heard",
    _("Child heard"),
    _labels_of(orders.ChildHeard) | {NOT_KNOWN: _("Not known or not answered")},
)
AUTHORITY = Dimension("authority", _("Authority"), _labels_of(orders.AuthorityKind))
TRIGGERING_EVENT = Dimension(
    "happening", _("Event that started the time limit"), _labels_of(orders.LimitTrigger)
)
SAFEGUARD = Dimension("safeguard", _("Safeguard"), _labels_of(orders.Safeguard))
ALERT_STATE = Dimension("alert", _("Status of the alert"), _labels_of(orders.SafeguardAlertState))
SERVICE_KIND = Dimension("kind", _("Service"), _labels_of(services.ServiceKind), sensitive=True)
REFERRAL_STATE = Dimension("state", _("Status of the referral"), _labels_of(services.ReferralState))
# Published tables have this name, and later editions are compared with them.
CHILD_REFERRAL_ANSWER = Dimension(
    "her_answer", _("Child’s response"), _labels_of(services.ChildReferralAnswer), column="child_answer"
)  # fmt: skip
REFERRAL_OUTCOME = Dimension("outcome", _("Outcome"), _labels_of(services.ReferralOutcome))
DECLINE_REASON = Dimension(
    "why_declined",
    _("Reason the service declined"),
    _labels_of(services.ReferralDeclineReason),
    sensitive=True,
)
# Only expressed opinions are counted, not a child's choice to say nothing.
EXPRESSED_VIEWS = (
    services.ServiceExperience.GOOD,
    services.ServiceExperience.MIXED,
    services.ServiceExperience.BAD,
)
CHILD_RATING = Dimension(
    "found",
    _("Child’s opinion"),
    {expressed_view.value: expressed_view.label for expressed_view in EXPRESSED_VIEWS},
)
DOCUMENTS_AT_REFERRAL = Dimension(
    "papers", _("Identity documents"), _labels_of(services.ReferralDocumentStatus)
)
SESSION_KIND = Dimension("kind", _("Type of session"), _labels_of(services.SupportSessionKind))
PROVIDER = Dimension("provider", _("Provider"), _labels_of(services.SupportProvider))
AGE_MISSING = Dimension("age", _("Age when last seen"), _labels_of(IndicatorAgeBand), _AGE_UP)
SEEKER = Dimension(
    "relation", _("Reporting person’s relationship to the child"), _labels_of(intake.Seeker)
)
MISSING_OUTCOME = Dimension(
    "outcome",
    _("Nature of the disappearance"),
    _labels_of(MissingOutcome) | {NOT_KNOWN: _("Still missing")},
)
CIRCUMSTANCES = Dimension(
    "circumstances", _("Possible circumstances"), _labels_of(Circumstance), do_sums_hold=False
)
LIVED_WITH = Dimension(
    "lived_with", _("Previous living arrangement"), _labels_of(identity.HouseholdBefore)
)
SCHOOLING = Dimension("schooling", _("Previous schooling"), _labels_of(identity.Schooling))
LIVED_FROM = Dimension(
    "lived_from", _("Household livelihood"), _labels_of(identity.HouseholdLivelihood)
)
FACTORS = Dimension(
    "factors", _("Risk factors"), _labels_of(identity.RiskFactor), do_sums_hold=False
)
_ANSWERS: dict[str, "StrOrPromise"] = {
    "yes": _("Yes"),
    "no": _("No"),
    "chose_not": _("Chose not to say"),
    NOT_KNOWN: _("Not asked, or not known to the child"),
}
_GRAVE = {
    identity.RiskFactor.VIOLENCE_HOME,
    identity.RiskFactor.VIOLENCE_OUTSIDE,
    identity.RiskFactor.VIOLENCE_CARE,
    identity.RiskFactor.MARRIAGE,
    identity.RiskFactor.SHUT_OUT,
    identity.RiskFactor.CARER_ILL,
}
# Each factor is a dimension of its own, so that "no", "not known" and "not asked" stay distinct
# and can be released.
FACTOR_DIMENSIONS = tuple(
    Dimension(factor.value, factor.label, _ANSWERS, sensitive=factor in _GRAVE)
    for factor in identity.RiskFactor
)
HELP_FOUND_GOOD = Dimension(
    "helped", _("Good or helpful"), _labels_of(participation.HelpTheme), do_sums_hold=False
)
HELP_FOUND_BAD = Dimension(
    "hurt", _("Bad or harmful"), _labels_of(participation.HelpTheme), do_sums_hold=False
)
HELP_MISSED = Dimension(
    "missed", _("Needed but not received"), _labels_of(participation.HelpTheme), do_sums_hold=False
)
PATHS_WANTED = Dimension(
    "wants", _("What children want"), _labels_of(participation.FuturePath), do_sums_hold=False
)
PATHS_REFUSED = Dimension(
    "refuses",
    _("What children do not want"),
    _labels_of(participation.FuturePath),
    do_sums_hold=False,
)
LOCAL_RISKS = Dimension(
    "risks", _("Risks to children"), _labels_of(identity.RiskFactor), do_sums_hold=False
)
RISK_DISTRICT = Dimension(
    "risk_district", _("District of the risk"), _districts(), _districts_up(), area=True
)
_VIEWS: dict[str, "StrOrPromise"] = {
    "helped": _("Good or helpful"),
    "hurt": _("Bad or harmful"),
    "both": _("Both"),
    "missed": _("Needed but not received"),
    NOT_KNOWN: _("Did not mention it"),
}
HELP_DIMENSIONS = tuple(
    Dimension(f"of_{item.value}", item.label, _VIEWS) for item in participation.HelpTheme
)
