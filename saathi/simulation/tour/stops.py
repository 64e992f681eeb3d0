"""The ten stops of the tour: which demo person opens which page, and what to look at."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from saathi.agencies import access
from saathi.agencies.models import Staff
from saathi.agencies.vocabulary import CollectionMethod
from saathi.protection.casework.cases.models import Case
from saathi.protection.casework.cases.vocabulary import OPEN_STATUSES, RiskLevel
from saathi.protection.exchange.models import ImportedRecord
from saathi.web.components import Text

type Place = Callable[[Staff | None], str]


def _page(route: str) -> Place:
    return lambda _staff: reverse(route)


def _page_of_file(route: str) -> Place:
    """The page of the child at highest risk among the person's own cases; otherwise My day.

    A child that was imported while trying the demo is not shown: the notes describe the demo's.
    """

    def place(staff: Staff | None) -> str:
        if staff is None:
            return reverse("desk:my_day")
        imported = access.visible(staff, ImportedRecord).filter(method=CollectionMethod.IMPORTED)
        cases = access.visible(staff, Case).filter(worker=staff, status__in=OPEN_STATUSES)
        cases = cases.exclude(file__in=imported.values("file"))
        high = cases.filter(risk=RiskLevel.HIGH).order_by("opened_on", "pk").first()
        case = high or cases.order_by("opened_on", "pk").first()
        return reverse(route, args=[case.file_id]) if case else reverse("desk:my_day")

    return place


@dataclass(frozen=True)
class TourStop:
    """A page of the tour; `role` is the kind of role of the demo person, empty for public pages."""

    title: Text
    text: Text
    role: str
    place: Place


STOPS: Final = (
    TourStop(
        _("A report arrives"),
        _(
            "Reports are listed by urgency, with the time left to respond. Open a report: "
            "it becomes a case without any retyping."
        ),
        "intake_officer",
        _page("intake:list_reports"),
    ),
    TourStop(
        _("What a supervisor must do now"),
        _(
            "“Act now” shows urgent reports, children who may be in danger and care "
            "arrangements with a deadline. Below are the team’s figures; each number opens "
            "its list."
        ),
        "supervisor",
        _page("desk:my_day"),
    ),
    TourStop(
        _("A case worker’s day"),
        _("Children are sorted by risk and delay. Each row leads to the form for the next step."),
        "case_worker",
        _page("desk:my_day"),
    ),
    TourStop(
        _("One child’s file"),
        _(
            "The header shows how to contact the child safely, the risk, the guardian and "
            "what is due. The groups at the side contain everything else; the timeline "
            "begins with the report."
        ),
        "case_worker",
        _page_of_file("desk:child_file"),
    ),
    TourStop(
        _("The child’s own words"),
        _(
            "At every step the child’s views are recorded in the child’s words, together "
            "with who may read them and what was done in response."
        ),
        "case_worker",
        _page_of_file("participation:list_statements"),
    ),
    TourStop(
        _("All cases"),
        _(
            "Search, filter, sort, choose columns, save the view, assign or transfer "
            "several cases together. Names are encrypted; try the filter for children at "
            "high risk."
        ),
        "supervisor",
        _page("desk:list_cases"),
    ),
    TourStop(
        _("Missing children"),
        _(
            "A missing child is registered within minutes and compared with children who "
            "have been found, also across scripts and spellings. Nothing is sent to family "
            "or police without a decision."
        ),
        "supervisor",
        _page("missing:list_missing"),
    ),
    TourStop(
        _("Plans and closures to approve"),
        _(
            "Open a request: the assessment, the risk, the child’s part in the plan and the "
            "answer to the four principles are beside it. The Approve button appears only "
            "where approval is possible."
        ),
        "supervisor",
        _page("desk:list_approvals"),
    ),
    TourStop(
        _("Statistics for a rapporteur"),
        _(
            "Releases are tables in which no number identifies a child. Open a release to "
            "see what is hidden and why, and how the protection was tested."
        ),
        "rapporteur",
        _page("releases:list_releases"),
    ),
    TourStop(
        _("What everyone can read"),
        _("Published statistics and the law of each country, without signing in."),
        "",
        _page("public:show_home"),
    ),
)
