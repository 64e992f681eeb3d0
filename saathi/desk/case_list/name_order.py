"""Sorts and searches the reader's own cases by the child's name, which is sealed: it opens names.

Bounded, because each name costs about a tenth of a millisecond: up to `MAX_SORTED` cases are sorted
by name, and a name is searched among the first `MAX_SEARCHED`.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from saathi.agencies import access
from saathi.agencies.list_kit.declaration import ListQuestion
from saathi.agencies.list_kit.keyset import ListPosition
from saathi.agencies.models import Staff
from saathi.desk.case_list.case_query import CaseFilter, FoundCases, find_cases
from saathi.desk.case_list.rows import CaseRow, load_case_rows
from saathi.engines.matching import names as name_matching
from saathi.engines.matching.name_words import split_words
from saathi.infra.any_of import AnyOf
from saathi.people import names
from saathi.people.child_codes import normalise_child_code
from saathi.people.romanised_names import romanised_form
from saathi.protection.casework.cases.models import Case
from saathi.protection.casework.cases.vocabulary import OPEN_STATUSES, CaseStatus
from saathi.vault import store as vault

BY_NAME = "child"
MAX_SORTED = 500
MAX_SEARCHED = 2000
MAX_SHOWN = 25
MIN_CODE_PREFIX = 4  # letters and digits of a case ID, including the country's
# Words that sound alike count as one name from this similarity: "Sunita" and "Sanita", but not
# "Sita" and "Sada".
MIN_WORD_SIMILARITY = 0.9


@dataclass(frozen=True)
class NameMatches:
    """The cases of children with a name; whether there are more, and whether all were searched."""

    rows: Sequence[CaseRow]
    is_cut: bool
    were_all_searched: bool


def find_page_sorted_by_name(
    staff: Staff, chosen: CaseFilter, question: ListQuestion
) -> FoundCases | None:
    """A page of cases sorted by name in Latin letters; None if there are too many to sort."""
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
    """The open and closed cases of children whose names contain or sound like each word.

    The beginning of a case ID is also matched.

    Open cases come first, so that a limit leaves out closed ones.
    """
    result = find_cases(
        staff, CaseFilter(), order="risk", position=ListPosition(), size=MAX_SEARCHED
    )
    ids = list(result.ids)
    is_all = result.office is None and result.count < MAX_SEARCHED
    if (left := MAX_SEARCHED - len(ids)) > 0:
        closed = CaseFilter(statuses=tuple(set(CaseStatus) - set(OPEN_STATUSES)))
        ended = find_cases(staff, closed, order="risk", position=ListPosition(), size=left)
        ids += ended.ids
        is_all &= ended.office is None and result.count + ended.count <= MAX_SEARCHED
    of_case = _names(staff, ids)
    words, coded = split_words(asked), _cases_of_code(staff, ids, asked)
    matching = [key for key, own in of_case.items() if key in coded or _matches(own, words)]
    rows = load_case_rows(staff, matching[:MAX_SHOWN], with_names=True)
    return NameMatches(rows, len(matching) > MAX_SHOWN, is_all)


def _cases_of_code(staff: Staff, ids: Sequence[UUID], asked: str) -> set[UUID]:
    """The cases whose case ID begins with the input, regardless of blanks and hyphens."""
    signs = normalise_child_code(asked).replace("-", "")
    if len(signs) < MIN_CODE_PREFIX:
        return set()
    cases = access.visible(staff, Case, by_row=True).filter(AnyOf("pk", ids))
    codes = cases.values_list("pk", "child__code")
    return {key for key, code in codes if code.replace("-", "").startswith(signs)}


def _matches(child_names: Sequence[names.Name], asked: Sequence[str]) -> bool:
    """Whether each searched word matches a name, and at least one of them the child's own."""
    searched = names.searchable_names(child_names)
    own = _words(name for name in searched if name.kind not in names.RELATIVE_NAME_KINDS)
    everyone = _words(searched)
    return any(_is_among(word, own) for word in asked) and all(
        _is_among(word, everyone) for word in asked
    )


def _words(child_names: Iterable[names.Name]) -> list[str]:
    return [word for name in child_names for word in split_words(name.text)]


def _is_among(asked: str, words: Sequence[str]) -> bool:
    """Whether one of the words begins with the searched word, or sounds like it."""
    if any(word.startswith(asked) for word in words):
        return True
    keys = {key for word_keys in name_matching.word_keys(asked) for key in word_keys}
    return any(
        any(keys & own for own in name_matching.word_keys(word))
        and name_matching.name_similarity(asked, word) >= MIN_WORD_SIMILARITY
        for word in words
    )
