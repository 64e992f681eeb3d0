"""The order of Act now on My day, and which of its lines are never folded."""

from uuid import uuid4

from saathi.desk.day.pages import urgent_block
from saathi.web.components import AlertBox, AlertChild


def test_children_in_danger_and_clocks_are_never_folded_others_after_three_lines() -> None:
    def box(icon: str) -> AlertBox:
        return AlertBox("", icon=icon, child=AlertChild(uuid4(), uuid4()))

    icons = ["alert-triangle"] * 5 + ["clock"] * 5 + ["users"] * 5
    block = urgent_block([box(icon) for icon in icons], {})
    assert [line.alert.icon for line in block.first] == icons[:10] + ["users"] * 3
    assert len(block.more) == 2


def test_immediate_danger_comes_before_prevented_contact_and_children_not_met() -> None:
    def line(title: str, icon: str = "alert-triangle", *, comes_last: bool = False) -> AlertBox:
        child = AlertChild(uuid4(), uuid4())
        return AlertBox(title, icon=icon, child=child, comes_last=comes_last)

    unsafe, own, prevented = line("unsafe"), line("own"), line("prevented", comes_last=True)
    care = line("care", "clock")
    report, not_met = AlertBox("Report of danger"), AlertBox("Not met", comes_last=True)
    block = urgent_block([unsafe, prevented, own, not_met, care, report], {})
    assert [each.alert for each in block.first] == [unsafe, own, prevented, care]
    assert (block.others, block.last) == ([report], [not_met])


def test_children_in_danger_come_before_reports_in_which_no_child_is_in_danger_now() -> None:
    today, now = AlertBox("Today", comes_last=True), AlertBox("Immediate danger")
    child = AlertBox("", child=AlertChild(uuid4(), uuid4()))
    block = urgent_block([today, now, child], {})
    assert block.others == [now]
    assert [line.alert for line in block.first] == [child]
    assert block.last == [today]
