"""The page of support to the family: committee, livelihood and its effect, learning, aftercare."""

from collections.abc import Sequence
from uuid import UUID

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from saathi.agencies.staff_requests import StaffRequest
from saathi.people import record_screens as kit
from saathi.people.models import Child
from saathi.protection.casework.reintegration import family_queries, queries
from saathi.protection.casework.reintegration import family_vocabulary as codes
from saathi.protection.casework.reintegration.actions import family as actions
from saathi.protection.casework.reintegration.forms import family as forms
from saathi.protection.casework.reintegration.models import (
    AftercarePlan,
    CommitteeSupport,
    LivelihoodEffect,
    Reintegration,
)
from saathi.protection.casework.reintegration.views.screens import (
    FAMILY,
    WORK,
    form_text,
    screens,
)
from saathi.protection.casework.services.livelihood_vocabulary import (
    LivelihoodCost,
    LivelihoodProvider,
)
from saathi.protection.casework.services.models import Enrolment, Livelihood
from saathi.protection.casework.services.vocabulary import (
    CourseKind,
    LivelihoodState,
)

SUPPORT_PAGE = "support:show_support"


@screens.child_list(
    "family-support/",
    WORK,
    kit.RecordQuery(CommitteeSupport, "-began_on", related=["committee"]),
    kit.RecordQuery(Livelihood, "-asked_on"),
    kit.RecordQuery(LivelihoodEffect, "-reviewed_on"),
    kit.RecordQuery(Enrolment, "-starts_on"),
    kit.RecordQuery(AftercarePlan, "-planned_on"),
)
def list_family_support(  # noqa: PLR0913, PLR0917 - the lists of the page
    request: StaffRequest,
    child: Child,
    committees: list[CommitteeSupport],
    livelihoods: list[Livelihood],
    effects: list[LivelihoodEffect],
    enrolments: list[Enrolment],
    plans: list[AftercarePlan],
) -> kit.PageContent:
    """Support to the family and community after a return, education and skills, and aftercare."""
    follow_up = queries.find_reintegration(request.staff, child.file_id)
    return kit.PageContent(
        alerts=_alerts(request, child, plans),
        parts=[
            _committees_panel(request, child.file_id, committees, follow_up),
            _livelihood_panel(request, child.file_id, livelihoods, effects, follow_up),
            _learning_panel(child.file_id, enrolments),
            _aftercare_panel(request, child.file_id, plans),
        ],
    )


def _alerts(
    request: StaffRequest, child: Child, plans: Sequence[AftercarePlan]
) -> list[kit.AlertBox]:
    boxes = []
    age = queries.oldest_age(child, request.staff.office.today())
    if age is not None and age >= codes.AFTERCARE_FROM and not plans:
        text = gettext("The young person may be 16 or older and has no aftercare plan.")
        boxes.append(kit.AlertBox(text, kind="attend"))
    if family_queries.effects_due(child.file_id, request.staff):
        text = gettext("The effect of livelihood support is to be reviewed.")
        boxes.append(kit.AlertBox(text, kind="attend"))
    return boxes


def _committees_panel(
    request: StaffRequest,
    file_id: UUID,
    committees: Sequence[CommitteeSupport],
    follow_up: Reintegration | None,
) -> kit.Panel:
    add = [
        *screens.links(request, file_id, "ask_committee", _("Ask a committee")),
        *screens.links(
            request, file_id, "record_other_committee", _("Record support arranged by others")
        ),
    ]
    return kit.Panel(
        _("Care committee"),
        lead=_("A committee supports the family. It sees no file."),
        actions=add if follow_up is not None else [],
        rows=[_committee_row(request, each) for each in committees],
        empty=_("No committee supports the family.")
        if follow_up is not None
        else _("Begin the follow-up after the return first."),
    )


def _committee_row(request: StaffRequest, support: CommitteeSupport) -> kit.PanelRow:
    is_over = support.state == codes.CommitteeSupportState.ENDED
    fields = "began_on kinds family_agreed child_agreed told" + (
        " ended_on end_reason effect end_note" if is_over else ""
    )
    end = screens.links(request, support, "end_committee_support", _("End support"))
    is_refused = "refused" in {support.family_agreed, support.child_agreed}
    return kit.record_row(
        support,
        fields,
        title=support.committee.name,
        state="state",
        is_over=is_over,
        needs_attention=not is_over and is_refused,
        actions=[] if is_over else end,
    )


def _livelihood_panel(
    request: StaffRequest,
    file_id: UUID,
    livelihoods: Sequence[Livelihood],
    effects: Sequence[LivelihoodEffect],
    follow_up: Reintegration | None,
) -> kit.Panel:
    due = family_queries.effects_due(file_id, request.staff)
    record = screens.links(request, file_id, "record_effect", _("Record the effect"))
    rows = []
    for each in livelihoods:
        rows.append(_livelihood_row(each, is_due=each.pk in due))
        rows += [_effect_row(effect) for effect in effects if effect.livelihood_id == each.pk]
    is_given = any(each.given_on for each in livelihoods)
    return kit.Panel(
        _("Livelihood support and its effect"),
        lead=_("Ask after 3, 6 and 12 months what changed, also for the worse."),
        actions=[
            *(record if follow_up is not None and is_given else []),
            kit.link(_("Services and support"), SUPPORT_PAGE, file_id),
        ],
        rows=rows,
        empty=_("No livelihood support yet. It is recorded with services and support."),
    )


