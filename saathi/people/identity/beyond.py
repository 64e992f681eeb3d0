"""Parts of the page that not everybody on the team reads: culture, functioning, grounds and so on."""

import datetime as dt

from django.db.models import TextChoices
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from saathi.agencies.sections import Section
from saathi.infra.listing import listed
from saathi.people import languages
from saathi.people.identity.models import Background, Functioning, Grounds, Movement, Paper
from saathi.people.identity.queries import Known
from saathi.people.identity.rules import FUNCTIONS, answers_of
from saathi.people.identity.vocabulary import (
    AnsweredBy,
    Asked,
    Difficulty,
    Disability,
    Effect,
    Function,
    Ground,
    LivedFrom,
    LivedWith,
    MovementKind,
    PaperKind,
    PaperState,
    Readers,
    RightIssue,
    Schooling,
    WithWhom,
)
from saathi.people.rows import Part, Row
from saathi.people.vocabulary import YesNo
from saathi.people.wording import nationality_names, yes_no
from saathi.web.parts import Action, Pair


def paper(known: Known, one: Paper, today: dt.date) -> Row:
    """A document, where it is, and whether it is still valid."""
    words = known.words(one)
    pairs = [Pair(_("Where it is"), str(PaperState(one.state).label), note=words.get("keeper", ""))]
    if words.get("number"):
        pairs.append(Pair(_("Number"), words["number"]))
    if one.country:
        pairs.append(Pair(_("Made in"), nationality_names([one.country])))
    is_over = one.ends_on is not None and one.ends_on < today
    if one.ends_on:
        over = _("no longer valid") if is_over else ""
        pairs.append(Pair(_("Valid until"), date_format(one.ends_on, "j F Y"), note=over))
    is_withheld = one.state == PaperState.WITHHELD
    return Row(
        str(PaperKind(one.kind).label),
        _("kept from the child") if is_withheld else "",
        attend=is_withheld,
        pairs=pairs,
        words=words.get("note", ""),
        actions=_change(known, "identity:change_paper", one),
    )


def culture(known: Known, today: dt.date) -> Part:
    """Her language and religion, and how both are kept up (RTS-007)."""
    one = known.culture
    words = known.words(one) if one else {}
    pairs = []
    if one:
        tongue = languages.name_of(one.mother_tongue) if one.mother_tongue else ""
        pairs = [
            Pair(_("Own language"), tongue),
            Pair(_("Somebody to speak it with"), yes_no(YesNo(one.has_speakers))),
            Pair(
                _("How it is kept and developed"),
                words.get("plan", ""),
                note=words.get("who", ""),
                missing=_("no plan yet"),
            ),
            Pair(_("Religion or belief"), words.get("religion", ""), missing=_("not said")),
            Pair(_("What matters to the child"), words.get("practice", "")),
            Pair(_("The child wants"), words.get("wishes", "")),
        ]
        if one.review_on:
            late = _("due") if one.review_on < today else ""
            day = date_format(one.review_on, "j F Y")
            pairs.append(Pair(_("Looked at again on"), day, note=late))
    edit = Action(_("Change"), reverse("identity:edit_culture", args=[known.child.file_id]))
    return Part(
        _("Language, religion, customs"),
        lead=_("To keep up what the child grew up with. Children are never parted by it."),
        actions=known.to_change(Section.PLAN, edit),
        pairs=pairs,
        empty="" if one else _("Nothing is on record yet. Ask the child what matters."),
    )


def functioning(known: Known, _today: dt.date) -> Part:
    """What she can do and what helps, the latest answers first."""
    add = Action(
        _("Ask about it"), reverse("identity:record_functioning", args=[known.child.file_id])
    )
    return Part(
        _("What the child can do, and what helps"),
        lead=_("Answering is free. The answers open help and close nothing."),
        actions=known.to_change(Section.NEEDS, add),
        rows=[_functioning(known, one) for one in known.functioning],
        empty=_("Nobody has asked yet."),
    )


def _functioning(known: Known, one: Functioning) -> Row:
    words = known.words(one)
    pairs = []
    for name in FUNCTIONS:
        answer = Difficulty(getattr(one, name))
        is_open = answer in {Difficulty.NOT_ASKED, Difficulty.CHOSE_NOT}
        text = "" if is_open else str(answer.label)
        pairs.append(Pair(str(Function(name).label), text, missing=str(answer.label).lower()))
    if words.get("helps"):
        pairs.append(Pair(_("What helps"), words["helps"]))
    when = date_format(one.asked_on, "j F Y")
    by = str(AnsweredBy(one.answered_by).label)
    state = Disability(one.disability)
    return Row(
        f"{when} · {by}",
        "" if state == Disability.NOT_KNOWN else str(state.label),
        pairs=pairs,
        words=words.get("note", ""),
    )


