"""Screens of verifications, permits and a court's need, before a return to another country."""

from functools import partial
from uuid import UUID

from django.db.models import QuerySet
from django.forms import ChoiceField
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.debug import sensitive_post_parameters

from saathi.agencies import records
from saathi.agencies.form_submission import posted_data, submit_form
from saathi.agencies.list_kit.declaration import ListColumn, ListDeclaration, ListFilter
from saathi.agencies.list_kit.derived import choice_filter, field_column, text_column
from saathi.agencies.permissions import Permission
from saathi.agencies.staff_requests import StaffRequest, staff_screen
from saathi.infra.route_countries import country_name
from saathi.people import record_screens as kit
from saathi.people.form_pages import child_for_editing, render_child_form_page
from saathi.people.models import Child
from saathi.protection.casework.cases.models import Case
from saathi.protection.casework.cases.queries import case_of_file, current_case
from saathi.protection.returns.protection_screening.contact_gate import ask_gate
from saathi.protection.returns.protection_screening.pages import gate_alert
from saathi.protection.returns.protection_screening.rules import may_print_letter
from saathi.protection.returns.verifications import actions, forms, pages, queries
from saathi.protection.returns.verifications.models import (
    CourtNeed,
    OriginVerification,
    TravelPermit,
    VerificationStep,
)
from saathi.protection.returns.verifications.vocabulary import (
    NEEDS_SOLUTION,
    VerificationAnswer,
)
from saathi.web.components import DisplayTableCell, EmptyState

screens = kit.RecordScreens("verifications")
RETURN = "verifications:show_return"
ADDRESS = "return/"
WORK = Permission.WORK_ON_CASE
_ALL = "all"
_form_text = partial(kit.ChildFormPageText, back=RETURN)


@screens.child_list(
    ADDRESS,
    (WORK, Permission.APPROVE),
    kit.RecordQuery(OriginVerification, "-asked_on"),
    kit.RecordQuery(VerificationStep, "happened_on"),
    kit.RecordQuery(TravelPermit, "-asked_on"),
    kit.RecordQuery(CourtNeed, "-said_on"),
    prints="print_return",
)
def show_return(  # noqa: PLR0913, PLR0917 - one list for each kind of record
    request: StaffRequest,
    child: Child,
    verifications: list[OriginVerification],
    steps: list[VerificationStep],
    permits: list[TravelPermit],
    needs: list[CourtNeed],
) -> kit.PageContent:
    """May the consulate be contacted, what is waiting since when, and what a journey still needs."""
    file_id, today = child.file_id, request.staff.office.today()
    rows = [
        pages.verification_row(
            verification,
            [step for step in steps if step.verification_id == verification.pk],
            _verification_actions(request, verification),
            today,
        )
        for verification in verifications
    ]
    verification_panel = kit.Panel(
        _("Verification of nationality and address"),
        actions=screens.links(request, file_id, "add_verification", _("Add a verification")),
        rows=rows,
        empty=_("No verification recorded."),
    )
    protection = kit.link(
        _("International protection"), "protection_screening:list_protection", file_id
    )
    answer = ask_gate(file_id)
    return kit.PageContent(
        alerts=[
            gate_alert(answer),
            *pages.waiting_alerts(verifications, today, may_contact=may_print_letter(answer)),
        ],
        buttons=[protection],
        parts=[
            verification_panel,
            _permits_panel(request, file_id, permits),
            _courts_panel(request, file_id, needs),
        ],
    )


def _permits_panel(request: StaffRequest, file_id: UUID, permits: list[TravelPermit]) -> kit.Panel:
    today = request.staff.office.today()
    rows = [
        pages.permit_row(permit, screens.links(request, permit, "change_permit", _("Edit")), today)
        for permit in permits
    ]
    add = screens.links(request, file_id, "add_permit", _("Add a permit"))
    return kit.Panel(_("Permits"), actions=add, rows=rows, empty=_("No permit recorded."))


def _courts_panel(request: StaffRequest, file_id: UUID, needs: list[CourtNeed]) -> kit.Panel:
    rows = [
        pages.court_row(need, screens.links(request, need, "change_court_need", _("Edit")))
        for need in needs
    ]
    return kit.Panel(
        _("Testimony required by a court"),
        actions=screens.links(request, file_id, "add_court_need", _("Add")),
        rows=rows,
        empty=_("Not recorded. Ask the court or the investigator before a return."),
    )


