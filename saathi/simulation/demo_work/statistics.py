"""The rapporteur's work: another office's series, estimates, research, agreements."""

import datetime as dt
from dataclasses import dataclass

from saathi.agencies.models import Staff
from saathi.evidence.approval.actions import refuse_record
from saathi.evidence.external import actions as external
from saathi.evidence.external.models import ExternalSeries
from saathi.evidence.external.vocabulary import SeriesLayout
from saathi.evidence.prevalence import actions as prevalence
from saathi.evidence.prevalence.models import PrevalenceEstimate
from saathi.evidence.prevalence.vocabulary import AssumptionValidity, EstimateAssumption
from saathi.evidence.releases.models import Release
from saathi.evidence.releases.vocabulary import ReleaseState
from saathi.evidence.research import actions as research
from saathi.evidence.research.models import ResearchRequest
from saathi.evidence.research.vocabulary import ResearchPurpose
from saathi.evidence.sharing import actions as sharing
from saathi.evidence.sharing.models import SharingAgreement
from saathi.evidence.sharing.vocabulary import PartnerAuthority, SharingPurpose
from saathi.simulation.demo_work import demo_staff

DETECTED = b"""Country,Year,Sex,Age,Value
Nepal,2022,female,0-17,86
Nepal,2022,male,0-17,41
Nepal,2023,female,0-17,93
Nepal,2023,male,0-17,38
Nepal,2024,female,0-17,101
Nepal,2024,male,0-17,57
"""
LISTS = ["Police (invented)", "Shelters (invented)", "Labour inspection (invented)"]
# In the order of `list_overlap_patterns`: children on one list, on two, on all three.
FOUND_BY_THREE = (180, 140, 90, 36, 22, 18, 7)
FOUND_BY_TWO = (64, 51, 12)
SHARED_INDICATOR = "ways_of_children"
INSTITUTE = "Institute for social studies (invented)"


def add_series() -> None:
    """Adds a table from another office, shown to all readers of statistics."""
    rapporteur = demo_staff.demo_person("rapporteur")
    with demo_staff.acting_as(rapporteur):
        series = external.import_series(
            series=ExternalSeries(
                layout=SeriesLayout.OTHER,
                title="Children identified by the police, 2022 to 2024 (invented)",
                source="Demo police statistics, yearly table 4 (invented)",
                licence="Free to use in the demo",
                notes="Age is the age on the day of the first police report.",
                retrieved_on=rapporteur.office.today(),
            ),
            body=DETECTED,
            actor=rapporteur,
        )
        external.make_series_visible(
            series=series, leave_out=False, version=series.version, actor=rapporteur
        )


def add_estimates() -> None:
    """Adds an approved estimate, and one that waits for a second person."""
    rapporteur, second = demo_staff.demo_person("rapporteur"), demo_staff.demo_person("oversight")
    holds = dict.fromkeys(EstimateAssumption, AssumptionValidity.HOLDS)
    with demo_staff.acting_as(rapporteur):
        year = rapporteur.office.today().year - 1
        usual = {"country": "NPL", "first_year": year, "last_year": year}
        approved = prevalence.create_estimate(
            estimate=PrevalenceEstimate(
                title="Children in bonded work in three districts (invented)",
                who="Children under 18 who worked to repay a debt of the family",
                lists=LISTS,
                matched="By name, age and village, by two people who did not know each other’s result",
                assumptions=holds | {EstimateAssumption.ALIKE: AssumptionValidity.PARTLY},
                doubts="Children who work inside homes are on none of the lists; the estimate is too low.",
                **usual,
            ),
            counts=FOUND_BY_THREE,
            actor=rapporteur,
        )
        prevalence.create_estimate(
            estimate=PrevalenceEstimate(
                title="Children who work in hotels along the highway (invented)",
                who="Children under 18 who sleep where they work",
                lists=LISTS[:2],
                matched="By name and hotel",
                assumptions=holds | {EstimateAssumption.OWN_WAYS: AssumptionValidity.PARTLY},
                doubts="Police and shelters tell each other of children: the lists may depend on each other.",
                **usual,
            ),
            counts=FOUND_BY_TWO,
            actor=rapporteur,
        )
    with demo_staff.acting_as(second):
        prevalence.approve_estimate(estimate=approved, version=approved.version, actor=second)


