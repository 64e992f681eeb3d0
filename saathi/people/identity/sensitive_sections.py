"""Panels that not every member of the team may read: culture, functioning, grounds and others."""

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
from saathi.people.identity.queries import IdentityDetails
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
from saathi.web.unanswered_choices import label_if_recorded


def document_row(profile: IdentityDetails, document: IdentityDocument, today: dt.date) -> PanelRow:
    """A document, where it is, and whether it is still valid."""
    texts = profile.texts(document)
    pairs = [
        LabelledValue(
            _("Location or status"),
            str(IdentityDocumentState(document.state).label),
            note=texts.get("keeper", ""),
        )
    ]
    if texts.get("number"):
        pairs.append(LabelledValue(_("Number"), texts["number"]))
    if document.country:
        pairs.append(LabelledValue(_("Issuing country"), nationality_names([document.country])))
    is_over = document.ends_on is not None and document.ends_on < today
    if document.ends_on:
        expired = _("expired") if is_over else ""
        pairs.append(
            LabelledValue(_("Valid until"), date_format(document.ends_on, "j F Y"), note=expired)
        )
    is_withheld = document.state == IdentityDocumentState.WITHHELD
    return PanelRow(
        str(IdentityDocumentKind(document.kind).label),
        _("withheld from the child") if is_withheld else "",
        needs_attention=is_withheld,
        pairs=pairs,
        words=texts.get("note", ""),
        actions=_change_actions(profile, "identity:change_identity_document", document),
    )


def culture_panel(profile: IdentityDetails, today: dt.date) -> Panel:
    """The child's language and religion, and how both are maintained (RTS-007)."""
    culture = profile.culture
    texts = profile.texts(culture) if culture else {}
    pairs = []
    if culture:
        tongue = languages.language_name(culture.mother_tongue) if culture.mother_tongue else ""
        pairs = [
            LabelledValue(_("First language"), tongue),
            LabelledValue(
                _("Someone nearby who speaks it"), yes_no_label(YesNo(culture.has_speakers))
            ),
            LabelledValue(
                _("Plan for maintaining the language"),
                texts.get("plan", ""),
                note=texts.get("who", ""),
                missing=_("no plan yet"),
            ),
            LabelledValue(
                _("Religion or belief"), texts.get("religion", ""), missing=_("not recorded")
            ),
            LabelledValue(_("Important to the child"), texts.get("practice", "")),
            LabelledValue(_("The child wants"), texts.get("wishes", "")),
        ]
        if culture.review_on:
            overdue = _("overdue") if culture.review_on < today else ""
            day = date_format(culture.review_on, "j F Y")
            pairs.append(LabelledValue(_("Review date"), day, note=overdue))
    edit = ActionLink(_("Edit"), reverse("identity:edit_culture", args=[profile.child.file_id]))
    return Panel(
        _("Language, religion, customs"),
        lead=_(
            "Helps maintain the child’s language, religion and customs. Never used to "
            "separate children."
        ),
        actions=profile.change_actions(Section.PLAN, edit),
        pairs=pairs,
        empty=""
        if culture
        else _("Nothing recorded yet. Ask the child what is important to them."),
    )


def functioning_panel(profile: IdentityDetails, _today: dt.date) -> Panel:
    """The child's functioning and what helps, the latest answers first."""
    add = ActionLink(
        _("Record answers"), reverse("identity:record_functioning", args=[profile.child.file_id])
    )
    return Panel(
        _("Functioning and support needs"),
        lead=_("Optional. Answers are used to arrange support, never to refuse it."),
        actions=profile.change_actions(Section.NEEDS, add),
        rows=[_functioning_row(profile, functioning) for functioning in profile.functioning],
        empty=_("Not asked yet."),
    )


def _functioning_row(profile: IdentityDetails, functioning: Functioning) -> PanelRow:
    texts = profile.texts(functioning)
    pairs = []
    for name in FUNCTIONS:
        answer = Difficulty(getattr(functioning, name))
        is_open = answer in {Difficulty.NOT_ASKED, Difficulty.CHOSE_NOT}
        text = "" if is_open else str(answer.label)
        pairs.append(
            LabelledValue(
                str(FunctioningDomain(name).label), text, missing=str(answer.label).lower()
            )
        )
    if texts.get("helps"):
        pairs.append(LabelledValue(_("Support needs"), texts["helps"]))
    asked_on = date_format(functioning.asked_on, "j F Y")
    answered_by = str(AnsweredBy(functioning.answered_by).label)
    state = Disability(functioning.disability)
    return PanelRow(
        f"{asked_on} · {answered_by}",
        "" if state == Disability.NOT_KNOWN else str(state.label),
        pairs=pairs,
        words=texts.get("note", ""),
    )


def grounds_panel(profile: IdentityDetails, _today: dt.date) -> Panel:
    """The grounds of discrimination, as far as the child allows them to be read."""
    add = ActionLink(
        _("Record the child’s statement"),
        reverse("identity:record_discrimination_grounds", args=[profile.child.file_id]),
    )
    return Panel(
        _("Discrimination"),
        lead=_("Only what the child wants to say, visible only to those the child allows."),
        actions=profile.change_actions(Section.SITUATION, add),
        rows=[_grounds_row(profile, grounds) for grounds in profile.grounds],
        empty=_("No statements by the child are shared with you."),
    )


