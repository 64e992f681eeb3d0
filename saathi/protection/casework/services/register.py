"""The directory of services as a register: its list, form, words and permissions."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any, Final

from django.http import QueryDict
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from saathi.agencies import access
from saathi.agencies.form_pages import FormPageText
from saathi.agencies.list_kit.declaration import ListColumn, ListDeclaration, ListFilter
from saathi.agencies.list_kit.derived import text_column
from saathi.agencies.models import Staff
from saathi.agencies.register_kit.actions import propose_changed
from saathi.agencies.register_kit.declaration import Register, RegisterAddresses, RegisterTexts
from saathi.agencies.register_kit.queries import may_maintain
from saathi.agencies.register_kit.rules import EntryMove
from saathi.agencies.register_kit.shared_texts import IMPORTED_MEANWHILE, shared_moves
from saathi.agencies.staff_requests import StaffRequest
from saathi.infra import district_list
from saathi.infra.countries import country_name
from saathi.protection.casework.services.actions import directory as actions
from saathi.protection.casework.services.forms.directory import (
    FacilityServiceForm,
    ServiceFilterForm,
    ServiceForm,
)
from saathi.protection.casework.services.models import Service
from saathi.protection.casework.services.queries import directory as queries
from saathi.protection.casework.services.queries import facility_entries, opinions
from saathi.protection.casework.services.vocabulary import (
    DirectoryLanguage,
    ServiceCost,
    ServiceKind,
)
from saathi.web.components import DisplayTableCell, EmptyState, LabelledValue
from saathi.web.telephone import telephone_url

ADDRESSES: Final = RegisterAddresses("services", "service", "services")
_ENTRY = _("The service")
MOVES: Final = {
    **shared_moves(_ENTRY),
    EntryMove.PUBLISH: FormPageText(
        _("Publish the service"),
        _("Check the details. Workers of all agencies can then refer children to the service."),
        _("Publish"),
        _ENTRY,
    ),
}
WORDS: Final = RegisterTexts(
    title=_("Services"),
    entry=_("Service"),
    lead=_("Services to which children can be referred, whatever their nationality or documents."),
    form=FormPageText(
        _("Add service"),
        _("Enter what a worker needs to refer a child. Do not enter information about a child."),
        _("Save"),
        _("Services"),
    ),
    edit=_("Edit service"),
    taken=_("Your agency already has a service with this name and district."),
    imported_meanwhile=IMPORTED_MEANWHILE,
    moves=MOVES,
)


def service_form(data: QueryDict | None, service: Service | None, actor: Staff) -> ServiceForm:
    """The form of an entry, or of a new one at the actor's office."""
    office = actor.office
    if service is not None and service.facility_id is not None:
        return facility_service_form(data, service, actor)
    initial: Mapping[str, Any] = {"country": office.country, "district": office.district}
    if service is not None:
        initial = vars(service) | {"run_by": service.run_by_id}
    country = office.country if service is None else service.country
    agencies = queries.list_agencies_in_country(country)
    return ServiceForm(data, initial=initial, agencies=agencies, today=office.today())


def facility_service_form(
    data: QueryDict | None, service: Service | None, actor: Staff
) -> FacilityServiceForm:
    """The form of an entry that a facility of the register offers, or of a new one."""
    return FacilityServiceForm(
        data,
        initial=vars(service) if service else {"kinds": [ServiceKind.SHELTER.value]},
        agencies=queries.list_agencies_in_country(actor.office.country),
        offered=facility_entries.offered_facilities(actor),
        entry=service,
        today=actor.office.today(),
    )


def add_service(form: ServiceForm, is_proposed: bool, actor: Staff) -> Service:  # noqa: FBT001 - of `Register.add`
    """Saves a new entry from the form."""
    checked_on = form.cleaned_data["verified_on"]
    return actions.add_service(
        data=form.to_input(), verified_on=checked_on, actor=actor, is_proposed=is_proposed
    )


def change_service(
    service: Service,
    form: ServiceForm,
    is_proposed: bool,  # noqa: FBT001 - of `Register.change`
    actor: Staff,
) -> None:
    """Saves a change from the form; a draft is also submitted if `is_proposed`."""
    changed = actions.change_service(
        service=service,
        data=form.to_input(),
        version=form.seen_version,
        actor=actor,
        verified_on=form.cleaned_data["verified_on"],
    )
    if is_proposed:
        propose_changed(actions.SERVICES, changed, actor=actor)


def services_list(reader: Staff) -> ListDeclaration[Service]:
    """The list of the directory. RLS shows drafts only to those who keep them."""
    today = reader.office.today()
    return ListDeclaration(
        name="services",
        records=queries.with_translated_name(Service.objects.all(), get_language() or ""),
        columns=_columns(today),
        default_columns=("name", "kinds", "place", "phone", "note"),
        order="name",
        count_text=queries.service_count_text,
        filters=_filters(reader),
        search=queries.search_services,
        search_label=_("Name, organisation or place"),
        empty=EmptyState(
            _("No services yet"), _("Staff who maintain the directory add services here.")
        ),
        may_export=access.has_permission(reader, actions.SERVICES.permission),
    )


