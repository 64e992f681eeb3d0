"""The page of who a child is, part by part, in words; a part that this reader may not read is not there."""

import datetime as dt
from collections.abc import Sequence
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from saathi.agencies.sections import Section
from saathi.infra import places
from saathi.infra.listing import listed
from saathi.people import languages
from saathi.people.identity import beyond
from saathi.people.identity.queries import Earlier, Known
from saathi.people.names import OF_RELATIVES, Name, in_envelope, script_of
from saathi.people.rows import Part, Row
from saathi.people.rules import (
    PartialDate,
    age_at,
    age_view,
    minority,
    presumption_ended,
)
from saathi.people.vocabulary import (
    AgeMethod,
    Communicates,
    Confidence,
    Gender,
    Minority,
    NameKind,
    NameSource,
    NationalityState,
    Papers,
    ResidenceStatus,
    Script,
    Wanted,
    Whose,
    YesNo,
)
from saathi.people.wording import age_evidence, age_words, nationality_names, yes_no
from saathi.web.parts import Action, Pair


def parts_of(known: Known, today: dt.date) -> list[Part]:
    """Every part that this reader reads, with the links to what she may change."""
    found = [
        (Section.IDENTITY, _names),
        (Section.IDENTITY, _age),
        (Section.IDENTITY, _speech),
        (Section.PLAN, beyond.culture),
        (Section.IDENTITY, _origin),
        (Section.IDENTITY, _home),
        (Section.NEEDS, beyond.functioning),
        (Section.SITUATION, beyond.grounds),
        (Section.SITUATION, beyond.movements),
        (Section.SITUATION, beyond.background),
    ]
    return [made(known, today) for section, made in found if known.rights.may_read(section)]


def earlier_rows(earlier: Sequence[Earlier], zone: str) -> list[Row]:
    """What stood before, the latest first: names as they were written, home, reach, marks."""
    return [_earlier(one, zone) for one in earlier]


def _earlier(one: Earlier, zone: str) -> Row:
    opened = one.opened
    names = [Pair(str(NameKind(name.kind).label), name.text) for name in in_envelope(opened)]
    rest = {
        "address": _("Where home is, where now"),
        "marks": _("Can be recognised by"),
        "about_papers": _("Documents"),
        "about_speech": _("What helps"),
    }
    facts = [Pair(term, opened[key]) for key, term in rest.items() if opened.get(key)]
    phones = [Pair(_("Telephone"), listed(opened["phones"]))] if opened.get("phones") else []
    until = one.until.astimezone(ZoneInfo(zone))
    title = _("Until %(day)s") % {"day": date_format(until, "j F Y, H:i")}
    changed = Pair(_("Changed by"), one.by)
    return Row(title, pairs=[*names, *facts, *phones, changed])


def _names(known: Known, _today: dt.date) -> Part:
    """Her own names, those of her parents, and apart from both what others called her by force."""
    at = known.child.file_id
    own: list[Row] = []
    others: list[Row] = []
    forced: list[Row] = []
    none: list[Row] = []
    for place, name in enumerate(known.names):
        change = Action(_("Change"), reverse("people:change_name", args=[at, place]))
        row = _name(name, known.to_change(Section.IDENTITY, change))
        if name.whose == Whose.NOT_HERS:
            none.append(row)
        elif name.kind == NameKind.IMPOSED:
            forced.append(row)
        else:
            (others if name.kind in OF_RELATIVES else own).append(row)
    add = Action(_("Add a name"), reverse("people:add_name", args=[at]))
    return Part(
        _("Names"),
        lead=_("One name is enough. Nothing about the child follows from a name."),
        actions=known.to_change(Section.IDENTITY, add),
        rows=[*own, *others, *forced, *none],
        empty=_("No name is known yet."),
    )


def _name(name: Name, actions: list[Action]) -> Row:
    kind = NameKind(name.kind)
    is_used = name.kind != NameKind.IMPOSED and name.whose != Whose.NOT_HERS
    state = "" if is_used else _("not used for the child")
    if is_used and name.wanted == Wanted.YES:
        state = str(Wanted.YES.label)
    if is_used and name.wanted == Wanted.NO:
        state = str(Wanted.NO.label)
    script = script_of(name.text)
    script = str(Script(script).label) if script in Script.values else script.capitalize()
    language = languages.name_of(name.language) if name.language else ""
    pairs = [Pair(_("What it is"), str(kind.label))]
    if language or script:
        pairs.append(Pair(_("Written in"), language or script, note=script if language else ""))
    if name.given_by:
        pairs.append(Pair(_("Given by"), name.given_by))
    if name.source:
        pairs.append(Pair(_("How it is known"), str(NameSource(name.source).label)))
    if name.whose == Whose.NOT_HERS:
        pairs.append(Pair(_("Whose it is"), str(Whose.NOT_HERS.label)))
    is_attended = is_used and name.wanted == Wanted.NO
    return Row(name.text, state, not is_used, is_attended, pairs, name.note, actions)


