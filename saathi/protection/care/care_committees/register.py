"""Care committees as a register: list, form, words and permissions."""

from typing import Final

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from saathi.agencies import access
from saathi.agencies.form_pages import FormPageText
from saathi.agencies.list_kit.declaration import ListColumn, ListDeclaration, ListFilter
from saathi.agencies.list_kit.derived import choice_filter, text_column
from saathi.agencies.models import Staff
from saathi.agencies.register_kit.actions import SeenEntry, propose_changed
from saathi.agencies.register_kit.declaration import Register, RegisterAddresses, RegisterTexts
from saathi.agencies.register_kit.rules import EntryMove
from saathi.agencies.register_kit.vocabulary import EntryState
from saathi.infra import district_list
from saathi.protection.care.care_committees import actions, queries
from saathi.protection.care.care_committees import vocabulary as codes
from saathi.protection.care.care_committees.forms import COLUMNS, CareCommitteeForm
from saathi.protection.care.care_committees.models import CareCommittee
from saathi.protection.care.care_committees.pages import more_on_committee
from saathi.protection.care.care_committees.tables import CARE_COMMITTEES
from saathi.web.components import DisplayTableCell, EmptyState, LabelledValue

ADDRESSES: Final = RegisterAddresses("care_committees", "committee", "committees")
_ENTRY = _("The committee")
MOVES: Final = {
    EntryMove.PROPOSE: FormPageText(
        _("Submit for publication"),
        _("Another member of your agency with this permission checks the entry and publishes it."),
        _("Submit for publication"),
        _ENTRY,
    ),
    EntryMove.PUBLISH: FormPageText(
        _("Publish the committee"),
        _("Compare the entry with its source. All staff can then read it."),
        _("Publish"),
        _ENTRY,
    ),
    EntryMove.RETURN: FormPageText(
        _("Return for revision"),
        _("The entry becomes a draft again."),
        _("Return for revision"),
        _ENTRY,
    ),
    EntryMove.CONFIRM: FormPageText(
        _("Confirm the changes"),
        _("Check what was changed after publication. Others can already see these changes."),
        _("Confirm changes"),
        _ENTRY,
    ),
    EntryMove.ARCHIVE: FormPageText(
        _("Withdraw the committee"),
        _("It can support no further family. Records of support so far stay."),
        _("Withdraw"),
        _ENTRY,
    ),
    EntryMove.RESTORE: FormPageText(
        _("Submit again"),
        _("A second person publishes the entry again."),
        _("Submit again"),
        _ENTRY,
    ),
}
WORDS: Final = RegisterTexts(
    title=_("Care committees"),
    entry=_("Care committee"),
    lead=_(
        "Committees that support families of returned children. They see no file and discuss no child "
        "by name."
    ),
    form=FormPageText(
        _("Add committee"),
        _("Enter the groups with a seat, never the names of members."),
        _("Save"),
        _("Care committees"),
    ),
    edit=_("Edit committee"),
    taken=_("Your agency already lists a committee of this name in this district."),
    imported_meanwhile=_(
        "The entries or the table changed after the preview. Nothing was saved yet: check the "
        "preview again."
    ),
    moves=MOVES,
)


def committee_form(
    data: QueryDict | None, entry: CareCommittee | None, actor: Staff
) -> CareCommitteeForm:
    """The form of a committee, or of a new one."""
    initial = {} if entry is None else vars(entry)
    return CareCommitteeForm(data, initial=initial, today=actor.office.today())


def add_committee(form: CareCommitteeForm, is_proposed: bool, actor: Staff) -> CareCommittee:  # noqa: FBT001 - of `Register.add`
    """Saves a new committee from the form."""
    values = form.entry_values(actor)
    return actions.add_committee(values=values, is_proposed=is_proposed, actor=actor)


def change_committee(
    entry: CareCommittee,
    form: CareCommitteeForm,
    is_proposed: bool,  # noqa: FBT001 - of `Register.change`
    actor: Staff,
) -> None:
    """Saves a change from the form; a draft is also submitted if `is_proposed`."""
    seen = SeenEntry(entry, form.seen_version)
    changed = actions.change_committee(seen=seen, values=form.entry_values(actor), actor=actor)
    if is_proposed:
        propose_changed(CARE_COMMITTEES, changed, actor=actor)