def _verification_actions(
    request: StaffRequest, verification: OriginVerification
) -> list[kit.ActionLink]:
    links = screens.links(request, verification, "change_verification", _("Record the answer"))
    if not links:
        return []
    ids = (verification.file_id, verification.pk)
    step = kit.link(_("Add a step"), "verifications:add_step", *ids)
    is_open = verification.answer in {VerificationAnswer.WAITING, *NEEDS_SOLUTION}
    if not is_open:
        return [*links, step]
    solve = screens.links(request, verification, "record_solution", _("Alternatives to return"))
    file_id = verification.file_id
    assess = kit.link(_("Best interests"), "best_interests:list_best_interests", file_id)
    return [*links, step, *solve, assess]


@screens.child_form(
    f"{ADDRESS}verifications/new/",
    WORK,
    forms.VerificationForm,
    _form_text(
        _("Verification of nationality and address"),
        _("It belongs to a request or contact that already went abroad, by us or by others."),
        template="best_interests/beside_parts.html",
        beside=pages.first_step,
    ),
    load=case_of_file,
)
def add_verification(request: StaffRequest, case: Case, form: forms.VerificationForm) -> None:
    """Records a verification that was asked for."""
    verification = form.to_record(file_id=case.file_id, child=case.child)
    actions.add_verification(verification=verification, case=case, actor=request.staff)


ANSWER_TEXT = _form_text(
    _("Answer to the verification"),
    _("An answer is one fact to consider. It does not decide where the child lives."),
)


@screens.child_edit(
    f"{ADDRESS}verifications/<uuid:verification_id>/",
    WORK,
    OriginVerification,
    forms.VerificationAnswerForm,
    ANSWER_TEXT,
)
def change_verification(
    request: StaffRequest, verification: OriginVerification, form: forms.VerificationAnswerForm
) -> None:
    """Records the answer, or the next date."""
    form.put_texts(verification)
    actions.change_verification(
        verification=verification,
        columns=form.columns(),
        case=current_case(request.staff, verification.child),
        version=form.seen_version,
        actor=request.staff,
    )


@screens.child_edit(
    f"{ADDRESS}verifications/<uuid:verification_id>/solutions/",
    WORK,
    OriginVerification,
    forms.VerificationSolutionForm,
    _form_text(
        _("Alternatives to return"),
        _("Consider with the child: staying, relatives elsewhere, a third country."),
    ),
)
def record_solution(
    request: StaffRequest, verification: OriginVerification, form: forms.VerificationSolutionForm
) -> None:
    """Records what an assessment of other solutions found."""
    form.put_texts(verification)
    actions.record_solution(
        verification=verification,
        columns=form.columns(),
        case=current_case(request.staff, verification.child),
        version=form.seen_version,
        actor=request.staff,
    )


STEP_TEXT = _form_text(_("Step of the verification"))


@screens.ordinary(f"{kit.CHILD}{ADDRESS}verifications/<uuid:verification_id>/steps/new/")
@sensitive_post_parameters()
@staff_screen(WORK)
def add_step(request: StaffRequest, file_id: UUID, verification_id: UUID) -> HttpResponse:
    """Adds a step to a verification."""
    child = child_for_editing(request, file_id, OriginVerification.section)
    verification = records.get_record_of_file(
        request.staff, OriginVerification, file_id, verification_id
    )

    def save(form: forms.VerificationStepForm) -> str:
        actions.add_step(
            step=form.to_record(file_id=file_id, verification=verification),
            next_on=form.cleaned_data["next_on"],
            case=current_case(request.staff, child),
            actor=request.staff,
        )
        return reverse(RETURN, args=[file_id])

    form = forms.VerificationStepForm(posted_data(request), staff=request.staff, about=verification)
    answer = submit_form(request, form, save)
    return answer or render_child_form_page(request, child, form, STEP_TEXT)


@screens.child_form(f"{ADDRESS}permits/new/", WORK, forms.TravelPermitForm, _form_text(_("Permit")))
def add_permit(request: StaffRequest, child: Child, form: forms.TravelPermitForm) -> None:
    """Records a permit."""
    permit = form.to_record(file_id=child.file_id, child=child)
    actions.add_permit(permit=permit, actor=request.staff)


