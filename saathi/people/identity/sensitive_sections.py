"""Parts of the page that not everybody on the team reads: culture, functioning, grounds and so on."""

import datetime as dt

from django.db.models import TextChoices
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from saathi.agencies.sections import Section
from saathi.infra.join_words import join_words
from saathi.people import languages
from saathi.people.formatting import nationality_names, yes_no_label
from saathi.people.identity.models import (
    Background,
    DiscriminationGrounds,
    Functioning,
    IdentityDocument,
    Movement,
)
from saathi.people.identity.queries import ChildProfile
from saathi.people.identity.rules import FUNCTIONS, factor_answers
from saathi.people.identity.vocabulary import (
    AnsweredBy,
    Difficulty,
    Disability,
    DiscriminationGround,
    FactorAnswer,
    FunctioningDomain,
    GroundsReaders,
    HouseholdBefore,
    HouseholdLivelihood,
    IdentityDocumentKind,
    IdentityDocumentState,
    MovementKind,
    RestrictionEffect,
    RightIssue,
    Schooling,
    TravelCompanion,
)
from saathi.people.panels import Panel, PanelRow
from saathi.people.vocabulary import YesNo
from saathi.web.components import ActionLink, LabelledValue


def document_row(profile: ChildProfile, document: IdentityDocument, today: dt.date) -> PanelRow:
    """A document, where it is, and whether it is still valid."""
    words = profile.texts(document)
    pairs = [
        LabelledValue(
            _("Where it is"),
            str(IdentityDocumentState(document.state).label),
            note=words.get("keeper", ""),
        )
    ]
    if words.get("number"):
        pairs.append(LabelledValue(_("Number"), words["number"]))
    if document.country:
        pairs.append(LabelledValue(_("Made in"), nationality_names([document.country])))
    is_over = document.ends_on is not None and document.ends_on < today
    if document.ends_on:
        over = _("no longer valid") if is_over else ""
        pairs.append(
            LabelledValue(_("Valid until"), date_format(document.ends_on, "j F Y"), note=over)
        )
    is_withheld = document.state == IdentityDocumentState.WITHHELD
    return PanelRow(
        str(IdentityDocumentKind(document.kind).label),
        _("kept from the child") if is_withheld else "",
        needs_attention=is_withheld,
        pairs=pairs,
        words=words.get("note", ""),
        actions=_change_actions(profile, "identity:change_paper", document),
    )


def culture_panel(profile: ChildProfile, today: dt.date) -> Panel:
    """Her language and religion, and how both are kept up (RTS-007)."""
    one = profile.culture
    words = profile.texts(one) if one else {}
    pairs = []
    if one:
        tongue = languages.language_name(one.mother_tongue) if one.mother_tongue else ""
        pairs = [
            LabelledValue(_("Own language"), tongue),
            LabelledValue(_("Somebody to speak it with"), yes_no_label(YesNo(one.has_speakers))),
            LabelledValue(
                _("How it is kept and developed"),
                words.get("plan", ""),
                note=words.get("who", ""),
                missing=_("no plan yet"),
            ),
            LabelledValue(
                _("Religion or belief"), words.get("religion", ""), missing=_("not said")
            ),
            LabelledValue(_("What matters to the child"), words.get("practice", "")),
            LabelledValue(_("The child wants"), words.get("wishes", "")),
        ]
        if one.review_on:
            late = _("due") if one.review_on < today else ""
            day = date_format(one.review_on, "j F Y")
            pairs.append(LabelledValue(_("Looked at again on"), day, note=late))
    edit = ActionLink(_("Change"), reverse("identity:edit_culture", args=[profile.child.file_id]))
    return Panel(
        _("Language, religion, customs"),
        lead=_("To keep up what the child grew up with. Children are never parted by it."),
        actions=profile.change_actions(Section.PLAN, edit),
        pairs=pairs,
        empty="" if one else _("Nothing is on record yet. Ask the child what matters."),
    )


def functioning_panel(profile: ChildProfile, _today: dt.date) -> Panel:
    """What she can do and what helps, the latest answers first."""
    add = ActionLink(
        _("Ask about it"), reverse("identity:record_functioning", args=[profile.child.file_id])
    )
    return Panel(
        _("What the child can do, and what helps"),
        lead=_("Answering is free. The answers open help and close nothing."),
        actions=profile.change_actions(Section.NEEDS, add),
        rows=[_functioning_row(profile, one) for one in profile.functioning],
        empty=_("Nobody has asked yet."),
    )


def _functioning_row(profile: ChildProfile, one: Functioning) -> PanelRow:
    words = profile.texts(one)
    pairs = []
    for name in FUNCTIONS:
        answer = Difficulty(getattr(one, name))
        is_open = answer in {Difficulty.NOT_ASKED, Difficulty.CHOSE_NOT}
        text = "" if is_open else str(answer.label)
        pairs.append(
            LabelledValue(
                str(FunctioningDomain(name).label), text, missing=str(answer.label).lower()
            )
        )
    if words.get("helps"):
        pairs.append(LabelledValue(_("What helps"), words["helps"]))
    when = date_format(one.asked_on, "j F Y")
    by = str(AnsweredBy(one.answered_by).label)
    state = Disability(one.disability)
    return PanelRow(
        f"{when} · {by}",
        "" if state == Disability.NOT_KNOWN else str(state.label),
        pairs=pairs,
        words=words.get("note", ""),
    )


