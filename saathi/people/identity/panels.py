"""Panels of the identity page; a section that the reader may not read is left out."""

import datetime as dt
from collections.abc import Sequence
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from saathi.agencies.sections import Section
from saathi.infra import district_list
from saathi.infra.join_words import join_words
from saathi.people import languages, safe_contact
from saathi.people.age_evidence import ReadableAgeStatement
from saathi.people.ages import PartialDate, age_at, age_view, is_presumption_ended, minor_status
from saathi.people.formatting import (
    format_age,
    format_age_statement,
    nationality_names,
    sex_label,
    yes_no_label,
)
from saathi.people.identity import sensitive_sections
from saathi.people.identity.queries import EarlierChildVersion, IdentityDetails
from saathi.people.names import RELATIVE_NAME_KINDS, Name, names_in_payload, script_of
from saathi.people.panels import Panel, PanelRow
from saathi.people.vocabulary import (
    AgeConfidence,
    AgeMethod,
    CommunicationMode,
    DocumentAvailability,
    Gender,
    MinorStatus,
    NameKind,
    NameOwnership,
    NamePreference,
    NameSource,
    NationalityState,
    ResidenceStatus,
    WritingScript,
    YesNo,
)
from saathi.web.components import ActionLink, LabelledValue
from saathi.web.unanswered_choices import label_if_recorded


def identity_panels(
    profile: IdentityDetails, today: dt.date, *, is_printed: bool = False
) -> list[Panel]:
    """Every panel that the reader may read, with links to what the reader may change.

    What a child says about discrimination is only for chosen readers: never on paper, which others
    can find.
    """
    builders = [
        (Section.IDENTITY, _names_panel),
        (Section.IDENTITY, _age_panel),
        (Section.IDENTITY, _communication_panel),
        (Section.PLAN, sensitive_sections.culture_panel),
        (Section.IDENTITY, _origin_panel),
        (Section.IDENTITY, _home_panel),
        (Section.NEEDS, sensitive_sections.functioning_panel),
        (Section.SITUATION, sensitive_sections.grounds_panel),
        (Section.SITUATION, sensitive_sections.movements_panel),
        (Section.SITUATION, sensitive_sections.background_panel),
    ]
    return [
        build(profile, today)
        for section, build in builders
        if profile.rights.may_read(section)
        and not (is_printed and build is sensitive_sections.grounds_panel)
    ]


def earlier_version_rows(versions: Sequence[EarlierChildVersion], zone: str) -> list[PanelRow]:
    """Earlier versions, the latest first: names, home, contact, distinguishing features."""
    return [_earlier_version_row(version, zone) for version in versions]


def _earlier_version_row(version: EarlierChildVersion, zone: str) -> PanelRow:
    opened = version.texts
    names = [
        LabelledValue(str(NameKind(name.kind).label), name.text)
        for name in names_in_payload(opened)
    ]
    details = {
        "address": _("Home address and current location"),
        "marks": _("Distinguishing features"),
        "about_papers": _("Documents"),
        "about_speech": _("Support needs"),
    }
    facts = [LabelledValue(term, opened[key]) for key, term in details.items() if opened.get(key)]
    facts += safe_contact.safe_contact_in_payload(opened)
    phones = (
        [LabelledValue(_("Telephone"), join_words(opened["phones"]))]
        if opened.get("phones")
        else []
    )
    valid_until = version.valid_until.astimezone(ZoneInfo(zone))
    title = _("Until %(day)s") % {"day": date_format(valid_until, "j F Y, H:i")}
    changed = LabelledValue(_("Changed by"), version.changed_by)
    return PanelRow(title, pairs=[*names, *facts, *phones, changed])