def committees_list(reader: Staff) -> ListDeclaration[CareCommittee]:
    """The list of committees. RLS shows drafts only to those who keep them."""
    return ListDeclaration(
        name="care_committees",
        records=queries.list_committees(),
        columns=_columns(),
        default_columns=("name", "district", "kind", "children", "last"),
        order="name",
        count_text=queries.count_text,
        filters=_filters(reader),
        search=queries.search_committees,
        search_label=_("Name, area or district"),
        empty=EmptyState(
            _("No committees yet"),
            _("Staff who maintain the service directory add committees here."),
        ),
        may_export=access.has_permission(reader, CARE_COMMITTEES.permission),
    )


def _columns() -> list[ListColumn[CareCommittee]]:
    return [
        ListColumn(
            "name",
            _("Name"),
            lambda row: DisplayTableCell(row.name, url=ADDRESSES.of_entry("show", row.pk)),
            sort="name",
        ),
        text_column(
            "district",
            _("District"),
            lambda row: district_list.district_name(row.district),
            sort="district",
        ),
        text_column("kind", _("Kind"), lambda row: codes.CareCommitteeKind(row.kind).label),
        text_column("groups", _("Groups"), lambda row: queries.groups_text(row.groups)),
        text_column(
            "children", _("Seats of children"), lambda row: f"{row.child_seats} / {row.seats}"
        ),
        text_column("meetings", _("Meetings"), lambda row: str(row.meeting_count)),
        text_column(
            "last",
            _("Last meeting"),
            lambda row: queries.day_text(row.last_meeting),
            sort="last_meeting",
        ),
        text_column("state", _("Status"), lambda row: EntryState(row.state).label),
    ]


def _filters(reader: Staff) -> list[ListFilter]:
    today = reader.office.today()
    countries = forms.ChoiceField(
        choices=[("", _("All")), *district_list.country_choices()[1:]],
        required=False,
        label=_("Country"),
    )
    districts = forms.ChoiceField(
        choices=district_list.district_choices, required=False, label=_("District")
    )
    with_seat = forms.ChoiceField(
        choices=[("", _("All")), *codes.SeatGroup.choices], required=False, label=_("With a seat")
    )
    state = forms.ChoiceField(
        choices=[("", _("Published")), *codes.CareCommitteeListState.choices],
        required=False,
        label=_("Status"),
    )
    return [
        ListFilter("country", countries, lambda rows, code: rows.filter(country=code)),
        ListFilter("district", districts, lambda rows, code: rows.filter(district=code)),
        choice_filter(CareCommittee, "kind", _("Kind")),
        ListFilter("seat", with_seat, lambda rows, code: rows.filter(groups__contains=[code])),
        ListFilter(
            "state",
            state,
            lambda rows, code: rows.filter(queries.state_condition(code or "", reader, today)),
            is_applied_empty=True,
        ),
    ]


def committee_pairs(row: CareCommittee) -> list[LabelledValue]:
    """What an entry says about a committee."""
    return [
        LabelledValue(_("Kind of committee"), codes.CareCommitteeKind(row.kind).label),
        LabelledValue(_("District"), district_list.district_name(row.district)),
        LabelledValue(_("Area"), row.area, missing=_("not known")),
        LabelledValue(_("Groups with a seat"), queries.groups_text(row.groups)),
        LabelledValue(_("Number of seats"), str(row.seats)),
        LabelledValue(_("Seats of children and young people"), str(row.child_seats)),
        LabelledValue(
            _("What children with a seat can do"), codes.ChildSeatRole(row.child_role).label
        ),
        LabelledValue(
            _("Members were screened and promised confidentiality in writing"),
            codes.CommitteePledge(row.pledge).label,
        ),
        LabelledValue(_("Official telephone or e-mail"), row.contact, missing=_("not known")),
        LabelledValue(_("Working since"), queries.day_text(row.since), missing=_("not known")),
        LabelledValue(_("Source"), row.source, missing=_("none named")),
        LabelledValue(_("Review due"), queries.day_text(row.review_on), missing=_("not set")),
    ]


def content_pairs(row: CareCommittee) -> list[LabelledValue]:
    """All content of an entry, for the second person."""
    return [LabelledValue(_("Name"), row.name), *committee_pairs(row)]


REGISTER: Final = Register(
    table=CARE_COMMITTEES,
    addresses=ADDRESSES,
    words=WORDS,
    form_class=CareCommitteeForm,
    make_form=committee_form,
    add=add_committee,
    change=change_committee,
    make_list=committees_list,
    pairs=committee_pairs,
    content_pairs=content_pairs,
    import_columns=COLUMNS,
    required_columns=(
        "kind", "name", "district", "groups", "seats", "child_seats", "child_role", "pledge",
    ),
    title_of=lambda entry: entry.name,
    more_on_entry=more_on_committee,
)  # fmt: skip
