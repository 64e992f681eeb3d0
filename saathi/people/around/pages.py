"""Panels of the page of relations and alleged perpetrators."""

from collections.abc import Sequence
from uuid import UUID

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from saathi.agencies import access, domains
from saathi.agencies.permissions import Permission
from saathi.agencies.sections import Section
from saathi.infra.join_words import join_words
from saathi.people.around import queries, rules
from saathi.people.around.models import AllegedPerpetrator, Outcome, Relation
from saathi.people.around.queries import RelationsPage
from saathi.people.around.vocabulary import (
    FAMILY_KINDS,
    AllegationSource,
    AllegationState,
    AllegedPerpetratorKind,
    AllegedRole,
    ApproachChannel,
    AuthorityBody,
    AuthorityOutcomeKind,
    ContactWish,
    DangerToChild,
    FirmKind,
    LifeStatus,
    PerpetratorRelationship,
    RelationKind,
)
from saathi.people.formatting import yes_no_label
from saathi.people.panels import Panel, PanelRow
from saathi.people.vocabulary import YesNo
from saathi.web.components import ActionLink, AlertBox, LabelledValue
from saathi.web.page_names import CHILD_FILE
from saathi.web.unanswered_choices import label_if_recorded


def relation_panels(page: RelationsPage) -> list[Panel]:
    """Panels for family and others, and for alleged perpetrators if the reader may read the situation."""
    rows = {relation: _relation_row(page, relation) for relation in page.people}
    family = [row for relation, row in rows.items() if relation.kind in FAMILY_KINDS]
    other_rows = [row for relation, row in rows.items() if relation.kind not in FAMILY_KINDS]
    add = ActionLink(_("Add a person"), reverse("around:add_relation", args=[page.rights.file_id]))
    panels = [
        Panel(
            _("Family"),
            lead=_(
                "The child’s wishes decide whether there is contact. “Not asked” does not mean yes."
            ),
            actions=page.change_actions(Section.IDENTITY, add),
            rows=family,
            empty=_("No family members are recorded."),
        )
    ]
    if other_rows:
        panels.append(Panel(_("Other contacts"), rows=other_rows))
    if page.rights.may_read(Section.SITUATION):
        panels.append(_alleged_panel(page))
    return panels


def accused_colleague_alerts(page: RelationsPage) -> list[AlertBox]:
    """Alerts that an accused colleague can still open the file, for readers of the allegation."""
    rights = page.rights
    accused = [alleged.accused_staff for alleged in page.alleged if alleged.accused_staff]
    if not accused or not queries.has_unhidden_accused(rights.file_id, accused):
        return []
    hide = next(iter(domains.links_on("around:show_relations", rights.file_id)), None)
    may = access.has_permission(rights.staff, Permission.HIDE) and rights.writes & Section.CASE
    text = _(
        "A colleague is an alleged perpetrator in this file. The colleague cannot see the"
        " allegation, but can open the rest of the file until a manager hides it."
    )
    return [
        AlertBox(_("An alleged perpetrator may still open this file"), text, hide if may else None)
    ]


def _relation_row(around: RelationsPage, relation: Relation) -> PanelRow:
    texts, kind = around.texts(relation), RelationKind(relation.kind)
    is_over = relation.ended_on is not None
    is_feared = relation.danger in {DangerToChild.FEARED, DangerToChild.KEEP_AWAY}
    state = _("no longer in the child’s life") if is_over else ""
    change = ActionLink(
        _("Edit"), reverse("around:change_relation", args=[relation.file_id, relation.pk])
    )
    return PanelRow(
        texts.get("name") or str(kind.label),
        str(DangerToChild(relation.danger).label) if is_feared else state,
        is_over and not is_feared,
        is_feared,
        _relation_pairs(relation, texts),
        texts.get("child_words", ""),
        [*_sibling_actions(around, texts), *around.change_actions(Section.IDENTITY, change)],
    )