def _livelihood_row(livelihood: Livelihood, *, is_due: bool) -> kit.PanelRow:
    return kit.PanelRow(
        forms.livelihood_label(livelihood),
        state=gettext("Effect to be reviewed")
        if is_due
        else str(LivelihoodState(livelihood.state).label),
        needs_attention=is_due,
        pairs=[
            kit.LabelledValue(_("Type of provider"), LivelihoodProvider(livelihood.provider).label),
            kit.LabelledValue(_("Cost"), LivelihoodCost(livelihood.cost).label),
        ],
    )


def _effect_row(effect: LivelihoodEffect) -> kit.PanelRow:
    is_worse = effect.made_worse == codes.MadeWorse.YES
    names = [
        "income",
        "debt",
        "school",
        "child_work",
        "safety",
        "made_worse",
        "harm",
        "family_words",
    ]
    return kit.record_row(
        effect,
        [name for name in names if getattr(effect, name)],
        title=gettext("Effect on %(day)s") % {"day": kit.format_day(effect.reviewed_on)},
        words=effect.child_words,
        needs_attention=is_worse,
    )


def _learning_panel(file_id: UUID, enrolments: Sequence[Enrolment]) -> kit.Panel:
    """Courses since the return; they are recorded with services, and are only shown here."""
    return kit.Panel(
        _("Education and life skills"),
        lead=_("Courses are recorded with services and support, school with each contact."),
        actions=[kit.link(_("Services and support"), SUPPORT_PAGE, file_id)],
        rows=[
            kit.record_row(
                each,
                [name for name in ("starts_on", "ended_on", "why_ended") if getattr(each, name)],
                title=str(CourseKind(each.kind).label),
                is_over=each.ended_on is not None,
            )
            for each in enrolments
        ],
        empty=_("No course yet."),
    )


def _aftercare_panel(
    request: StaffRequest, file_id: UUID, plans: Sequence[AftercarePlan]
) -> kit.Panel:
    add = screens.links(request, file_id, "record_aftercare", _("Record an aftercare plan"))
    return kit.Panel(
        _("Aftercare plan"),
        lead=_("From 16 years. The latest plan counts."),
        actions=add,
        rows=[
            kit.record_row(
                each,
                "youth_agrees settled lacking steps contact_person next_on",
                title=kit.format_day(each.planned_on),
                words=each.wishes,
                is_over=place > 0,
            )
            for place, each in enumerate(plans)
        ],
        empty=_("No aftercare plan yet."),
    )


@screens.child_form(
    "family-support/committee/",
    WORK,
    forms.CommitteeSupportForm,
    form_text(
        _("Ask a committee to support the family"),
        _("Ask the family and the child first. The committee sees no file."),
        back=FAMILY,
    ),
    load=queries.reintegration_of_file,
)
def ask_committee(
    request: StaffRequest, reintegration: Reintegration, form: forms.CommitteeSupportForm
) -> None:
    """Records that we asked a committee to support the family."""
    support = form.to_record(file_id=reintegration.file_id, reintegration=reintegration)
    actions.ask_committee(support=support, actor=request.staff)


@screens.child_form(
    "family-support/committee/other/",
    WORK,
    forms.CommitteeSupportForm,
    form_text(
        _("Record support of a committee arranged by others"),
        _("Record what happened, also if family or child did not agree."),
        back=FAMILY,
    ),
    load=queries.latest_reintegration_of_file,
)
def record_other_committee(
    request: StaffRequest, reintegration: Reintegration, form: forms.CommitteeSupportForm
) -> None:
    """Records that a committee supports the family without our asking it."""
    support = form.to_record(file_id=reintegration.file_id, reintegration=reintegration)
    actions.record_committee_by_others(support=support, actor=request.staff)


@screens.child_edit(
    "family-support/committee/<uuid:committee_support_id>/end/",
    WORK,
    CommitteeSupport,
    forms.CommitteeSupportEndForm,
    form_text(_("End the support of the committee"), back=FAMILY, is_step=True),
)
def end_committee_support(
    request: StaffRequest, support: CommitteeSupport, form: forms.CommitteeSupportEndForm
) -> None:
    """Ends the support of a committee, with its effect."""
    form.put_texts(support)
    actions.end_committee_support(
        support=support, columns=form.columns(), version=form.seen_version, actor=request.staff
    )


@screens.child_form(
    "family-support/effect/",
    WORK,
    forms.LivelihoodEffectForm,
    form_text(
        _("Effect of livelihood support"),
        _("Ask the child and the caregivers alone. What became worse is as important."),
        back=FAMILY,
    ),
    load=queries.latest_reintegration_of_file,
)
def record_effect(
    request: StaffRequest, reintegration: Reintegration, form: forms.LivelihoodEffectForm
) -> None:
    """Records what changed after livelihood support."""
    effect = form.to_record(file_id=reintegration.file_id, reintegration=reintegration)
    actions.record_effect(effect=effect, actor=request.staff)


@screens.child_form(
    "aftercare/new/",
    WORK,
    forms.AftercarePlanForm,
    form_text(
        _("Record an aftercare plan"),
        _("Make it with the young person. Each area is either arranged or still lacking."),
        back=FAMILY,
    ),
)
def record_aftercare(request: StaffRequest, child: Child, form: forms.AftercarePlanForm) -> None:
    """Records an aftercare plan."""
    plan = form.to_record(file_id=child.file_id, child=child)
    actions.record_aftercare(plan=plan, actor=request.staff)
