"""The page of the people around a child, in words. What is said of somebody stands as said."""

from collections.abc import Sequence
from uuid import UUID

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from saathi.agencies import access
from saathi.agencies.permissions import Permission
from saathi.agencies.sections import Section
from saathi.infra.listing import listed
from saathi.people.around import queries, rules
from saathi.people.around.models import Alleged, Outcome, Relation
from saathi.people.around.queries import Around
from saathi.people.around.vocabulary import (
    FAMILY,
    Body,
    Contact,
    Danger,
    FirmKind,
    Life,
    OutcomeKind,
    Reached,
    RelationKind,
    Relationship,
    Role,
    SaidBy,
    Standing,
    Subject,
)
from saathi.people.rows import Part, Row
from saathi.people.vocabulary import YesNo
from saathi.people.wording import yes_no
from saathi.web.parts import Action, Alert, Pair


def parts_of(around: Around) -> list[Part]:
    """Family and others; and, for who reads what happened, those said to have harmed her."""
    rows = {one: _person(around, one) for one in around.people}
    family = [row for one, row in rows.items() if one.kind in FAMILY]
    others = [row for one, row in rows.items() if one.kind not in FAMILY]
    add = Action(_("Add somebody"), reverse("around:add_person", args=[around.rights.file_id]))
    found = [
        Part(
            _("Family"),
            lead=_("What the child wants decides about contact. Not asked is no yes."),
            actions=around.to_change(Section.IDENTITY, add),
            rows=family,
            empty=_("Nobody of the family is on record."),
        )
    ]
    if others:
        found.append(Part(_("Others around the child"), rows=others))
    if around.rights.may_read(Section.SITUATION):
        found.append(_alleged_part(around))
    return found


def alerts_of(around: Around) -> list[Alert]:
    """That a colleague is accused and may still open the file, for those who read of it."""
    rights = around.rights
    accused = [one.accused_staff for one in around.alleged if one.accused_staff]
    if not accused or not queries.not_hidden(rights.file_id, accused):
        return []
    hide = Action(_("Hide the file"), reverse("desk:hidden_from", args=[rights.file_id]))
    may = access.may(rights.staff, Permission.HIDE) and rights.writes & Section.CASE
    text = _(
        "A colleague is said to have harmed the child. The accusation is closed to the colleague. "
        "The rest of the file is open until a leader hides it."
    )
    return [Alert(_("Who may still open this file?"), text, hide if may else None)]


def _person(around: Around, one: Relation) -> Row:
    words, kind = around.words(one), RelationKind(one.kind)
    is_over = one.ended_on is not None
    is_feared = one.danger in {Danger.FEARED, Danger.KEEP_AWAY}
    state = _("no longer around the child") if is_over else ""
    change = Action(_("Change"), reverse("around:change_person", args=[one.file_id, one.pk]))
    return Row(
        words.get("name") or str(kind.label),
        str(Danger(one.danger).label) if is_feared else state,
        is_over and not is_feared,
        is_feared,
        _facts(one, words),
        words.get("her_words", ""),
        [*_sibling(around, words), *around.to_change(Section.IDENTITY, change)],
    )


def _facts(one: Relation, words: dict[str, str]) -> list[Pair]:
    contact = Contact(one.contact)
    is_asked = contact != Contact.NOT_ASKED
    not_asked = str(Contact.NOT_ASKED.label).lower()
    pairs = [
        Pair(_("Contact"), str(contact.label) if is_asked else "", missing=not_asked),
        Pair(_("Lives with the child"), yes_no(YesNo(one.lives_with))),
        Pair(_("Looks after the child"), yes_no(YesNo(one.is_carer))),
    ]
    if words.get("name"):
        pairs.insert(0, Pair(_("Is to the child"), str(RelationKind(one.kind).label)))
    if one.life != Life.NOT_KNOWN:
        pairs.append(Pair(_("Alive"), str(Life(one.life).label)))
    told = {"where": _("Where"), "phone": _("Telephone"), "note": _("What else matters")}
    pairs += [Pair(term, words[key]) for key, term in told.items() if words.get(key)]
    if one.ended_on:
        day = date_format(one.ended_on, "j F Y")
        pairs.append(Pair(_("Until"), day, note=words.get("why_ended", "")))
    return pairs