def _published_release() -> Release | None:
    """A release of routes; None in a demo with few children, where none is safe to publish."""
    published = Release.objects.filter(state=ReleaseState.PUBLISHED, passes=True)
    return published.filter(family__indicator=SHARED_INDICATOR).first()


def add_research_requests() -> None:
    """Adds an approved and a waiting request, if the demo has a published release."""
    rapporteur, second = demo_staff.demo_person("rapporteur"), demo_staff.demo_person("oversight")
    with demo_staff.acting_as(rapporteur):
        release = _published_release()
        if release is None:
            return
        today = rapporteur.office.today()
        approved, _waits = (
            research.create_request(
                request=ResearchRequest(
                    release=release, institute=INSTITUTE, title=title, purpose=purpose,
                    question=question, ethics=ethics, agreement=f"Demo agreement R-{number}",
                    agreed_on=today - dt.timedelta(days=10 * number),
                    until=today + dt.timedelta(days=365),
                ),
                today=today,
                actor=rapporteur,
            )
            for number, (title, purpose, question, ethics) in enumerate(STUDIES, 1)
        )  # fmt: skip
    with demo_staff.acting_as(second):
        research.approve_request(
            request=approved, version=approved.version, today=second.office.today(), actor=second
        )


STUDIES = (
    (
        "Routes of children before and after the new crossing",
        ResearchPurpose.STUDY,
        "Did the routes between districts change in the year in which the crossing was opened?",
        "Ethics board of the institute, approval 14 (invented)",
    ),
    (
        "Teaching material on statistics that identify no one",
        ResearchPurpose.TEACHING,
        "How do tables look that were protected, and what can still be read from them?",
        "No approval needed: teaching with published tables (invented)",
    ),
)


def add_agreements() -> None:
    """Adds an approved agreement with shared tables, a waiting one, and a refused one."""
    rapporteur, second = demo_staff.demo_person("rapporteur"), demo_staff.demo_person("oversight")
    with demo_staff.acting_as(rapporteur):
        approved, _waits, refused = (
            _record_agreement(number, partner, rapporteur)
            for number, partner in enumerate(PARTNERS, 1)
        )
    with demo_staff.acting_as(second):
        today = second.office.today()
        sharing.approve_agreement(
            agreement=approved, version=approved.version, today=today, actor=second
        )
        why = "The police asked for tables by village, in which single children can be recognised."
        refuse_record(row=refused, version=refused.version, why=why, actor=second)
    with demo_staff.acting_as(rapporteur):
        release = _published_release()
        if release is None:
            return
        agreement = SharingAgreement.objects.get(pk=approved.pk)
        to = "Planning unit, head of department (invented)"
        sharing.share_tables(
            agreement=agreement, release=release, to=to, today=today, actor=rapporteur
        )


@dataclass(frozen=True, slots=True)
class Partner:
    """An authority with which tables are shared, and the purpose."""

    name: str
    kind: PartnerAuthority
    country: str
    purpose: SharingPurpose
    what: str


PARTNERS = (
    Partner(
        "Demo ministry of women and children, Nepal", PartnerAuthority.WELFARE, "NPL",
        SharingPurpose.SERVICES, "Routes by district and year, to plan shelters along them",
    ),
    Partner(
        "Demo state commission for children, Bihar", PartnerAuthority.RAPPORTEUR, "IND",
        SharingPurpose.BORDER, "Routes across the border, to compare both sides",
    ),
    Partner(
        "Demo police headquarters, Nepal", PartnerAuthority.POLICE, "NPL",
        SharingPurpose.PREVENTION, "Routes by village and month",
    ),
)  # fmt: skip


def _record_agreement(number: int, partner: Partner, actor: Staff) -> SharingAgreement:
    today = actor.office.today()
    agreement = SharingAgreement(
        partner=partner.name,
        partner_kind=partner.kind,
        country=partner.country,
        number=f"Demo agreement S-{number}",
        purpose=partner.purpose,
        what=partner.what,
        keeping="Deleted at the end of the agreement; not passed on.",
        indicators=[SHARED_INDICATOR],
        by=["leads_to"],
        agreed_on=today - dt.timedelta(days=30 * number),
        until=today + dt.timedelta(days=330),
    )
    return sharing.create_agreement(agreement=agreement, today=today, actor=actor)
