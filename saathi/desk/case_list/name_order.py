"""Sorts and searches one's own cases by the child's name, which is sealed: names are opened for it.

Bounded, because each name costs about a tenth of a millisecond: a list is sorted by name up to
`MAX_SORTED` cases, and a name is searched among the `MAX_SEARCHED` first.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from saathi.agencies import access
from saathi.agencies.list_kit.declaration import ListQuestion
from saathi.agencies.list_kit.keyset import ListPosition
from saathi.agencies.models import Staff
from saathi.desk.case_list.finding import CaseFilter, FoundCases, find_cases
from saathi.desk.case_list.rows import CaseRow, load_case_rows
from saathi.engines.matching import names as name_matching
from saathi.infra.any_of import AnyOf
from saathi.people import names
from saathi.people.romanised_names import romanised_form
from saathi.people.search_tokens import name_keys
from saathi.protection.casework.cases.models import Case
from saathi.protection.casework.cases.vocabulary import CaseStatus
from saathi.vault import store as vault

BY_NAME = "child"
MAX_SORTED = 500
MAX_SEARCHED = 2000
MAX_SHOWN = 25


@dataclass(frozen=True)
class NameMatches:
    """The cases of a child with this name; whether there are more, and whether all were searched."""

    rows: Sequence[CaseRow]
    is_cut: bool
    were_all_searched: bool


def find_by_name(staff: Staff, chosen: CaseFilter, question: ListQuestion) -> FoundCases | None:
    """A page in the order of the names in Latin letters; None if there are too many to be sorted."""
    all_found = find_cases(staff, chosen, order="code", position=ListPosition(), size=MAX_SORTED)
    if all_found.count > MAX_SORTED or all_found.office is not None:
        return None
    shown = {
        case: _sort_key(child_names) for case, child_names in _names(staff, all_found.ids).items()
    }
    ids = sorted(shown, key=lambda case: (not shown[case], shown[case], case))
    if question.order.startswith("-"):
        ids.reverse()
    start = _start(ids, question)
    page = ids[start : start + question.size]
    return FoundCases(page, all_found.count, None, start > 0, start + len(page) < len(ids))


def _start(ids: Sequence[UUID], question: ListQuestion) -> int:
    position = question.position
    if position.after in ids:
        return ids.index(position.after) + 1
    if position.before in ids:
        return max(ids.index(position.before) - question.size, 0)
    return 0


def _sort_key(child_names: Collection[names.Name]) -> str:
    display = names.display_name(child_names)
    return (romanised_form(display) or display.primary).casefold()


def _names(staff: Staff, ids: Sequence[UUID]) -> dict[UUID, list[names.Name]]:
    """The names of the children of these cases, in the order of the ids."""
    cases = (
        access.visible(staff, Case, by_row=True).filter(AnyOf("pk", ids)).select_related("child")
    )
    children = {case.pk: case.child for case in cases}
    opened = vault.open_many(list({child.pk: child for child in children.values()}.values()))
    return {
        key: names.names_in_payload(opened.get(children[key].pk, {}))
        for key in ids
        if key in children
    }


def search_by_name(staff: Staff, asked: str) -> NameMatches:
    """The cases of children whose name contains or sounds like what was asked, open and closed ones.

    Open ones come first, so that a limit leaves out closed ones.
    """
    everything = CaseFilter(statuses=tuple(CaseStatus))
    found = find_cases(
        staff, everything, order="-status", position=ListPosition(), size=MAX_SEARCHED
    )
    of_case = _names(staff, found.ids)
    words, folded = name_matching.word_keys(asked), asked.casefold()
    matching = [key for key, own in of_case.items() if _matches(own, folded, words)]
    rows = load_case_rows(staff, matching[:MAX_SHOWN], with_names=True)
    is_all = found.count <= MAX_SEARCHED and found.office is None
    return NameMatches(rows, len(matching) > MAX_SHOWN, is_all)


def _matches(
    child_names: Sequence[names.Name], folded: str, words: Sequence[Collection[str]]
) -> bool:
    """Whether a name of the child contains the text, or sounds like each word that was asked."""
    searched = names.searchable_names(child_names)
    own = [name for name in searched if name.kind not in names.RELATIVE_NAME_KINDS]
    if any(folded in name.text.casefold() for name in own):
        return True
    keys = name_keys(own) if words else set()
    return bool(words) and all(keys.intersection(word) for word in words)
