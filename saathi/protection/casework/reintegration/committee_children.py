"""The children whom a care committee supports: no text about its meetings names them."""

from uuid import UUID

from saathi.agencies import access
from saathi.agencies.models import Staff
from saathi.people.identifying_words.identifier_scan import ChildIdentifiers
from saathi.people.models import Child
from saathi.people.names import RELATIVE_NAME_KINDS, names_in_payload, searchable_names
from saathi.protection.care.care_committees.supported_children import register_supported_children
from saathi.protection.casework.reintegration.models import CommitteeSupport
from saathi.vault import store as vault

MAX_CHILDREN = 200  # those supported last: each name is compared with each word of a text


@register_supported_children
def list_supported_children(committee_id: UUID, reader: Staff) -> list[ChildIdentifiers]:
    """The names of the supported children whose files the reader may open, and of their parents."""
    supports = access.visible(reader, CommitteeSupport).filter(committee=committee_id)
    files = list(supports.order_by("-began_on", "pk").values_list("file_id", flat=True))
    children = access.visible(reader, Child).filter(file_id__in=files[:MAX_CHILDREN])
    opened = vault.open_many(list(children))
    return [_identifiers(payload) for payload in opened.values()]


def _identifiers(payload: dict[str, object]) -> ChildIdentifiers:
    names = searchable_names(names_in_payload(payload))
    return ChildIdentifiers(
        names=[name.text for name in names if name.kind not in RELATIVE_NAME_KINDS],
        parents=[name.text for name in names if name.kind in RELATIVE_NAME_KINDS],
    )