def _age(known: Known, today: dt.date) -> Part:
    """The evidence side by side, her age today and on the day she was identified (IDN-013)."""
    child = known.child
    evidence = [told.evidence for told in known.ages]
    view = age_view(evidence)
    is_ended = presumption_ended(evidence)
    now = age_at(view.best, PartialDate.on(today))
    state = minority(age_at(view.widest, PartialDate.on(today)), rebutted=is_ended)
    pairs = [
        Pair(
            _("Today"),
            age_words(now.youngest, now.oldest) if now else "",
            note=_("statements differ") if view.conflicting else "",
        ),
        Pair(_("Counts as"), str(state.label), note=_why(state, is_ended=is_ended)),
        Pair(
            _("When identified"),
            age_words(child.found_age_low, child.found_age_high),
            note=str(Minority(child.found_as).label),
        ),
    ]
    add = Action(_("Add evidence of age"), reverse("people:add_age", args=[child.file_id]))
    rows = []
    for told in known.ages:
        about = []
        if told.statement.method:
            about.append(Pair(_("Method"), str(AgeMethod(told.statement.method).label)))
        if told.statement.confidence:
            confidence = str(Confidence(told.statement.confidence).label)
            about.append(Pair(_("How sure it is"), confidence))
        if told.evidence.running:
            about.append(Pair(_("Counted"), _("the year that runs, not those completed")))
        ends = _("ends the presumption") if told.statement.ends_presumption else ""
        rows.append(Row(age_evidence(told), ends, pairs=about, words=told.note))
    return Part(
        _("Age"),
        lead=_("Each statement stands beside the others; none is overwritten."),
        actions=known.to_change(Section.IDENTITY, add),
        pairs=pairs,
        rows=rows,
    )


def _why(state: Minority, *, is_ended: bool) -> str:
    if state == Minority.PRESUMED:
        return _("the same rights as under 18, until an authority finds otherwise")
    return _("found by an authority") if is_ended and state == Minority.ADULT else ""


def _speech(known: Known, _today: dt.date) -> Part:
    child = known.child
    preferred = child.preferred_language
    pairs = [
        Pair(_("Speaks"), listed([languages.name_of(code) for code in child.languages])),
        Pair(_("Prefers"), languages.name_of(preferred) if preferred else ""),
        Pair(_("Interpreter"), yes_no(YesNo(child.needs_interpreter))),
        Pair(
            _("Understands and is understood by"),
            listed([str(Communicates(way).label) for way in child.communicates]),
        ),
    ]
    note = str(known.words(child).get("about_speech", ""))
    if note:
        pairs.append(Pair(_("What helps"), note))
    edit = Action(_("Change"), reverse("people:edit_speech", args=[child.file_id]))
    return Part(
        _("How to speak with the child"),
        actions=known.to_change(Section.IDENTITY, edit),
        pairs=pairs,
    )


def _origin(known: Known, today: dt.date) -> Part:
    child = known.child
    state = NationalityState(child.nationality_state)
    which = nationality_names(child.nationalities)
    is_told = state in {NationalityState.KNOWN, NationalityState.DISPUTED}
    text = which if state == NationalityState.KNOWN else str(state.label)
    residence, papers = ResidenceStatus(child.residence_status), Papers(child.papers)
    pairs = [
        Pair(
            _("Nationality"),
            "" if state == NationalityState.UNKNOWN else text,
            note=which if is_told and text != which else "",
        ),
        Pair(
            _("Stay in the country"),
            "" if residence == ResidenceStatus.NOT_KNOWN else str(residence.label),
        ),
        Pair(
            _("Documents"),
            "" if papers == Papers.NOT_KNOWN else str(papers.label),
            note=str(known.words(child).get("about_papers", "")),
        ),
    ]
    at = [child.file_id]
    actions = [
        Action(_("Change"), reverse("people:edit_origin", args=at)),
        Action(_("Add a document"), reverse("identity:add_paper", args=at)),
    ]
    return Part(
        _("Nationality, stay and documents"),
        lead=_("Nothing here is needed for help."),
        actions=known.to_change(Section.IDENTITY, *actions),
        pairs=pairs,
        rows=[beyond.paper(known, one, today) for one in known.papers],
    )


def _home(known: Known, _today: dt.date) -> Part:
    child, opened = known.child, known.words(known.child)
    home = places.district_name(child.home_district) or nationality_names([child.home_country])
    found = opened.get("found_on", "")
    day = date_format(dt.date.fromisoformat(found), "j F Y") if found else ""
    gender = Gender(child.gender)
    pairs = [
        Pair(_("Girl, boy or other"), "" if gender == Gender.NOT_SAID else str(gender.label)),
        Pair(_("Usually lives in"), home),
        Pair(_("Where home is, where now"), str(opened.get("address", ""))),
        Pair(_("Telephone"), listed(opened.get("phones", []))),
        Pair(_("Can be recognised by"), str(opened.get("marks", ""))),
        Pair(_("Identified on"), day, missing=_("counted from the day the file was opened")),
    ]
    edit = Action(_("Change"), reverse("people:edit_child", args=[child.file_id]))
    return Part(
        _("Home, reach, marks"), actions=known.to_change(Section.IDENTITY, edit), pairs=pairs
    )