def grounds_panel(profile: ChildProfile, _today: dt.date) -> Panel:
    """On what grounds she says she is treated worse, as far as she lets it be read."""
    add = ActionLink(
        _("Write down what the child says"),
        reverse("identity:record_grounds", args=[profile.child.file_id]),
    )
    return Panel(
        _("Treated worse"),
        lead=_("Only what the child wants to say, for those whom the child lets read it."),
        actions=profile.change_actions(Section.SITUATION, add),
        rows=[_grounds_row(profile, one) for one in profile.grounds],
        empty=_("Nothing is written down that the child lets you read."),
    )


def _grounds_row(profile: ChildProfile, one: DiscriminationGrounds) -> PanelRow:
    words = profile.texts(one)
    named = [
        str(DiscriminationGround(code).label)
        for code in words.get("grounds", [])
        if code in DiscriminationGround.values
    ]
    pairs = [LabelledValue(_("Told on"), date_format(one.told_on, "j F Y"))]
    if words.get("done"):
        pairs.append(LabelledValue(_("What is done against it"), words["done"]))
    if one.readers == GroundsReaders.WORKER:
        pairs.append(LabelledValue(_("May be read by"), str(GroundsReaders.WORKER.label)))
    return PanelRow(
        join_words(named),
        pairs=pairs,
        words=words.get("words", ""),
        actions=_change_actions(profile, "identity:change_grounds", one),
    )


def movements_panel(profile: ChildProfile, _today: dt.date) -> Panel:
    """Where the child moved, with whom, what barred the way, which rights were at stake."""
    add = ActionLink(
        _("Add a movement"), reverse("identity:add_movement", args=[profile.child.file_id])
    )
    return Panel(
        _("Movements"),
        lead=_(
            "Moving is no fault and no harm. It is written down for what it exposed the child to."
        ),
        actions=profile.change_actions(Section.SITUATION, add),
        rows=[_movement_row(profile, one) for one in profile.movements],
        empty=_("No movement is on record."),
    )


def _movement_row(profile: ChildProfile, one: Movement) -> PanelRow:
    way = " → ".join(
        nationality_names([code]) for code in (one.from_country, one.to_country) if code
    )
    pairs = [LabelledValue(_("With whom"), _companion_label(TravelCompanion(one.with_whom)))]
    if one.year:
        pairs.append(LabelledValue(_("In which year"), str(one.year)))
    if way:
        pairs.append(LabelledValue(_("Way"), way))
    if one.effects:
        told = join_words([str(RestrictionEffect(code).label) for code in one.effects])
        pairs.append(LabelledValue(_("What a ban or control did"), told))
    if one.rights:
        told = join_words([str(RightIssue(code).label) for code in one.rights])
        pairs.append(LabelledValue(_("Rights at stake"), told))
    return PanelRow(
        str(MovementKind(one.kind).label),
        pairs=pairs,
        words=profile.texts(one).get("account", ""),
        actions=_change_actions(profile, "identity:change_movement", one),
    )


def background_panel(profile: ChildProfile, _today: dt.date) -> Panel:
    """How she lived before and what put her at risk, each answer as it was given (DAT-003)."""
    one = profile.background
    words = profile.texts(one) if one else {}
    pairs = []
    if one:
        when = date_format(one.told_on, "j F Y")
        open_ = str(FactorAnswer.NOT_ASKED.label).lower()
        pairs = [
            LabelledValue(_("Told on"), when, note=str(AnsweredBy(one.answered_by).label)),
            LabelledValue(_("With whom"), _label(HouseholdBefore, one.lived_with), missing=open_),
            LabelledValue(_("School"), _label(Schooling, one.schooling), missing=open_),
            LabelledValue(
                _("What the home lived from"),
                _label(HouseholdLivelihood, one.lived_from),
                missing=open_,
            ),
            *_factor_pairs(one),
            LabelledValue(_("As it was told"), words.get("account", "")),
            LabelledValue(_("What was good for the child"), words.get("strengths", "")),
        ]
    edit = ActionLink(
        _("Change"), reverse("identity:edit_background", args=[profile.child.file_id])
    )
    return Panel(
        _("Home, school and living before"),
        lead=_(
            "How the child lived before, and what put her or him at risk. No fault of the child’s."
        ),
        actions=profile.change_actions(Section.SITUATION, edit),
        pairs=pairs,
        empty="" if one else _("Nobody has asked yet. That says nothing of how it was."),
    )


def _factor_pairs(one: Background) -> list[LabelledValue]:
    """A line an answer: what was so, what was not, what the child did not know or chose not to say."""
    answers = factor_answers(one)
    terms = {
        FactorAnswer.YES: _("Put the child at risk"),
        FactorAnswer.NO: _("Was not so"),
        FactorAnswer.NOT_KNOWN: _("The child does not know"),
        FactorAnswer.CHOSE_NOT: _("Chose not to say"),
    }
    told = {
        answer: [str(factor.label) for factor, given in answers.items() if given == answer]
        for answer in terms
    }
    return [
        LabelledValue(terms[answer], join_words(names)) for answer, names in told.items() if names
    ]


def _label(vocabulary: type[TextChoices], code: str) -> str:
    return str(vocabulary(code).label) if code else ""


def _companion_label(whom: TravelCompanion) -> str:
    return "" if whom == TravelCompanion.NOT_KNOWN else str(whom.label)


def _change_actions(
    profile: ChildProfile, name: str, one: IdentityDocument | DiscriminationGrounds | Movement
) -> list[ActionLink]:
    change = ActionLink(_("Change"), reverse(name, args=[one.file_id, one.pk]))
    return profile.change_actions(one.section, change)