def _columns(today: dt.date) -> list[ListColumn[Service]]:
    return [
        ListColumn("name", _("Service"), _link, sort="name"),
        text_column(
            "organisation", _("Organisation"), lambda row: row.organisation, sort="organisation"
        ),
        text_column(
            "kinds", _("Type of service"), lambda row: queries.join_labels(ServiceKind, row.kinds)
        ),
        text_column("place", _("Place"), queries.service_place_text),
        ListColumn(
            "phone",
            _("Telephone"),
            lambda row: DisplayTableCell(row.phone, url=telephone_url(row.phone)),
        ),
        text_column("ages", _("Ages"), queries.describe_age_limits),
        text_column("languages", _("Languages"), queries.languages_text),
        text_column("cost", _("Cost"), lambda row: str(ServiceCost(row.cost).label)),
        text_column(
            "checked", _("Last checked on"), lambda row: _day(row.verified_on), sort="verified_on"
        ),
        text_column("review", _("Review due"), lambda row: _day(row.review_on), sort="review_on"),
        text_column("state", _("Status"), queries.state_text),
        text_column("note", _("Note"), partial(queries.attention_text, today=today)),
    ]


def _link(service: Service) -> DisplayTableCell:
    name = getattr(service, "translated_name", "") or service.name
    return DisplayTableCell(name, url=ADDRESSES.of_entry("show", service.pk))


def _day(day: dt.date | None) -> str:
    return date_format(day, "j F Y") if day else ""


def _filters(reader: Staff) -> list[ListFilter]:
    """The fields of the search for a service, and which entries are shown."""
    fields = ServiceFilterForm.base_fields
    filters = [
        ListFilter(name, fields[name], condition) for name, condition in queries.CONDITIONS.items()
    ]
    by_state = ListFilter(
        "state",
        fields["state"],
        lambda entries, state: entries.filter(queries.state_condition(state or "", reader)),
        is_applied_empty=True,
    )
    return [*filters, by_state]


def _more_on_service(request: StaffRequest, service: Service) -> dict[str, Any]:
    """More for the page of a service: its last check, and how children found it."""
    is_maintainer = may_maintain(actions.SERVICES, service, request.staff)
    today = request.staff.office.today()
    offering = facility_entries.offering_facilities([service], today)
    home = offering.get(service.facility_id) if service.facility_id else None
    return {
        "facility": facility_entries.facility_pairs(service, home),
        "row": queries.service_directory_row(service, today=today),
        "verified": [queries.verification_pair(service)],
        "found": opinions.majority_experience_text(service) if is_maintainer else "",
        "verify_url": ADDRESSES.of_entry("verify", service.pk),
        "withdraw_url": ADDRESSES.of_entry("withdraw", service.pk),
    }


def content_pairs(service: Service) -> list[LabelledValue]:
    """All content of an entry, for the second person; its page shows part of it elsewhere."""
    fields = FacilityServiceForm.base_fields
    texts = {
        "name": service.name,
        "organisation": service.organisation,
        "run_by": service.run_by.name if service.run_by else "",
        "facility": service.facility.name if service.facility else "",
        "kinds": queries.join_labels(ServiceKind, service.kinds),
        "about": service.about,
        "country": country_name(service.country),
        "district": district_list.district_name(service.district) if service.district else "",
        "area": service.area,
    }
    first = [LabelledValue(fields[name].label or name, text) for name, text in texts.items()]
    return [*first, *queries.detail_pairs(service)]


REGISTER: Final[Register[Service, ServiceForm]] = Register(
    table=actions.SERVICES,
    addresses=ADDRESSES,
    words=WORDS,
    form_class=FacilityServiceForm,  # with the labels of all columns
    make_form=service_form,
    add=add_service,
    change=change_service,
    make_list=services_list,
    pairs=queries.detail_pairs,
    content_pairs=content_pairs,
    import_columns=(
        "name", "organisation", "kinds", "about", "age_low", "age_high", "serves", "languages",
        "accessible", "respects", "friendly", "country", "district", "area", "is_place_secret",
        "address", "phone", "contact", "opening", "cost", "verified_on",
    ),
    required_columns=("name", "organisation", "kinds"),
    import_defaults=lambda actor: {"cost": ServiceCost.NOT_KNOWN, "country": actor.agency.country},
    languages=DirectoryLanguage.choices,
    title_of=lambda service: service.name,
    more_on_entry=_more_on_service,
)  # fmt: skip
# The form that offers a facility of the register in the directory.
FACILITY_OFFER: Final = replace(
    REGISTER,
    table=replace(actions.SERVICES, key_fields=("facility",)),
    make_form=facility_service_form,
    words=replace(
        WORDS,
        taken=_("Your agency’s directory already lists this facility."),
        form=FormPageText(
            _("Offer a facility"),
            _(
                "Choose the facility in the register, and enter how a child is referred to it. Children "
                "are then placed there with the checks of a placement."
            ),
            _("Save"),
            _("Services"),
        ),
    ),
)
