"""The names from which simulated children get theirs."""

from collections import Counter

from saathi.synthetic import name_lists


def test_name_frequencies_follow_the_list() -> None:
    for group in name_lists.load_communities():
        for usual, additional, borne in (
            (group.girls, group.more_girls, group.weighted.girls),
            (group.boys, group.more_boys, group.weighted.boys),
            (group.surnames, group.more_surnames, group.weighted.surnames),
        ):
            assert set(borne) == {*usual, *additional}
            counted = Counter(borne)
            assert counted.most_common(1)[0][0] == usual[0]
            assert 0.025 < counted[usual[0]] / len(borne) < 0.07
