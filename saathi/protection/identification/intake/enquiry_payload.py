"""The facts of a search, and their tokens. They are sealed in the enquiry."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, Self

from saathi.engines.matching import names
from saathi.engines.matching.tracing import TracingProfile
from saathi.people.match_profiles import sex_of
from saathi.people.name_pair_keys import name_pair_keys, name_trio_keys
from saathi.people.vocabulary import Gender
from saathi.protection.identification.intake.vocabulary import SearchFact, Seeker
from saathi.vault import tokens


@dataclass(frozen=True)
class EnquiryPayload:
    """The facts a child is searched with. `report` is the report they come from, if any."""

    names: tuple[str, ...] = ()
    father: str = ""
    mother: str = ""
    age_low: int | None = None
    age_high: int | None = None
    gender: str = Gender.NOT_RECORDED
    district: str = ""
    language: str = ""
    report: str = ""
    relation: str = Seeker.NOT_RECORDED  # the relation to the child that the seeker states

    @classmethod
    def from_payload(cls, payload: Mapping[str, Any]) -> Self:
        """The facts from the content of an envelope."""
        known = {field.name: payload[field.name] for field in fields(cls) if field.name in payload}
        return cls(**known | {"names": tuple(known.get("names", ()))})

    def payload(self) -> dict[str, Any]:
        """The content to seal in the enquiry."""
        return asdict(self)

    @property
    def relatives(self) -> tuple[str, ...]:
        """The names of father and mother, if given."""
        return tuple(name for name in (self.father, self.mother) if name)

    def given_facts(self) -> dict[SearchFact, str]:
        """The kinds of facts given, for the rule on the minimum number of facts."""
        given = {
            SearchFact.NAME: " ".join(self.names),
            SearchFact.RELATIVE_NAME: " ".join(self.relatives),
            SearchFact.AGE: "" if self.age_low is None else str(self.age_low),
            SearchFact.GENDER: ""
            if self.gender in {Gender.NOT_RECORDED, Gender.NOT_SAID}
            else self.gender,
            SearchFact.HOME_PLACE: self.district,
            SearchFact.LANGUAGE: self.language,
        }
        return {kind: value for kind, value in given.items() if value.strip()}

    def birth_years(self, on: dt.date) -> tuple[int, int] | None:
        """The first and last possible year of birth, if the age was correct on that day."""
        if self.age_low is None or self.age_high is None:
            return None
        return on.year - self.age_high - 1, on.year - self.age_low

    def portrait(self, on: dt.date) -> TracingProfile:
        """The facts as a profile that children are compared with."""
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
        """The facts from which a child's tokens are made; the child's own names take precedence."""
        years = self.birth_years(on)
        searched_names = self.names or self.relatives
        if with_relatives:
            searched_names = (*self.names, *self.relatives)
        return tokens.TokenFacts(
            names=sorted({key for name in searched_names for key in names.name_keys(name)}),
            pairs=name_pair_keys(self.names, self.relatives) if with_relatives else [],
            trios=name_trio_keys(self.names, self.relatives) if with_relatives else [],
            bands=tokens.birth_bands(*years) if years else [],
            districts=[self.district] if self.district else [],
        )