@screens.child_edit(
    f"{ADDRESS}permits/<uuid:permit_id>/",
    WORK,
    TravelPermit,
    forms.TravelPermitChangeForm,
    _form_text(_("Permit")),
)
def change_permit(
    request: StaffRequest, permit: TravelPermit, form: forms.TravelPermitChangeForm
) -> None:
    """Changes a permit."""
    form.put_texts(permit)
    actions.change_permit(
        permit=permit, columns=form.columns(), version=form.seen_version, actor=request.staff
    )


COURT_TEXT = _form_text(
    _("Testimony required by a court"),
    _(
        "Before you prepare a return, find out whether a court still requires the child’s testimony."
    ),
)


@screens.child_form(f"{ADDRESS}court/new/", WORK, forms.ChildNeededByCourtForm, COURT_TEXT)
def add_court_need(request: StaffRequest, child: Child, form: forms.ChildNeededByCourtForm) -> None:
    """Records whether a court needs the child."""
    kit.save_new(request, form, file_id=child.file_id, child=child)


@screens.child_edit(
    f"{ADDRESS}court/<uuid:need_id>/", WORK, CourtNeed, forms.ChildNeededByCourtForm, COURT_TEXT
)
def change_court_need(
    request: StaffRequest, need: CourtNeed, form: forms.ChildNeededByCourtForm
) -> None:
    """Changes what a court needs; the earlier version is kept."""
    actions.change_court_need(
        need=need,
        columns=form.columns(),
        texts={name: form.cleaned_data[name] for name in ("court_case", "note")},
        version=form.seen_version,
        actor=request.staff,
    )


def _case_column(hidden: kit.Text) -> ListColumn[OriginVerification]:
    def cell(row: OriginVerification) -> DisplayTableCell:
        code = getattr(row, "child_code", None)
        return DisplayTableCell(code or hidden, reverse(RETURN, args=[row.file_id]) if code else "")

    return ListColumn("child", _("Case ID"), cell)


def _answer_filter() -> ListFilter:
    """Those that wait, unless another answer or all are chosen."""
    waiting, *answers = VerificationAnswer.choices
    field = ChoiceField(
        choices=[("", waiting[1]), (_ALL, _("All")), *answers], required=False, label=_("Answer")
    )
    return ListFilter("answer", field, _filter_answer, is_applied_empty=True)


def _filter_answer(
    rows: QuerySet[OriginVerification], answer: str | None
) -> QuerySet[OriginVerification]:
    if answer == _ALL:
        return rows
    return rows.filter(answer=answer or VerificationAnswer.WAITING)


@screens.filtered_list("verifications/", WORK, _("Verifications abroad"), _("Verifications abroad"))
def list_verifications(request: StaffRequest) -> ListDeclaration[OriginVerification]:
    """The verifications of all files that the reader may see, the longest waiting first."""
    today, hidden = request.staff.office.today(), _("no access")
    empty = _("Verifications of nationality and address are listed here, by days waiting.")
    return ListDeclaration(
        name="verifications",
        records=queries.verifications_with_child_codes(request.staff),
        columns=[
            _case_column(hidden),
            text_column("country", _("Country"), lambda row: country_name(row.country)),
            field_column("subjects", _("To be verified")),
            ListColumn(
                "days",
                _("Days waiting"),
                lambda row: DisplayTableCell(pages.days_text(queries.days_of(row, today))),
                sort="asked_on",
                is_by_rank=True,
            ),
            field_column("next_on", _("Next follow-up"), sort="next_on"),
            field_column("answer", _("Answer"), attention={VerificationAnswer.WAITING}),
            field_column("solutions_on", _("Alternatives to return"), sort="solutions_on"),
        ],
        order="days",
        count_text=lambda number, shown: (
            ngettext("%(count)s verification", "%(count)s verifications", number) % {"count": shown}
        ),
        filters=[
            _answer_filter(),
            choice_filter(OriginVerification, "route", _("Asked through")),
        ],
        empty=EmptyState(_("No verifications"), empty, icon="transfer"),
        page_size=50,
    )
