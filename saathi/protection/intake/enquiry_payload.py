"""What a search is asked with, and what it means for tokens. It lies sealed in its enquiry."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, Self

from saathi.matching import names
from saathi.matching.tracing import TracingProfile
from saathi.people.match_profiles import sex_of
from saathi.people.name_pair_keys import name_pair_keys, name_trio_keys
from saathi.people.vocabulary import Gender
from saathi.protection.intake.vocabulary import SearchFact, Seeker
from saathi.vault import tokens


@dataclass(frozen=True)
class EnquiryPayload:
    """The facts somebody looks for a child with. `report` is the report they come from, if any."""

    names: tuple[str, ...] = ()
    father: str = ""
    mother: str = ""
    age_low: int | None = None
    age_high: int | None = None
    gender: str = Gender.NOT_SAID
    district: str = ""
    language: str = ""
    report: str = ""
    relation: str = Seeker.NOT_SAID  # what whoever looks for the child says to be to her

    @classmethod
    def from_payload(cls, payload: Mapping[str, Any]) -> Self:
        """What an envelope held."""
        known = {field.name: payload[field.name] for field in fields(cls) if field.name in payload}
        return cls(**known | {"names": tuple(known.get("names", ()))})

    def payload(self) -> dict[str, Any]:
        """What the envelope of the enquiry holds."""
        return asdict(self)

    @property
    def relatives(self) -> tuple[str, ...]:
        """The names of father and mother, as far as given."""
        return tuple(name for name in (self.father, self.mother) if name)

    def given_facts(self) -> dict[SearchFact, str]:
        """Which kinds of facts were given, for the rule that asks for enough of them."""
        given = {
            SearchFact.NAME: " ".join(self.names),
            SearchFact.RELATIVE_NAME: " ".join(self.relatives),
            SearchFact.AGE: "" if self.age_low is None else str(self.age_low),
            SearchFact.GENDER: "" if self.gender == Gender.NOT_SAID else self.gender,
            SearchFact.HOME_PLACE: self.district,
            SearchFact.LANGUAGE: self.language,
        }
        return {kind: value for kind, value in given.items() if value.strip()}

    def birth_years(self, on: dt.date) -> tuple[int, int] | None:
        """The first and last possible year of birth, if the age was true on that day."""
        if self.age_low is None or self.age_high is None:
            return None
        return on.year - self.age_high - 1, on.year - self.age_low

    def portrait(self, on: dt.date) -> TracingProfile:
        """The same facts as children are compared by."""
        return TracingProfile(
            names=self.names,
            father=self.father,
            mother=self.mother,
            sex=sex_of(self.gender),
            birth_years=self.birth_years(on),
            district=self.district,
            languages=(self.language,) if self.language else (),
        )

    def token_facts(self, on: dt.date, *, with_relatives: bool = False) -> tokens.TokenFacts:
        """The same facts as the tokens of children are made from; her own names before others'."""
        years = self.birth_years(on)
        looked_for = self.names or self.relatives
        if with_relatives:
            looked_for = (*self.names, *self.relatives)
        return tokens.TokenFacts(
            names=sorted({key for name in looked_for for key in names.name_keys(name)}),
            pairs=name_pair_keys(self.names, self.relatives) if with_relatives else [],
            trios=name_trio_keys(self.names, self.relatives) if with_relatives else [],
            bands=tokens.birth_bands(*years) if years else [],
            districts=[self.district] if self.district else [],
        )