def _relation_pairs(relation: Relation, texts: dict[str, str]) -> list[LabelledValue]:
    contact = ContactWish(relation.contact)
    is_asked = contact not in {ContactWish.NOT_RECORDED, ContactWish.NOT_ASKED}
    pairs = [
        LabelledValue(
            _("Contact"), str(contact.label) if is_asked else "", missing=str(contact.label).lower()
        ),
        LabelledValue(_("Lives with the child"), yes_no_label(YesNo(relation.lives_with))),
        LabelledValue(_("Daily caregiver"), yes_no_label(YesNo(relation.is_carer))),
    ]
    if texts.get("name"):
        pairs.insert(
            0, LabelledValue(_("Relationship to the child"), str(RelationKind(relation.kind).label))
        )
    if relation.life not in {LifeStatus.NOT_RECORDED, LifeStatus.NOT_KNOWN}:
        pairs.append(LabelledValue(_("Alive"), str(LifeStatus(relation.life).label)))
    labels = {"where": _("Place"), "phone": _("Telephone"), "note": _("Additional information")}
    pairs += [LabelledValue(term, texts[key]) for key, term in labels.items() if texts.get(key)]
    if relation.ended_on:
        day = date_format(relation.ended_on, "j F Y")
        pairs.append(LabelledValue(_("Until"), day, note=texts.get("why_ended", "")))
    return pairs


def _sibling_actions(around: RelationsPage, texts: dict[str, str]) -> list[ActionLink]:
    """The link to a sibling's file, only for readers of that file."""
    sibling_file = texts.get("file")
    child = around.siblings.get(UUID(hex=sibling_file)) if sibling_file else None
    if child is None:
        return []
    label = _("Open the file %(code)s") % {"code": child.code}
    return [ActionLink(label, reverse(CHILD_FILE, args=[child.file_id]))]


def _alleged_panel(around: RelationsPage) -> Panel:
    add = ActionLink(
        _("Add an alleged perpetrator"),
        reverse("around:add_alleged_perpetrator", args=[around.rights.file_id]),
    )
    people = {relation.pk: around.texts(relation).get("name", "") for relation in around.people}
    return Panel(
        _("Alleged perpetrators"),
        lead=_(
            "Allegations with their source and basis. Allegations are not findings; "
            "decisions of authorities are shown with them. No other child’s file is linked."
        ),
        actions=around.change_actions(Section.SITUATION, add),
        rows=[_alleged_row(around, alleged, people) for alleged in around.alleged],
        empty=_("No alleged perpetrator is recorded."),
    )


def _alleged_row(
    around: RelationsPage, alleged: AllegedPerpetrator, people: dict[UUID, str]
) -> PanelRow:
    outcomes = around.outcomes.get(alleged.pk, [])
    decided = [
        rules.AuthorityOutcomeFacts(AuthorityOutcomeKind(outcome.kind), outcome.decided_on)
        for outcome in outcomes
    ]
    allegation_state = AllegationState(alleged.allegation_state)
    url_args = [alleged.file_id, alleged.pk]
    actions = [
        ActionLink(_("Edit"), reverse("around:change_alleged_perpetrator", args=url_args)),
        ActionLink(
            _("Add an authority’s decision"),
            reverse("around:add_authority_outcome", args=url_args),
        ),
    ]
    texts = around.texts(alleged)
    return PanelRow(
        _alleged_title(alleged, texts),
        _allegation_state(allegation_state, decided),
        rules.is_cleared(allegation_state, decided),
        rules.is_proven(allegation_state, decided),
        [
            *_change_pairs(around, alleged, texts),
            *_allegation_pairs(alleged, texts, people),
            *(_outcome_pair(around, outcome) for outcome in outcomes),
        ],
        "",
        around.change_actions(Section.SITUATION, *actions),
    )


def _alleged_title(alleged: AllegedPerpetrator, texts: dict[str, str]) -> str:
    """The name; without one, that the person is described, or the kind of alleged perpetrator."""
    if texts.get("description") and not texts.get("name"):
        return _("Person described, name not known")
    return texts.get("name") or str(AllegedPerpetratorKind(alleged.subject).label)


