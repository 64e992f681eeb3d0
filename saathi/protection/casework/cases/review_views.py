"""Screens of reviews: the plan reviewed with the child, and the 18th birthday."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from saathi.agencies import access, access_log
from saathi.agencies.form_submission import posted_data, submit_form
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.sections import Section
from saathi.agencies.staff_requests import StaffRequest, staff_screen
from saathi.consent.child_capacity import child_capacity_panel
from saathi.people.ages import AGE_OF_MAJORITY, age_view
from saathi.people.child_pages import render_child_page
from saathi.people.form_pages import render_child_form_page
from saathi.people.models import Child
from saathi.people.panels import ChildFormPageText, Panel, PanelRow
from saathi.people.queries import child_of_file, list_age_statements
from saathi.protection.casework.cases.actions import reviews
from saathi.protection.casework.cases.models import Review
from saathi.protection.casework.cases.queries import case_of_file
from saathi.protection.casework.cases.review_forms import CaseReviewForm
from saathi.protection.casework.cases.vocabulary import ReviewKind
from saathi.vault import store as vault
from saathi.web.components import LabelledValue

PAGE_SIZE = 50
REVIEW_PAGE_TEXT = ChildFormPageText(
    _("Review the plan with the child"),
    _(
        "Record what has changed, what the child now decides alone, and whether the plan "
        "still fits."
    ),
    back="cases:list_reviews",
    template="consent/form.html",
)


@dataclass(frozen=True)
class ComingOfAge:
    """The first and last day on which the child may turn 18, by the best evidence."""

    first: dt.date
    last: dt.date

    def is_18(self, today: dt.date) -> bool:
        """Whether the child is certainly 18."""
        return self.last <= today

    def may_be_18(self, today: dt.date) -> bool:
        """Whether the child may be 18; until it is certain, they are presumed to be under 18."""
        return self.first <= today

    @property
    def text(self) -> str:
        """Both days, or one if the birthday is known."""
        first, last = (date_format(day, "j F Y") for day in (self.first, self.last))
        if self.first == self.last:
            return first
        return gettext("between %(first)s and %(last)s") % {"first": first, "last": last}


def coming_of_age(child: Child, staff: Staff) -> ComingOfAge | None:
    """When the child turns 18, as an interval; None if no age is known."""
    best = age_view(
        statement.evidence for statement in list_age_statements(child, staff)
    ).best_interval
    if best is None:
        return None
    return ComingOfAge(_eighteenth_birthday(best.earliest), _eighteenth_birthday(best.latest))


def _eighteenth_birthday(born: dt.date) -> dt.date:
    try:
        return born.replace(year=born.year + AGE_OF_MAJORITY)
    except ValueError:  # born on 29 February
        return dt.date(born.year + AGE_OF_MAJORITY, 3, 1)


@require_safe
@staff_screen(Permission.WORK_ON_CASE)
def list_reviews(request: StaffRequest, file_id: UUID) -> HttpResponse:
    """The reviews with this child, latest first, and when the child turns 18."""
    child = child_of_file(request.staff, file_id, Section.PLAN)
    rights = request.rights or access.rights(request.staff, file_id)
    reviews_found = list(
        rights.records(Review).order_by("-reviewed_on", "-recorded_at")[:PAGE_SIZE]
    )
    opened = vault.open_many(reviews_found)
    access_log.log_file_list(
        request.staff, Section.PLAN, file_id, [review.pk for review in reviews_found]
    )
    today = request.staff.office.today()
    return render_child_page(
        request,
        child,
        "cases/list_reviews.html",
        parts=[
            _coming_of_age_panel(coming_of_age(child, request.staff), today),
            Panel(
                _("Reviews"),
                rows=[_review_row(review, opened.get(review.pk, {})) for review in reviews_found],
                empty=_("The plan has not been reviewed with the child yet."),
            ),
        ],
        may_write=bool(rights.writes & Section.PLAN),
        reads_legal=rights.may_read(Section.LEGAL),
    )


def _coming_of_age_panel(interval: ComingOfAge | None, today: dt.date) -> Panel:
    if interval is None:
        state = gettext("The age is not known: presumed under 18.")
    elif interval.is_18(today):
        state = gettext("Confirmed as 18. Earlier consents must be renewed.")
    elif interval.may_be_18(today):
        state = gettext("May already be 18; presumed under 18 until confirmed.")
    else:
        state = gettext("Under 18.")
    when = LabelledValue(_("Turns 18"), interval.text if interval else "", missing=_("not known"))
    return Panel(
        _("Turning 18"),
        lead=_(
            "Nothing ends automatically: the case, the plan and the services continue as long"
            " as they are needed and wanted. Consent must be renewed at 18."
        ),
        pairs=[when, LabelledValue(_("Today"), state)],
    )


def _review_row(review: Review, words: Mapping[str, Any]) -> PanelRow:
    pairs = [
        LabelledValue(
            _("Evolving capacities"), review.get_capacities_display(), words.get("weighed", "")
        ),
        LabelledValue(_("Child’s participation"), review.get_child_participation_display()),
        LabelledValue(_("Child’s response"), review.get_agreement_display()),
        LabelledValue(
            _("Reply given to the child"), words.get("answer", ""), missing=_("not recorded")
        ),
        LabelledValue(
            _("Outcome"), review.get_result_display(), words.get("continuing_support", "")
        ),
    ]
    if review.consent_anew:
        pairs.append(LabelledValue(_("Renewed consent at 18"), review.get_consent_anew_display()))
    return PanelRow(
        title=f"{ReviewKind(review.kind).label} · {date_format(review.reviewed_on, 'j F Y')}",
        words=words.get("child_words", ""),
        pairs=pairs,
    )


@sensitive_post_parameters()
@staff_screen(Permission.WORK_ON_CASE)
def record_review(request: StaffRequest, file_id: UUID) -> HttpResponse:
    """Records a review; the page also shows the child's age, experiences and capacities."""
    case = case_of_file(request.staff, file_id, Section.PLAN)
    if not access.may_write(request.staff, file_id, Section.PLAN):
        raise access.NotAllowed
    today = request.staff.office.today()
    interval = coming_of_age(case.child, request.staff)

    def save(form: CaseReviewForm) -> str:
        reviews.record_review(case=case, new=form.to_input(), actor=request.staff)
        return reverse("cases:list_reviews", args=[file_id])

    form = CaseReviewForm(
        posted_data(request),
        today=today,
        may_be_18=interval is not None and interval.may_be_18(today),
    )
    if answer := submit_form(request, form, save):
        return answer
    rights = request.rights or access.rights(request.staff, file_id)
    weighed = child_capacity_panel(rights, case.child)
    return render_child_form_page(request, case.child, form, REVIEW_PAGE_TEXT, weighed=weighed)
