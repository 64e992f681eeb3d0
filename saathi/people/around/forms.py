"""Forms for relations and alleged perpetrators. A name is never required."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from saathi.agencies.fields import StaffChoiceField
from saathi.agencies.form_submission import SealedTextsForm
from saathi.agencies.models import Staff
from saathi.people.around import rules
from saathi.people.around.actions import (
    AllegedPerpetratorInput,
    AuthorityOutcomeInput,
    RelationInput,
)
from saathi.people.around.models import Relation
from saathi.people.around.vocabulary import (
    AllegationSource,
    AllegationState,
    AllegedPerpetratorKind,
    AllegedRelationship,
    AllegedRole,
    ApproachChannel,
    AuthorityBody,
    AuthorityOutcomeKind,
    ContactWish,
    DangerToChild,
    FirmKind,
    LifeStatus,
    RelationKind,
)
from saathi.people.child_codes import normalise_child_code
from saathi.people.forms import TextLineField
from saathi.people.models import Child
from saathi.people.vocabulary import YesNo
from saathi.web.fields import PastDateField, ShortTextField


class RelationForm(SealedTextsForm):
    """Form for a person around the child."""

    sealed_fields = ("name", "where", "phone", "note", "her_words", "why_ended")

    kind = forms.ChoiceField(choices=RelationKind, label=_("What this person is to the child"))
    name = TextLineField(label=_("Name, as it is said or written"))
    lives_with = forms.ChoiceField(
        choices=YesNo, initial=YesNo.NOT_KNOWN, label=_("Lives with the child?")
    )
    is_carer = forms.ChoiceField(
        choices=YesNo, initial=YesNo.NOT_KNOWN, label=_("Looks after the child day by day?")
    )
    contact = forms.ChoiceField(
        choices=ContactWish,
        initial=ContactWish.NOT_ASKED,
        widget=forms.RadioSelect,
        label=_("Does the child want contact?"),
    )
    her_words = ShortTextField(required=False, label=_("In the child’s words"), max_length=2000)
    danger = forms.ChoiceField(
        choices=DangerToChild,
        initial=DangerToChild.NOT_KNOWN,
        label=_("A danger to the child?"),
        help_text=_(
            "Everybody who reads who the child is sees this. Do not write here what happened."
        ),
    )
    life = forms.ChoiceField(choices=LifeStatus, initial=LifeStatus.NOT_KNOWN, label=_("Alive?"))
    where = TextLineField(label=_("Where this person is"), max_length=500)
    phone = TextLineField(label=_("Telephone"))
    note = ShortTextField(required=False, label=_("What else matters"), max_length=2000)
    sibling_code = TextLineField(
        label=_("Code of the file of this sister or brother"),
        help_text=_("Only a file that you read yourself. Others see nothing of it."),
        max_length=20,
    )
    join_back = forms.BooleanField(
        required=False, label=_("Join it from that file to this one too")
    )

    def __init__(self, *args: Any, siblings: "JoinableSiblings", **options: Any) -> None:
        super().__init__(*args, **options)
        self.siblings = siblings

    def clean(self) -> dict[str, Any]:
        """Resolves the sibling's file code and checks the rest against the rules."""
        cleaned = super().clean() or self.cleaned_data
        code = cleaned.get("sibling_code", "")
        if code and self.siblings.find_by_code(code) is None:
            self.add_error("sibling_code", _("No file with this code is open to you."))
        if "kind" in cleaned:
            reasons = rules.reasons_against_relation(
                RelationKind(cleaned["kind"]),
                has_code=bool(code),
                ended_on=cleaned.get("ended_on"),
                today=self.today,
            )
            self.add_refusal_reasons(reasons, {"code": "sibling_code"})
        return cleaned

    @property
    def sibling(self) -> Child | None:
        """The linked sibling; None if the code matches no file that the reader may read."""
        code = self.cleaned_data["sibling_code"]
        return self.siblings.find_by_code(code) if code else None

    def to_input(self) -> RelationInput:
        """The valid form as input of the action. A linked file that the reader may not see stays linked."""
        data = self.cleaned_data
        sibling = self.sibling
        return RelationInput(
            kind=RelationKind(data["kind"]),
            texts=self.texts(),
            lives_with=YesNo(data["lives_with"]),
            is_carer=YesNo(data["is_carer"]),
            contact=ContactWish(data["contact"]),
            danger=DangerToChild(data["danger"]),
            life=LifeStatus(data["life"]),
            ended_on=data.get("ended_on"),
            sibling_file=sibling.file_id if sibling else self.siblings.unseen,
        )


class JoinableSiblings:
    """The files a reader may link.

    Those the reader may read, and the linked one that the reader may not see.
    """

    def __init__(self, readable: QuerySet[Child], unseen: UUID | None = None) -> None:
        self.readable, self.unseen = readable, unseen

    def find_by_code(self, code: str) -> Child | None:
        """The child with this file code, if the reader may read the file."""
        return self.readable.filter(code=normalise_child_code(code)).first()