def _change_pairs(
    around: RelationsPage, alleged: AllegedPerpetrator, texts: dict[str, str]
) -> list[LabelledValue]:
    """A status that waits for a second person, earlier names, and why it was changed last."""
    pairs = []
    if alleged.waits_for_second:
        pairs.append(
            LabelledValue(
                str(AllegationState(alleged.asked_state).label),
                _("Not in effect. Another person records the same status, with a reason."),
                note=around.askers.get(alleged.asked_by, "") if alleged.asked_by else "",
            )
        )
    if names := around.earlier_names.get(alleged.pk):
        pairs.append(LabelledValue(_("Earlier names"), join_words(names)))
    if texts.get("why_changed"):
        pairs.append(LabelledValue(_("Reason for the change"), texts["why_changed"]))
    return pairs


def _allegation_pairs(
    alleged: AllegedPerpetrator, texts: dict[str, str], people: dict[UUID, str]
) -> list[LabelledValue]:
    source = _("%(who)s, since %(day)s") % {
        "who": AllegationSource(alleged.said_by).label,
        "day": date_format(alleged.said_on, "j F Y"),
    }
    around = people.get(alleged.relation_id, "") if alleged.relation_id else ""
    pairs = [
        LabelledValue(_("Source of the allegation"), source, note=texts.get("said_by_name", "")),
        LabelledValue(_("Basis of the allegation"), texts.get("on_what", "")),
        LabelledValue(
            _("Alleged acts"), join_words([str(AllegedRole(code).label) for code in alleged.roles])
        ),
        LabelledValue(
            _("Relationship to the child"),
            _relationship_label(PerpetratorRelationship(alleged.relationship)),
            note=around,
        ),
    ]
    if alleged.firm_kind:
        pairs.append(
            LabelledValue(
                _("Type of business or establishment"), str(FirmKind(alleged.firm_kind).label)
            )
        )
    if alleged.reached:
        channels = join_words([str(ApproachChannel(code).label) for code in alleged.reached])
        pairs.append(LabelledValue(_("Means of contact with the child"), channels))
    if alleged.is_organised not in {YesNo.NOT_RECORDED, YesNo.NOT_KNOWN}:
        pairs.append(LabelledValue(_("Organised group"), yes_no_label(YesNo(alleged.is_organised))))
    details = {
        "description": _("Description of the person"),
        "how": _("Methods"),
        "where": _("Place"),
        "marks": _("Distinguishing features"),
    }
    pairs += [LabelledValue(term, texts[key]) for key, term in details.items() if texts.get(key)]
    return pairs


def _allegation_state(
    allegation_state: AllegationState, decided: Sequence[rules.AuthorityOutcomeFacts]
) -> str:
    """The state of the allegation in words: alleged, unless a court finally decided otherwise (TRF-009)."""
    if allegation_state != AllegationState.ALLEGED:
        return str(allegation_state.label)
    if rules.is_proven(allegation_state, decided):
        return _("convicted by a court")
    if rules.is_cleared(allegation_state, decided):
        return _("not established by a court")
    return _("alleged")


def _outcome_pair(around: RelationsPage, outcome: Outcome) -> LabelledValue:
    texts, body = around.texts(outcome), AuthorityBody(outcome.body)
    text = _("%(what)s · %(day)s") % {
        "what": AuthorityOutcomeKind(outcome.kind).label,
        "day": date_format(outcome.decided_on, "j F Y"),
    }
    parts = [texts.get(key, "") for key in ("name", "number", "note")]
    term = (
        _("Authority")
        if body in {AuthorityBody.NOT_RECORDED, AuthorityBody.NOT_KNOWN}
        else str(body.label)
    )
    return LabelledValue(term, text, note=join_words([part for part in parts if part]))


def _relationship_label(relationship: PerpetratorRelationship) -> str:
    return label_if_recorded(relationship)