def _grounds_row(profile: IdentityDetails, grounds: DiscriminationGrounds) -> PanelRow:
    texts = profile.texts(grounds)
    ground_names = [
        str(DiscriminationGround(code).label)
        for code in texts.get("grounds", [])
        if code in DiscriminationGround.values
    ]
    pairs = [LabelledValue(_("Date"), date_format(grounds.stated_on, "j F Y"))]
    if texts.get("done"):
        pairs.append(LabelledValue(_("Action taken"), texts["done"]))
    if grounds.readers == GroundsReaders.WORKER:
        pairs.append(LabelledValue(_("Visible to"), str(GroundsReaders.WORKER.label)))
    return PanelRow(
        join_words(ground_names),
        pairs=pairs,
        words=texts.get("words", ""),
        actions=_change_actions(profile, "identity:change_discrimination_grounds", grounds),
    )


def movements_panel(profile: IdentityDetails, _today: dt.date) -> Panel:
    """The child's movements: companions, restrictions, rights at stake."""
    add = ActionLink(
        _("Add a movement"), reverse("identity:add_movement", args=[profile.child.file_id])
    )
    return Panel(
        _("Movements"),
        lead=_(
            "Do not record the movement as misconduct or, in itself, as harm. Record what "
            "the movement exposed the child to."
        ),
        actions=profile.change_actions(Section.SITUATION, add),
        rows=[_movement_row(profile, movement) for movement in profile.movements],
        empty=_("No movements recorded yet."),
    )


def _movement_row(profile: IdentityDetails, movement: Movement) -> PanelRow:
    countries = " → ".join(
        nationality_names([code]) for code in (movement.from_country, movement.to_country) if code
    )
    pairs = [
        LabelledValue(
            _("Previous living arrangement"), _companion_label(TravelCompanion(movement.with_whom))
        )
    ]
    if movement.year:
        pairs.append(LabelledValue(_("Year"), str(movement.year)))
    if countries:
        pairs.append(LabelledValue(_("Route"), countries))
    if movement.effects:
        effects = join_words([str(RestrictionEffect(code).label) for code in movement.effects])
        pairs.append(LabelledValue(_("Effects of a ban or border control"), effects))
    if movement.rights:
        rights = join_words([str(RightIssue(code).label) for code in movement.rights])
        pairs.append(LabelledValue(_("Rights at stake"), rights))
    return PanelRow(
        str(MovementKind(movement.kind).label),
        pairs=pairs,
        words=profile.texts(movement).get("account", ""),
        actions=_change_actions(profile, "identity:change_movement", movement),
    )


def background_panel(profile: IdentityDetails, _today: dt.date) -> Panel:
    """The child's earlier life and risk factors, each answer as given (DAT-003)."""
    background = profile.background
    texts = profile.texts(background) if background else {}
    pairs = []
    if background:
        stated_on = date_format(background.stated_on, "j F Y")
        not_asked = str(FactorAnswer.NOT_ASKED.label).lower()
        pairs = [
            LabelledValue(_("Date"), stated_on, note=str(AnsweredBy(background.answered_by).label)),
            LabelledValue(
                _("Previous living arrangement"),
                _label(HouseholdBefore, background.lived_with),
                missing=not_asked,
            ),
            LabelledValue(_("School"), _label(Schooling, background.schooling), missing=not_asked),
            LabelledValue(
                _("Household livelihood"),
                _label(HouseholdLivelihood, background.lived_from),
                missing=not_asked,
            ),
            *_factor_pairs(background),
            LabelledValue(_("Account, as given"), texts.get("account", "")),
            LabelledValue(_("Protective factors"), texts.get("strengths", "")),
        ]
    edit = ActionLink(_("Edit"), reverse("identity:edit_background", args=[profile.child.file_id]))
    return Panel(
        _("Background: home, school and livelihood"),
        lead=_(
            "The child’s earlier circumstances and risk factors. The child is not to blame "
            "for them."
        ),
        actions=profile.change_actions(Section.SITUATION, edit),
        pairs=pairs,
        empty="" if background else _("Not asked yet. This does not mean that the answer is “no”."),
    )


def _factor_pairs(background: Background) -> list[LabelledValue]:
    """One line for each kind of answer: yes, no, not known, not answered."""
    answers = factor_answers(background)
    terms = {
        FactorAnswer.YES: _("Risk factors present"),
        FactorAnswer.NO: _("Risk factors not present"),
        FactorAnswer.NOT_KNOWN: _("The child does not know"),
        FactorAnswer.CHOSE_NOT: _("Chose not to say"),
    }
    factors = {
        answer: [
            str(factor.label)
            for factor, factor_answer in answers.items()
            if factor_answer == answer
        ]
        for answer in terms
    }
    return [
        LabelledValue(terms[answer], join_words(names))
        for answer, names in factors.items()
        if names
    ]


def _label(vocabulary: type[TextChoices], code: str) -> str:
    return str(vocabulary(code).label) if code else ""


def _companion_label(companion: TravelCompanion) -> str:
    return label_if_recorded(companion)


def _change_actions(
    profile: IdentityDetails, name: str, record: IdentityDocument | DiscriminationGrounds | Movement
) -> list[ActionLink]:
    change = ActionLink(_("Edit"), reverse(name, args=[record.file_id, record.pk]))
    return profile.change_actions(record.section, change)