class RelationChangeForm(RelationForm):
    """Form to change or end a recorded relation."""

    ended_on = PastDateField(required=False, label=_("No longer around the child since"))
    why_ended = TextLineField(label=_("Why"), max_length=500)


class AllegedPerpetratorForm(SealedTextsForm):
    """Form for an alleged perpetrator: alleged by whom, since when, on what basis."""

    sealed_fields = ("name", "where", "marks", "on_what", "how", "said_by_name")

    subject = forms.ChoiceField(
        choices=AllegedPerpetratorKind, label=_("Who is said to have done it")
    )
    name = TextLineField(label=_("Name, as far as it is known"), label_suffix="")
    firm_kind = forms.ChoiceField(
        choices=FirmKind, required=False, label=_("If it is a firm or house: of what kind")
    )
    roles = forms.MultipleChoiceField(
        choices=AllegedRole,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label=_("What is said to have been done"),
    )
    relationship = forms.ChoiceField(
        choices=AllegedRelationship,
        initial=AllegedRelationship.NOT_KNOWN,
        label=_("What she, he or they are to the child"),
    )
    relation = forms.ChoiceField(
        required=False,
        label=_("Is it somebody around the child?"),
        help_text=_("A parent may be in both places. Neither undoes the other."),
    )
    said_by = forms.ChoiceField(choices=AllegationSource, label=_("Who says it"))
    said_by_name = TextLineField(
        label=_("Name of the one who says it, if it may be written down"), label_suffix=""
    )
    said_on = PastDateField(label=_("Since which day it is said"))
    on_what = ShortTextField(
        rows=3,
        required=False,
        label=_("On what it rests: what was seen, heard, found"),
        max_length=8000,
    )
    reached = forms.MultipleChoiceField(
        choices=ApproachChannel,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label=_("How she, he or they came to the child"),
    )
    how = ShortTextField(
        rows=3,
        required=False,
        label=_("The way it was done: promises, money, places, telephones, papers"),
        max_length=8000,
    )
    is_organised = forms.ChoiceField(
        choices=YesNo,
        initial=YesNo.NOT_KNOWN,
        label=_("Do several act together in an organised way?"),
    )
    where = TextLineField(label=_("Where she, he or they can be found"), max_length=500)
    marks = TextLineField(label=_("What she, he or they can be recognised by"), max_length=500)
    accused_staff = StaffChoiceField(
        queryset=Staff._default_manager.none(),
        required=False,
        label=_("Is it a colleague of ours?"),
        help_text=_("The colleague never reads this. Hide the whole file from the colleague too."),
    )
    standing = forms.ChoiceField(
        choices=AllegationState, initial=AllegationState.STANDS, label=_("Current status")
    )

    def __init__(
        self,
        *args: Any,
        people: Sequence[tuple[Relation, str]],
        colleagues: QuerySet[Staff],
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.people = {str(person.pk): person for person, _name in people}
        choice, staff = self.fields["relation"], self.fields["accused_staff"]
        assert isinstance(choice, forms.ChoiceField)
        assert isinstance(staff, StaffChoiceField)
        choice.choices = [("", "—"), *((str(person.pk), name) for person, name in people)]
        staff.queryset = colleagues

    def to_input(self) -> AllegedPerpetratorInput:
        """The valid form as input of the action."""
        data = self.cleaned_data
        colleague: Staff | None = data["accused_staff"]
        return AllegedPerpetratorInput(
            subject=AllegedPerpetratorKind(data["subject"]),
            said_by=AllegationSource(data["said_by"]),
            said_on=data["said_on"],
            texts=self.texts(),
            firm_kind=FirmKind(data["firm_kind"]),
            roles=data["roles"],
            relationship=AllegedRelationship(data["relationship"]),
            relation=self.people.get(data["relation"]),
            reached=data["reached"],
            is_organised=YesNo(data["is_organised"]),
            standing=AllegationState(data["standing"]),
            accused_staff=colleague.pk if colleague else None,
        )


class AuthorityOutcomeForm(SealedTextsForm):
    """Form for a step or decision of an authority about an allegation."""

    sealed_fields = ("name", "number", "note")

    kind = forms.ChoiceField(choices=AuthorityOutcomeKind, label=_("What the authority did"))
    body = forms.ChoiceField(
        choices=AuthorityBody, initial=AuthorityBody.NOT_KNOWN, label=_("Which authority")
    )
    name = TextLineField(label=_("Its name and place"))
    number = TextLineField(label=_("Number of the case or paper"), max_length=80)
    decided_on = PastDateField(label=_("On which day"))
    note = ShortTextField(required=False, label=_("What else matters"), max_length=4000)

    def to_input(self) -> AuthorityOutcomeInput:
        """The valid form as input of the action."""
        data = self.cleaned_data
        return AuthorityOutcomeInput(
            AuthorityOutcomeKind(data["kind"]),
            AuthorityBody(data["body"]),
            data["decided_on"],
            self.texts(),
        )
