"""Screens of safety plans."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from saathi.agencies import domains, records
from saathi.agencies.permissions import Permission
from saathi.agencies.queries import names_of
from saathi.agencies.staff_requests import StaffRequest
from saathi.consent.known_people import KnownPeopleField, add_known_people, offer_known_people
from saathi.infra.join_words import join_words
from saathi.people import record_screens as kit
from saathi.people.models import Child
from saathi.protection.casework.cases import danger
from saathi.protection.casework.cases.models import Case
from saathi.protection.casework.cases.queries import case_of_file
from saathi.protection.casework.safety_plans import actions, queries, rules
from saathi.protection.casework.safety_plans.models import SafetyPlan
from saathi.protection.casework.safety_plans.vocabulary import SAFETY_PLAN_DRAFT, SafetyPlanState
from saathi.web.fields import PastDateField

screens = kit.RecordScreens("safety_plans")
PLAN = _("Safety plan")
LIST = "safety_plans:show_safety_plan"


class _OfCurrentPlan(kit.DerivedForm[SafetyPlan]):
    """A form that records which plan was current when it was opened. `about` is the case."""

    model = SafetyPlan
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def prepare(self) -> None:
        """Finds the current plan."""
        self.current = queries.current_plan(self.staff, self.about)
        in_danger = danger.is_in_danger(self.about)
        self.initial["review_on"] = rules.suggest_review(
            self.today, self.about.risk, in_danger=in_danger
        )
        self.initial["seen"] = str(self.current.pk) if self.current else ""


class SafetyPlanForm(_OfCurrentPlan):
    """A safety plan. A new version begins with the texts of the current one; nothing else is copied."""

    shows_stored_texts = True

    names = (
        "made_on made_with "
        + queries.CONTENT.replace("safe_people", "safe_people known")
        + " review_on"
    )
    known = KnownPeopleField(
        label=_("Safe people, from the child’s file"),
        help_text=_("The names are added to the safe people above. Add how to reach them."),
    )

    def prepare(self) -> None:
        """Fills in the texts of the current plan, and offers people the child can turn to."""
        super().prepare()
        offer_known_people(self, "known", self.about.child, self.staff, only_safe=True)
        if self.current is not None:
            records.open_texts(self.current)
            for name in queries.CONTENT.split():
                self.initial[name] = getattr(self.current, name)

    def clean(self) -> dict[str, Any]:
        """Adds the people who were chosen."""
        cleaned = super().clean() or self.cleaned_data
        add_known_people(self, "known", into="safe_people", joined_by="\n")
        return cleaned


class SafetyPlanReviewForm(_OfCurrentPlan):
    """A review that changed nothing."""

    names = "reviewed_on review_on"
    reviewed_on = PastDateField(label=_("Reviewed on"))


@screens.child_list(
    "safety-plan/", Permission.WORK_ON_CASE, kit.RecordQuery(SafetyPlan, "state", "-made_on")
)
def show_safety_plan(
    request: StaffRequest, child: Child, plans: list[SafetyPlan]
) -> kit.PageContent:
    """The current safety plan, and the superseded ones."""
    names = names_of({plan.recorded_by for plan in plans})
    current = [plan for plan in plans if plan.state == SafetyPlanState.CURRENT]
    earlier = [plan for plan in plans if plan.state != SafetyPlanState.CURRENT]
    label = _("New version") if current else _("Make a safety plan")
    buttons = screens.links(request, child.file_id, "make_safety_plan", label, "pencil")
    review = _("Reviewed without changes")
    actions_ = [
        *screens.links(request, child.file_id, "review_safety_plan", review),
        *domains.links_on("safety_plans:show_safety_plan", child.file_id),
    ]
    parts = [
        kit.Panel(SafetyPlanState.CURRENT.label, actions=actions_, pairs=_pairs(plan, names))
        for plan in current
    ] or [kit.Panel(PLAN, empty=_("No safety plan yet. Make it with the child."))]
    if earlier:
        rows = [
            kit.record_row(
                plan,
                _pairs(plan, names),
                title=kit.format_day(plan.made_on),
                state="state",
                is_over=True,
            )
            for plan in earlier
        ]
        parts.append(kit.Panel(_("Earlier plans"), rows=rows))
    return kit.PageContent(buttons=buttons, parts=parts)


def _pairs(plan: SafetyPlan, names: dict[UUID, str]) -> list[kit.LabelledValue]:
    content = [
        kit.LabelledValue(pair.term, pair.text, missing=_("not recorded"))
        for pair in kit.labelled_values(plan, f"{queries.CONTENT} made_on made_with")
    ]
    reviewed = kit.LabelledValue(
        _("Reviewed on"), kit.format_day(plan.reviewed_on), missing=_("not yet")
    )
    by = kit.LabelledValue(_("Made by"), names.get(plan.recorded_by, ""))
    return [*content, by, reviewed, *kit.labelled_values(plan, "review_on")]


_STEP_STAYS_OPEN = _(
    "The safety plan remains an open step of time-critical care. The step is done when a "
    "plan made with the child has warning signs, safe people, safe places and emergency "
    "numbers."
)
MAKE_TEXT = kit.ChildFormPageText(
    _("Make a safety plan"),
    _(
        "Make the plan with the child, in words the child uses. A complete plan has "
        "warning signs, safe people, safe places and emergency numbers. The new plan "
        "replaces the current plan."
    ),
    back=LIST,
    draft=SAFETY_PLAN_DRAFT,
)


@screens.child_form(
    "safety-plan/new/",
    Permission.WORK_ON_CASE,
    SafetyPlanForm,
    MAKE_TEXT,
    load=case_of_file,
)
def make_safety_plan(request: StaffRequest, case: Case, form: SafetyPlanForm) -> None:
    """Makes a safety plan in place of the current one."""
    plan = form.to_record(file_id=case.file_id, case=case)
    actions.make_plan(plan=plan, seen=form.cleaned_data["seen"], actor=request.staff)
    filled = actions.filled_parts(plan)
    empty = [name for name in queries.CONTENT.split() if name not in filled]
    if empty:
        labels = join_words([str(form.fields[name].label) for name in empty])
        text = gettext("The safety plan is saved. These parts are still empty: %(parts)s.")
        messages.warning(request, text % {"parts": labels})
    if queries.is_protocol_step_open(request.staff, case):
        messages.warning(request, str(_STEP_STAYS_OPEN))


@screens.child_form(
    "safety-plan/review/",
    Permission.WORK_ON_CASE,
    SafetyPlanReviewForm,
    kit.ChildFormPageText(
        _("Safety plan reviewed without changes"),
        _("You went through the plan with the child and nothing changed."),
        back=LIST,
    ),
    load=case_of_file,
)
def review_safety_plan(request: StaffRequest, case: Case, form: SafetyPlanReviewForm) -> None:
    """Records a review of the current plan."""
    actions.record_safety_plan_review(
        case=case,
        seen=form.cleaned_data["seen"],
        reviewed_on=form.cleaned_data["reviewed_on"],
        review_on=form.cleaned_data["review_on"],
        actor=request.staff,
    )