def _sibling(around: Around, words: dict[str, str]) -> list[Action]:
    """The way to the file of a sister or brother, for those alone who read it."""
    told = words.get("file")
    child = around.siblings.get(UUID(hex=told)) if told else None
    if child is None:
        return []
    label = _("Open the file %(code)s") % {"code": child.code}
    return [Action(label, reverse("desk:child_file", args=[child.file_id]))]


def _alleged_part(around: Around) -> Part:
    add = Action(
        _("Write down who is said to have done it"),
        reverse("around:add_alleged", args=[around.rights.file_id]),
    )
    people = {one.pk: around.words(one).get("name", "") for one in around.people}
    return Part(
        _("Said to have harmed the child"),
        lead=_(
            "What is said, by whom and on what. It is no finding; what an authority decided stands "
            "beside it. No other child’s file is joined to it."
        ),
        actions=around.to_change(Section.SITUATION, add),
        rows=[_alleged(around, one, people) for one in around.alleged],
        empty=_("Nobody is on record."),
    )


def _alleged(around: Around, one: Alleged, people: dict[UUID, str]) -> Row:
    outcomes = around.outcomes.get(one.pk, [])
    decided = [rules.Decided(OutcomeKind(each.kind), each.decided_on) for each in outcomes]
    standing = Standing(one.standing)
    at = [one.file_id, one.pk]
    actions = [
        Action(_("Change"), reverse("around:change_alleged", args=at)),
        Action(_("Add what an authority decided"), reverse("around:add_outcome", args=at)),
    ]
    words = around.words(one)
    return Row(
        words.get("name") or str(Subject(one.subject).label),
        _state(standing, decided),
        rules.is_cleared(standing, decided),
        rules.is_found(standing, decided),
        [*_said(one, words, people), *(_outcome(around, each) for each in outcomes)],
        "",
        around.to_change(Section.SITUATION, *actions),
    )


def _said(one: Alleged, words: dict[str, str], people: dict[UUID, str]) -> list[Pair]:
    said = _("%(who)s, since %(day)s") % {
        "who": SaidBy(one.said_by).label,
        "day": date_format(one.said_on, "j F Y"),
    }
    around = people.get(one.relation_id, "") if one.relation_id else ""
    pairs = [
        Pair(_("Said by"), said, note=words.get("said_by_name", "")),
        Pair(_("On what"), words.get("on_what", "")),
        Pair(_("Said to have"), listed([str(Role(code).label) for code in one.roles])),
        Pair(_("Is to the child"), _known(Relationship(one.relationship)), note=around),
    ]
    if one.firm_kind:
        pairs.append(Pair(_("Kind of firm or house"), str(FirmKind(one.firm_kind).label)))
    if one.reached:
        told = listed([str(Reached(code).label) for code in one.reached])
        pairs.append(Pair(_("Came to the child"), told))
    if one.is_organised != YesNo.NOT_KNOWN:
        pairs.append(Pair(_("Organised, by several"), yes_no(YesNo(one.is_organised))))
    more = {
        "how": _("The way it was done"),
        "where": _("Where"),
        "marks": _("Can be recognised by"),
    }
    pairs += [Pair(term, words[key]) for key, term in more.items() if words.get(key)]
    return pairs


def _state(standing: Standing, decided: Sequence[rules.Decided]) -> str:
    """How it stands in a word: said, unless a court's last word was another (TRF-009)."""
    if standing != Standing.STANDS:
        return str(standing.label)
    if rules.is_found(standing, decided):
        return _("found guilty by a court")
    if rules.is_cleared(standing, decided):
        return _("not found by a court")
    return _("alleged")


def _outcome(around: Around, one: Outcome) -> Pair:
    words, body = around.words(one), Body(one.body)
    text = _("%(what)s · %(day)s") % {
        "what": OutcomeKind(one.kind).label,
        "day": date_format(one.decided_on, "j F Y"),
    }
    parts = [words.get(key, "") for key in ("name", "number", "note")]
    term = _("Authority") if body == Body.NOT_KNOWN else str(body.label)
    return Pair(term, text, note=listed([part for part in parts if part]))


def _known(relationship: Relationship) -> str:
    return "" if relationship == Relationship.NOT_KNOWN else str(relationship.label)
