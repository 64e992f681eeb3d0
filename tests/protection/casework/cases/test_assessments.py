"""Assessments: complete by the required domains, guidance with the risk level, comparable over time."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils.formats import date_format

from saathi.agencies.models import Configuration, Staff
from saathi.audit.models import AuditEntry
from saathi.protection.casework.cases.actions import assessing
from saathi.protection.casework.cases.assessment_rules import assessment_coverage, latest_levels
from saathi.protection.casework.cases.models import Assessment, Case, Due
from saathi.protection.casework.cases.rules import Procedure
from saathi.protection.casework.cases.vocabulary import Duty, Facet, NeedState, RiskLevel
from tests import counting, filled
from tests.factories import plans
from tests.roles import acting, role
from tests.screens import read
from tests.signing import signed_in

pytestmark = pytest.mark.django_db
REQUIRED = Procedure().required_domains


def assess(
    case: Case, worker: Staff, *domains: Facet, state: NeedState = NeedState.NEED, days_ago: int = 0
) -> Assessment:
    new = assessing.AssessmentInput(
        case.office.today() - dt.timedelta(days=days_ago),
        RiskLevel.MEDIUM,
        dict.fromkeys(domains, state),
        dict.fromkeys(domains, "Fever at night"),
        wishes="To sew",
        danger="The uncle came again",
    )
    with acting(worker):
        return assessing.record_assessment(case=case, new=new, actor=worker)


def address(name: str, case: Case) -> str:
    return reverse(f"cases:{name}", args=[case.file_id])


@pytest.mark.parametrize(
    ("assessments", "covered"),
    [
        ([], 0),
        ([{"protection": "need", "care": "strength"}], 2),
        ([{"protection": "need"}, {"care": "do_not_ask"}], 2),
        ([{"protection": "not_known"}], 0),
        ([{"protection": "not_known"}, {"protection": "need"}], 1),
        ([{"livelihood": "need"}], 0),  # no required domain
        ([dict.fromkeys(map(str, REQUIRED), "no_need")], 8),
    ],
)
def test_coverage_counts_required_domains(assessments: list[dict[str, str]], covered: int) -> None:
    coverage = assessment_coverage(assessments, Procedure())
    assert len(coverage.covered) == covered
    assert len(coverage.covered) + len(coverage.missing) == 8
    assert coverage.is_complete == (covered == 8)


def test_assessment_is_complete_when_required_domains_are_covered(
    case: Case, worker: Staff
) -> None:
    client, file = signed_in(worker), reverse("desk:child_file", args=[case.file_id])
    assess(case, worker, *REQUIRED[:5], days_ago=1)
    for page in (client.get(file), client.get(address("list_assessments", case))):
        assert "5 of 8 required domains" in read(page)[0]
    with acting(worker):
        assert Due.objects.filter(case=case, duty=Duty.ASSESSMENT, done_on=None).exists()
    assess(case, worker, *REQUIRED[5:])
    assert "required domain" not in read(client.get(file))[0]
    with acting(worker):
        assert not Due.objects.filter(case=case, duty=Duty.ASSESSMENT, done_on=None).exists()


def test_procedure_names_required_domains_and_meaning_of_levels(case: Case, worker: Staff) -> None:
    body = {"required_domains": "legal, care", "risk_high_means": "Harm within a day"}
    with role("maintenance"):
        Configuration.objects.create(
            kind="procedure", country="NPL", name="standard", version=1, body=body,
            valid_from=dt.date(2026, 1, 1),
        )  # fmt: skip
    assess(case, worker, Facet.LEGAL)
    page = read(signed_in(worker).get(address("record_assessment", case)))[0]
    assert "1 of 2 required domains" in page
    assert "Harm within a day" in page
    assert "Visit every 14 days" in page
    procedure = read(signed_in(worker).get(reverse("desk:show_procedure")))[0]
    for shown in ("Harm within a day", "Legal help and documents", "Home and daily care"):
        assert shown in procedure


def test_last_assessment_is_shown_beside_and_never_copied(case: Case, worker: Staff) -> None:
    last = assess(case, worker, Facet.MEDICAL, days_ago=3)
    client, path = signed_in(worker), address("record_assessment", case)
    assert "Fever at night" not in client.get(path).content.decode()
    with counting.at_most(20):
        page = client.get(f"{path}?last").content.decode()
    assert "Fever at night" in page
    assert "The uncle came again" in page
    sent = filled.form(page)
    assert not any(sent[name] != [""] for name in sent if name.startswith(("state_", "text_")))
    assert sent.get("risk") is None
    with role("auditor"):
        looked = AuditEntry.objects.filter(file_id=case.file_id, kind="looked")
        assert any(last.pk in entry.objects_seen for entry in looked)


def test_present_judgement_is_proposed_and_filled_in_only_when_confirmed(
    case: Case, worker: Staff
) -> None:
    last = assess(case, worker, Facet.MEDICAL, days_ago=3)
    client, path = signed_in(worker), address("record_assessment", case)
    with counting.at_most(20):
        page = client.get(path)
    shown = read(page)[0]
    for text in ("Current level: Medium risk", "The uncle came again", "Same as before"):
        assert text in shown
    sent = filled.form(page.content.decode(), wishes="To go to school")
    assert (sent.get("risk"), sent["danger"]) == (None, [""])
    with counting.at_most(20):
        again = client.post(path, sent | {"same": "on"})
    assert again.status_code == 200
    proposed = filled.form(again.content.decode())
    assert proposed["risk"] == ["medium"]
    assert proposed["danger"] == ["The uncle came again"]
    assert proposed["wishes"] == ["To go to school"]
    assert "Filled in from the current risk level." in read(again)[0]
    with acting(worker):
        assert Assessment.objects.count() == 1
    changed = filled.form(again.content.decode(), danger="The uncle moved away", risk="low")
    assert client.post(path, changed).status_code == 302
    with acting(worker):
        case.refresh_from_db()
    assert case.risk == RiskLevel.LOW
    with role("auditor"):
        looked = AuditEntry.objects.filter(file_id=case.file_id, kind="looked")
        assert any(last.pk in entry.objects_seen for entry in looked)


def test_nothing_is_proposed_where_no_risk_was_judged(case: Case, worker: Staff) -> None:
    with role("maintenance"):
        Case.objects.filter(pk=case.pk).update(risk="")
    client, path = signed_in(worker), address("record_assessment", case)
    page = client.get(path)
    assert "Same as before" not in read(page)[0]
    again = client.post(path, filled.form(page.content.decode()) | {"same": "on"})
    assert filled.form(again.content.decode()).get("risk") is None
    with acting(worker):
        assert not Assessment.objects.exists()


def test_domains_are_compared_over_time_without_a_total(case: Case, worker: Staff) -> None:
    assess(case, worker, Facet.MEDICAL, state=NeedState.URGENT, days_ago=40)
    client = signed_in(worker)
    assert "Domains over time" not in read(client.get(address("list_assessments", case)))[0]
    assess(case, worker, Facet.MEDICAL, Facet.LEGAL, state=NeedState.STRENGTH)
    with counting.at_most(15):
        page = read(client.get(address("list_assessments", case)))[0]
    for shown in ("Domains over time", "Urgent need", "Strength", "Not assessed", "no total"):
        assert shown in page


def test_level_of_a_domain_stays_until_an_assessment_of_that_domain() -> None:
    newest_first = [
        ("third", {"medical": "not_known", "legal": "no_need"}),
        ("second", {"family": "do_not_ask"}),
        ("first", {"medical": "urgent", "legal": "urgent"}),
    ]
    levels = latest_levels(newest_first)
    assert {domain: (level.state, level.source) for domain, level in levels.items()} == {
        Facet.MEDICAL: (NeedState.URGENT, "first"),
        Facet.FAMILY: (NeedState.DO_NOT_ASK, "second"),
        Facet.LEGAL: (NeedState.NO_NEED, "third"),
    }


def test_short_assessment_does_not_remove_an_urgent_need(
    case: Case, worker: Staff, supervisor: Staff
) -> None:
    assess(case, worker, Facet.PROTECTION, state=NeedState.URGENT, days_ago=2)
    assess(case, worker)
    day = date_format(case.office.today() - dt.timedelta(days=2), "j F Y")
    client = signed_in(worker)
    chart = client.get(address("list_assessments", case)).context["chart"]
    row = next(row for row in chart.rows if row[0].text == str(Facet.PROTECTION.label))
    assert [cell.tag for cell in row[1:3]] == ["danger", "quiet"]
    assert day in str(row[1].text)
    beside = read(client.get(address("record_assessment", case) + "?last"))[0]
    assert "Urgent need" in beside
    assert "Fever at night" in beside
    closing = read(client.get(reverse("desk:request_closing", args=[case.file_id])))[0]
    assert "An assessment identified an urgent need" in closing
    plan, approval = plans.asked(case, worker)
    page = client.get(reverse("care_plans:show_plan", args=[case.file_id, plan.pk])).context["page"]
    assert [need.label for need in page.part.needs] == [Facet.PROTECTION.label]
    decision = reverse("desk:show_approval", args=[approval.pk])
    shown = signed_in(supervisor).get(decision)
    finding = shown.context["page"].assessment.findings[0]
    assert (finding.term, finding.text) == (Facet.PROTECTION.label, NeedState.URGENT.label)
    assert day in str(finding.note)
    refused = signed_in(supervisor).post(
        decision, filled.form(shown.content.decode(), answer="approve")
    )
    assert refused.status_code == 409


def test_assessment_needs_a_reason_for_the_risk_level(case: Case, worker: Staff) -> None:
    client, path = signed_in(worker), address("record_assessment", case)
    page = client.get(path).content.decode()
    assert client.post(path, filled.form(page, risk="high")).status_code == 200
    with acting(worker):
        assert not Assessment.objects.exists()
    answer = client.post(path, filled.form(page, risk="high", danger="Threats", self_harm="none"))
    assert "No signs" in read(client.get(answer["Location"]))[0]


def test_signs_of_self_harm_show_the_immediate_steps_before_and_after_saving(
    case: Case, worker: Staff
) -> None:
    client, path = signed_in(worker), address("record_assessment", case)
    page = client.get(path).content.decode()
    assert "Do not leave the child alone" in page
    assert "Have a mental health professional see the child" not in page, "not at once"
    sent = filled.form(page, risk="high", danger="He said so", self_harm="signs")
    answer = client.post(path, sent, follow=True)
    assert answer.redirect_chain[-1][0] == reverse(
        "urgent_care:list_urgent_care", args=[case.file_id]
    )
    assert "Carry out the steps for risk of self-harm now" in read(answer)[0]


def test_finding_of_each_domain_is_seen_on_the_form_and_missing_ones_are_marked(
    case: Case, worker: Staff
) -> None:
    assess(case, worker, Facet.PROTECTION, days_ago=1)
    client, path = signed_in(worker), address("record_assessment", case)
    page = client.get(path)
    shown = read(page)[0]
    assert "Before this assessment: 1 of 8 required domains" in shown
    assert shown.count("not assessed yet") == len(REQUIRED) - 1
    assert 'name="domain"' not in page.content.decode(), "one domain closes no other"
    assert "Leave the others closed" not in shown