def _names_panel(profile: IdentityDetails, _today: dt.date) -> Panel:
    """The child's own names, the parents' names, and separately names that others forced on the child."""
    file_id = profile.child.file_id
    own_rows: list[PanelRow] = []
    others: list[PanelRow] = []
    forced: list[PanelRow] = []
    none: list[PanelRow] = []
    for index, name in enumerate(profile.names):
        change = ActionLink(_("Edit"), reverse("people:change_name", args=[file_id, index]))
        row = _name_row(name, profile.change_actions(Section.IDENTITY, change))
        if name.whose == NameOwnership.NOT_THE_CHILD:
            none.append(row)
        elif name.kind == NameKind.IMPOSED:
            forced.append(row)
        else:
            (others if name.kind in RELATIVE_NAME_KINDS else own_rows).append(row)
    add = ActionLink(_("Add a name"), reverse("people:add_name", args=[file_id]))
    return Panel(
        _("Names"),
        lead=_("One name is enough. Do not draw conclusions about the child from a name."),
        actions=profile.change_actions(Section.IDENTITY, add),
        rows=[*own_rows, *others, *forced, *none],
        empty=_("No name recorded yet."),
    )


def _name_row(name: Name, actions: list[ActionLink]) -> PanelRow:
    kind = NameKind(name.kind)
    is_used = name.kind != NameKind.IMPOSED and name.whose != NameOwnership.NOT_THE_CHILD
    state = "" if is_used else _("not used for the child")
    if is_used and name.wanted == NamePreference.YES:
        state = str(NamePreference.YES.label)
    if is_used and name.wanted == NamePreference.NO:
        state = str(NamePreference.NO.label)
    script = script_of(name.text)
    script = (
        str(WritingScript(script).label) if script in WritingScript.values else script.capitalize()
    )
    language = languages.language_name(name.language) if name.language else ""
    pairs = [LabelledValue(_("Type"), str(kind.label))]
    if language or script:
        pairs.append(
            LabelledValue(
                _("Language and script"), language or script, note=script if language else ""
            )
        )
    if name.given_by:
        pairs.append(LabelledValue(_("Given by"), name.given_by))
    if name.source:
        pairs.append(
            LabelledValue(_("Basis of the information"), str(NameSource(name.source).label))
        )
    if name.whose == NameOwnership.NOT_THE_CHILD:
        pairs.append(LabelledValue(_("Name belongs to"), str(NameOwnership.NOT_THE_CHILD.label)))
    is_attended = is_used and name.wanted == NamePreference.NO
    return PanelRow(name.text, state, not is_used, is_attended, pairs, name.note, actions)


def _age_panel(profile: IdentityDetails, today: dt.date) -> Panel:
    """The evidence of age, the age today and the age on the day of identification (IDN-013)."""
    child = profile.child
    evidence = [statement.evidence for statement in profile.ages]
    view = age_view(evidence)
    is_ended = is_presumption_ended(evidence)
    age_today = age_at(view.best_interval, PartialDate.on(today))
    state = minor_status(age_at(view.widest_interval, PartialDate.on(today)), rebutted=is_ended)
    pairs = [
        LabelledValue(
            _("Today"),
            format_age(age_today.youngest, age_today.oldest) if age_today else "",
            note=_("statements differ") if view.is_conflicting else "",
        ),
        LabelledValue(
            _("Age status"), str(state.label), note=_minor_status_reason(state, is_ended=is_ended)
        ),
        LabelledValue(
            _("At identification"),
            format_age(child.identified_age_low, child.identified_age_high),
            note=str(MinorStatus(child.identified_as).label),
        ),
    ]
    add = ActionLink(
        _("Add evidence of age"), reverse("people:add_age_evidence", args=[child.file_id])
    )
    return Panel(
        _("Age"),
        lead=_("All statements about the age are shown; none is overwritten."),
        actions=profile.change_actions(Section.IDENTITY, add),
        pairs=pairs,
        rows=[_age_statement_row(readable) for readable in profile.ages],
    )


def _age_statement_row(readable: ReadableAgeStatement) -> PanelRow:
    statement = readable.statement
    pairs = []
    if statement.method:
        pairs.append(LabelledValue(_("Method"), str(AgeMethod(statement.method).label)))
    if statement.confidence:
        confidence = str(AgeConfidence(statement.confidence).label)
        pairs.append(LabelledValue(_("Confidence level"), confidence))
    if readable.evidence.running:
        pairs.append(LabelledValue(_("Counted"), _("current year of age, not completed years")))
    ends = _("ends the presumption of being under 18") if statement.ends_presumption else ""
    return PanelRow(format_age_statement(readable), ends, pairs=pairs, words=readable.note)


