"""The kinds of records, as each domain declares its own: their names, and where they name their source."""

from dataclasses import dataclass

from saathi.agencies.models import Scoped
from saathi.agencies.vocabulary import CollectionMethod
from saathi.web.components import Text


@dataclass(frozen=True, slots=True)
class RecordKind:
    """How pages name the records of a model, and who is the source of their content.

    `source` is the column that names the source, `source_text` the source of all of them; without either
    it is the member of staff who recorded them. `method` is the collection method of records that no
    form writes, whatever was kept with each.
    """

    model: type[Scoped]
    label: Text
    source: str = ""
    source_text: Text = ""
    method: CollectionMethod | None = None
