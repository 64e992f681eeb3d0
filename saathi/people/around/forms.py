"""Forms for relations and alleged perpetrators. A name is never required."""

from collections.abc import Sequence
from typing import Any, cast
from uuid import UUID

from django import forms
from django.db.models import Model, QuerySet
from django.utils.translation import gettext_lazy as _

from saathi.agencies.fields import StaffChoiceField
from saathi.agencies.models import Staff
from saathi.agencies.record_kit.forms import DerivedForm, derive_field
from saathi.people.around import rules
from saathi.people.around.models import AllegedPerpetrator, Outcome, Relation
from saathi.people.around.vocabulary import AllegedRole, ApproachChannel, RelationKind
from saathi.people.child_codes import normalise_child_code
from saathi.people.forms import TextLineField
from saathi.people.models import Child


class RelationForm(DerivedForm[Relation]):
    """Form for a person around the child."""

    model = Relation
    names = (
        "kind name lives_with is_carer contact child_words danger life where phone note "
        "sibling_code join_back"
    )
    sibling_code = TextLineField(
        label=_("Case ID of the sister or brother"),
        help_text=_("Enter only a file that you can open. Others do not see the link."),
        max_length=20,
    )
    join_back = forms.BooleanField(
        required=False, label=_("Link this file from the sister’s or brother’s file too")
    )

    def __init__(self, *args: Any, siblings: "JoinableSiblings", **options: Any) -> None:
        super().__init__(*args, **options)
        self.siblings = siblings

    def clean(self) -> dict[str, Any]:
        """Resolves the sibling's file code and checks the rest against the rules."""
        cleaned = super().clean() or self.cleaned_data
        code = cleaned.get("sibling_code", "")
        if code and self.siblings.find_by_code(code) is None:
            self.add_error(
                "sibling_code",
                _("You have no access to a file with this case ID. Check the case ID."),
            )
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

    def put_texts(self, record: Model) -> None:
        """Also links the sibling's file. A linked file that the reader may not see stays linked."""
        super().put_texts(record)
        linked = self.sibling.file_id if self.sibling else self.siblings.unseen
        cast("Relation", record).linked_file = linked.hex if linked else ""


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

    names = "ended_on why_ended"


class AllegedPerpetratorForm(DerivedForm[AllegedPerpetrator]):
    """Form for an alleged perpetrator: who alleged it, since when, on what basis."""

    model = AllegedPerpetrator
    names = (
        "subject name description firm_kind roles relationship relation said_by said_by_name said_on on_what "
        "reached how is_organised where marks accused_staff"
    )
    name = derive_field(AllegedPerpetrator, "name", label_suffix="")
    roles = forms.MultipleChoiceField(
        choices=AllegedRole,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label=_("Alleged acts"),
    )
    relation = forms.ChoiceField(
        required=False,
        label=_("Person in the child’s family or contacts"),
        help_text=_("A parent can be recorded in both lists."),
    )
    said_by_name = derive_field(AllegedPerpetrator, "said_by_name", label_suffix="")
    reached = forms.MultipleChoiceField(
        choices=ApproachChannel,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label=_("Means of contact with the child"),
    )
    accused_staff = StaffChoiceField(
        queryset=Staff._default_manager.none(),
        required=False,
        label=_("Colleague"),
        help_text=_("The colleague never sees this. Hide the whole file from the colleague too."),
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

    def columns(self) -> dict[str, Any]:
        """The columns, with the chosen relation and the id of the chosen colleague."""
        relation, colleague = (self.cleaned_data[name] for name in ("relation", "accused_staff"))
        accused = colleague.pk if colleague else None
        return super().columns() | {"relation": self.people.get(relation), "accused_staff": accused}


class AllegedPerpetratorChangeForm(AllegedPerpetratorForm):
    """Form to change an allegation, or to say that it is no longer maintained."""

    names = "allegation_state why_changed"

    def prepare(self) -> None:
        """Asks for the reason of this change, not of the last one."""
        self.initial["why_changed"] = ""

    def texts(self) -> dict[str, str]:
        """The sealed texts that the form has, by name."""
        return {name: self.cleaned_data[name] for name in self._text_fields()}


class AuthorityOutcomeForm(DerivedForm[Outcome]):
    """Form for what an authority decided about an allegation."""

    model = Outcome
    names = "kind body name number decided_on note"
