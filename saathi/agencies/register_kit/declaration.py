"""What a register declares; its actions and screens follow from it, and each can be replaced."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import QueryDict
from django.urls import reverse

from saathi.agencies.declared_kinds import NoticeKind
from saathi.agencies.form_pages import FormPageText
from saathi.agencies.form_submission import RecordForm
from saathi.agencies.list_kit.declaration import ListDeclaration
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.register_kit.models import (
    RegisterEntry,
    RegisterEntryTranslation,
    RegisterEntryVersion,
)
from saathi.agencies.register_kit.rules import EntryMove
from saathi.agencies.staff_requests import StaffRequest
from saathi.infra.reasons import Reason
from saathi.web.components import LabelledValue, Text


@dataclass(frozen=True, kw_only=True)
class RegisterTables[EntryT: RegisterEntry]:
    """The tables of a register, who writes to them, and what identifies an entry in its agency."""

    name: str  # in the audit log
    model: type[EntryT]
    versions: type[RegisterEntryVersion]
    permission: Permission
    key_fields: Sequence[str]
    unique_constraint: str  # of the key among entries that are not archived
    # The notice to the other maintainers when an entry awaits a second person; to its author when
    # returned.
    waiting_notice: NoticeKind
    returned_notice: NoticeKind
    translations: type[RegisterEntryTranslation] | None = None
    translated_fields: Sequence[str] = ()
    # Why a maintainer of its agency still cannot write to an entry, such as a declared connection.
    reasons_against_writing: Callable[[Any, Staff], tuple[Reason, ...]] = lambda _entry, _actor: ()


@dataclass(frozen=True)
class RegisterAddresses:
    """The URL names of a register, such as `services:show_service`."""

    namespace: str
    singular: str
    plural: str

    def of_list(self, verb: str) -> str:
        """The URL of a page about all entries: list, import, download, publish, print."""
        return reverse(f"{self.namespace}:{verb}_{self.plural}")

    def of_new(self) -> str:
        """The URL of the form for a new entry."""
        return reverse(f"{self.namespace}:add_{self.singular}")

    def of_entry(self, verb: str, entry_id: UUID, *more: str) -> str:
        """The URL of a page about one entry: show, change, verify, act_on."""
        return reverse(f"{self.namespace}:{verb}_{self.singular}", args=[entry_id, *more])


@dataclass(frozen=True)
class RegisterTexts:
    """The texts of a register's screens."""

    title: Text  # of the list and of links to it
    entry: Text  # one entry
    lead: Text
    form: FormPageText  # of a new entry
    edit: Text  # title of the form for an existing entry
    taken: Text  # its key belongs to another entry of the agency
    imported_meanwhile: Text
    moves: Mapping[EntryMove, FormPageText]


class RegisterForm(RecordForm):
    """The form of an entry; the history and the import use its labels."""

    def entry_values(self, actor: Staff) -> dict[str, Any]:
        """The content of the entry by model column, as the actor enters it."""
        raise NotImplementedError


@dataclass(frozen=True, kw_only=True)
class Register[EntryT: RegisterEntry, FormT: RegisterForm]:
    """A register with its screens. `make_form` returns the form of an entry, or of a new one.

    `add` and `change` save a form's content and raise `register_kit.actions.EntryAlreadyListed` if
    the agency has an entry with this key; True requests publication.
    """

    table: RegisterTables[EntryT]
    addresses: RegisterAddresses
    words: RegisterTexts
    form_class: type[FormT]
    make_form: Callable[[QueryDict | None, EntryT | None, Staff], FormT]
    add: Callable[[FormT, bool, Staff], EntryT]
    change: Callable[[EntryT, FormT, bool, Staff], object]
    make_list: Callable[[Staff], ListDeclaration[EntryT]]
    pairs: Callable[[EntryT], Sequence[LabelledValue]]
    # All content, as shown to the person who publishes the entry or confirms its changes.
    content_pairs: Callable[[EntryT], Sequence[LabelledValue]]
    import_columns: Sequence[str]
    required_columns: Sequence[str]
    import_defaults: Callable[[Staff], Mapping[str, str]] = lambda _actor: {}
    languages: Sequence[tuple[str, Text]] = ()  # into which entries are translated
    title_of: Callable[[EntryT], str] = str
    more_on_entry: Callable[[StaffRequest, EntryT], Mapping[str, Any]] = lambda _request, _entry: {}

    def __post_init__(self) -> None:
        if self.table.translations is not None and not self.languages:
            raise ValueError(
                f"The register {self.table.name} translates its entries: name languages."
            )