def grounds(known: Known, _today: dt.date) -> Part:
    """On what grounds she says she is treated worse, as far as she lets it be read."""
    add = Action(
        _("Write down what the child says"),
        reverse("identity:record_grounds", args=[known.child.file_id]),
    )
    return Part(
        _("Treated worse"),
        lead=_("Only what the child wants to say, for those whom the child lets read it."),
        actions=known.to_change(Section.SITUATION, add),
        rows=[_ground(known, one) for one in known.grounds],
        empty=_("Nothing is written down that the child lets you read."),
    )


def _ground(known: Known, one: Grounds) -> Row:
    words = known.words(one)
    named = [str(Ground(code).label) for code in words.get("grounds", []) if code in Ground.values]
    pairs = [Pair(_("Told on"), date_format(one.told_on, "j F Y"))]
    if words.get("done"):
        pairs.append(Pair(_("What is done against it"), words["done"]))
    if one.readers == Readers.WORKER:
        pairs.append(Pair(_("May be read by"), str(Readers.WORKER.label)))
    return Row(
        listed(named),
        pairs=pairs,
        words=words.get("words", ""),
        actions=_change(known, "identity:change_grounds", one),
    )


def movements(known: Known, _today: dt.date) -> Part:
    """Where the child moved, with whom, what barred the way, which rights were at stake."""
    add = Action(_("Add a movement"), reverse("identity:add_movement", args=[known.child.file_id]))
    return Part(
        _("Movements"),
        lead=_(
            "Moving is no fault and no harm. It is written down for what it exposed the child to."
        ),
        actions=known.to_change(Section.SITUATION, add),
        rows=[_movement(known, one) for one in known.movements],
        empty=_("No movement is on record."),
    )


def _movement(known: Known, one: Movement) -> Row:
    way = " → ".join(
        nationality_names([code]) for code in (one.from_country, one.to_country) if code
    )
    pairs = [Pair(_("With whom"), _told(WithWhom(one.with_whom)))]
    if one.year:
        pairs.append(Pair(_("In which year"), str(one.year)))
    if way:
        pairs.append(Pair(_("Way"), way))
    if one.effects:
        told = listed([str(Effect(code).label) for code in one.effects])
        pairs.append(Pair(_("What a ban or control did"), told))
    if one.rights:
        told = listed([str(RightIssue(code).label) for code in one.rights])
        pairs.append(Pair(_("Rights at stake"), told))
    return Row(
        str(MovementKind(one.kind).label),
        pairs=pairs,
        words=known.words(one).get("account", ""),
        actions=_change(known, "identity:change_movement", one),
    )


def background(known: Known, _today: dt.date) -> Part:
    """How she lived before and what put her at risk, each answer as it was given (DAT-003)."""
    one = known.background
    words = known.words(one) if one else {}
    pairs = []
    if one:
        when = date_format(one.told_on, "j F Y")
        open_ = str(Asked.NOT_ASKED.label).lower()
        pairs = [
            Pair(_("Told on"), when, note=str(AnsweredBy(one.answered_by).label)),
            Pair(_("With whom"), _label(LivedWith, one.lived_with), missing=open_),
            Pair(_("School"), _label(Schooling, one.schooling), missing=open_),
            Pair(_("What the home lived from"), _label(LivedFrom, one.lived_from), missing=open_),
            *_factors(one),
            Pair(_("As it was told"), words.get("account", "")),
            Pair(_("What was good for the child"), words.get("strengths", "")),
        ]
    edit = Action(_("Change"), reverse("identity:edit_background", args=[known.child.file_id]))
    return Part(
        _("Home, school and living before"),
        lead=_(
            "How the child lived before, and what put her or him at risk. No fault of the child’s."
        ),
        actions=known.to_change(Section.SITUATION, edit),
        pairs=pairs,
        empty="" if one else _("Nobody has asked yet. That says nothing of how it was."),
    )


def _factors(one: Background) -> list[Pair]:
    """A line an answer: what was so, what was not, what the child did not know or chose not to say."""
    answers = answers_of(one)
    terms = {
        Asked.YES: _("Put the child at risk"),
        Asked.NO: _("Was not so"),
        Asked.NOT_KNOWN: _("The child does not know"),
        Asked.CHOSE_NOT: _("Chose not to say"),
    }
    told = {
        answer: [str(factor.label) for factor, given in answers.items() if given == answer]
        for answer in terms
    }
    return [Pair(terms[answer], listed(names)) for answer, names in told.items() if names]


def _label(vocabulary: type[TextChoices], code: str) -> str:
    return str(vocabulary(code).label) if code else ""


def _told(whom: WithWhom) -> str:
    return "" if whom == WithWhom.NOT_KNOWN else str(whom.label)


def _change(known: Known, name: str, one: Paper | Grounds | Movement) -> list[Action]:
    change = Action(_("Change"), reverse(name, args=[one.file_id, one.pk]))
    return known.to_change(one.section, change)
