"""Which backups this version can migrate, by the version that made them and their migrations."""

import pytest

from saathi.config.backups import schema
from saathi.config.backups.archives import BackupError


def check(version: str, *more: str) -> None:
    known = ["agencies.0001_initial", "people.0001_initial"]
    schema.check_migrations_known({"saathi": version, "migrations": [*known, *more]})


@pytest.mark.parametrize("version", ["0.2.0", "0.2", "0.10.1", "1.0rc1", "2.0.0"])
def test_backup_whose_migrations_are_known_is_accepted(version: str) -> None:
    check(version)


@pytest.mark.parametrize("version", ["0.1.0", "0.1.99", "0.0.3", "unknown"])
@pytest.mark.parametrize("more", [[], ["people.0002_age_origin_speech"]])
def test_backup_from_before_the_first_version_is_refused_whatever_its_migrations(
    version: str, more: list[str]
) -> None:
    with pytest.raises(BackupError, match=r"before version 0\.2 .* Restore it with version 0\.1"):
        check(version, *more)


@pytest.mark.parametrize("version", ["0.2.0", "0.3.0"])
def test_backup_with_unknown_migrations_is_of_a_newer_version(version: str) -> None:
    with pytest.raises(BackupError, match=r"newer Saathi .*people\.0999_of_next_year"):
        check(version, "people.0999_of_next_year")