def _minor_status_reason(state: MinorStatus, *, is_ended: bool) -> str:
    if state == MinorStatus.PRESUMED:
        return _("same rights as a person under 18, until an authority determines otherwise")
    return _("determined by an authority") if is_ended and state == MinorStatus.ADULT else ""


def _communication_panel(profile: IdentityDetails, _today: dt.date) -> Panel:
    child = profile.child
    preferred = child.preferred_language
    pairs = [
        LabelledValue(
            _("Speaks"), join_words([languages.language_name(code) for code in child.languages])
        ),
        LabelledValue(
            _("Preferred language"), languages.language_name(preferred) if preferred else ""
        ),
        LabelledValue(_("Interpreter"), yes_no_label(YesNo(child.needs_interpreter))),
        LabelledValue(
            _("Means of communication"),
            join_words([str(CommunicationMode(code).label) for code in child.communicates]),
        ),
    ]
    note = str(profile.texts(child).get("about_speech", ""))
    if note:
        pairs.append(LabelledValue(_("Support needs"), note))
    edit = ActionLink(_("Edit"), reverse("people:edit_communication", args=[child.file_id]))
    return Panel(
        _("Communication with the child"),
        actions=profile.change_actions(Section.IDENTITY, edit),
        pairs=pairs,
    )


def _origin_panel(profile: IdentityDetails, today: dt.date) -> Panel:
    child = profile.child
    state = NationalityState(child.nationality_state)
    which = nationality_names(child.nationalities)
    is_known = state in {NationalityState.KNOWN, NationalityState.DISPUTED}
    text = which if state == NationalityState.KNOWN else str(state.label)
    residence, papers = ResidenceStatus(child.residence_status), DocumentAvailability(child.papers)
    pairs = [
        LabelledValue(
            _("Nationality"),
            "" if state in {NationalityState.NOT_RECORDED, NationalityState.UNKNOWN} else text,
            note=which if is_known and text != which else "",
            missing=_("not known") if state == NationalityState.UNKNOWN else "",
        ),
        LabelledValue(
            _("Residence status"),
            label_if_recorded(residence),
        ),
        LabelledValue(
            _("Documents"),
            label_if_recorded(papers),
            note=str(profile.texts(child).get("about_papers", "")),
        ),
    ]
    url_args = [child.file_id]
    actions = [
        ActionLink(_("Edit"), reverse("people:edit_nationality_and_status", args=url_args)),
        ActionLink(_("Add a document"), reverse("identity:add_identity_document", args=url_args)),
    ]
    return Panel(
        _("Nationality, residence status and documents"),
        lead=_("Assistance does not depend on this information."),
        actions=profile.change_actions(Section.IDENTITY, *actions),
        pairs=pairs,
        rows=[
            sensitive_sections.document_row(profile, document, today)
            for document in profile.documents
        ],
    )


def _home_panel(profile: IdentityDetails, _today: dt.date) -> Panel:
    child, opened = profile.child, profile.texts(profile.child)
    home = district_list.district_name(child.home_district) or nationality_names(
        [child.home_country]
    )
    identified_on = opened.get("identified_on", "")
    day = date_format(dt.date.fromisoformat(identified_on), "j F Y") if identified_on else ""
    sex = sex_label(child.gender)
    if child.gender == Gender.OTHER and profile.rights.may_read(Section.NEEDS):
        sex = str(
            Gender.OTHER.label
        )  # it can endanger a child: not for every reader of the identity
    pairs = [
        LabelledValue(_("Gender"), sex),
        LabelledValue(_("Usual residence"), home),
        LabelledValue(_("Home address and current location"), str(opened.get("address", ""))),
        LabelledValue(_("Telephone"), join_words(opened.get("phones", []))),
        LabelledValue(_("Distinguishing features"), str(opened.get("marks", ""))),
        *safe_contact.safe_contact_in_payload(opened),
        LabelledValue(
            _("Identified on"), day, missing=_("not recorded; the date the file was opened is used")
        ),
    ]
    edit = ActionLink(_("Edit"), reverse("people:edit_child_details", args=[child.file_id]))
    return Panel(
        _("Address, contact, distinguishing features"),
        actions=profile.change_actions(Section.IDENTITY, edit),
        pairs=pairs,
    )
