"""A load is complete: rights, keys, tokens, both access checks, facts, and its own log entries."""

import datetime as dt

import pytest
from django.db import connection
from django.db.models import Count, F, Q

from saathi.agencies import access, row_security
from saathi.agencies.models import File, Grant, Hidden, Staff
from saathi.agencies.permissions import OFFICE_LEADER_KINDS, SHIPPED_ROLES
from saathi.agencies.sections import ALL_SECTIONS
from saathi.audit.models import AuditEntry
from saathi.people import search_tokens as people_tokens
from saathi.people.models import Child
from saathi.people.names import Name
from saathi.protection.casework.cases.models import Approval, Case, Due
from saathi.protection.casework.cases.queries import STANDALONE_DUTIES
from saathi.protection.identification.intake.models import EnquiryMatch, Report
from saathi.protection.identification.trafficking.models import Episode
from saathi.synthetic import nation
from saathi.vault import store as vault
from saathi.vault.tokens import TokenKind
from tests.roles import acting, role

pytestmark = pytest.mark.xdist_group("simulation")


def demo(role_kind: str) -> Staff:
    return Staff.objects.get(email=f"{role_kind.replace('_', '-')}@demo.saathi.example")


def test_every_file_has_its_office_and_a_person(small: str) -> None:
    files = File.objects.count()

    assert files > 500
    for kind in ("owner", "team"):
        assert Grant.objects.filter(kind=kind).values("file").distinct().count() == files
    assert (
        not Grant.objects.filter(kind="owner")
        .exclude(reads=ALL_SECTIONS, writes=ALL_SECTIONS)
        .exists()
    )


def test_every_record_lies_in_a_file_of_its_own_child(small: str) -> None:
    with connection.cursor() as cursor:
        for model in row_security.scoped_models():
            for field in model._meta.get_fields():
                target = getattr(field, "related_model", None)
                if not field.many_to_one or target not in row_security.scoped_models():
                    continue
                cursor.execute(
                    f"SELECT count(*) FROM {model._meta.db_table} a JOIN {target._meta.db_table} b "
                    f"ON b.id = a.{field.column} WHERE a.file_id <> b.file_id"
                )
                assert cursor.fetchone()[0] == 0, (model, field)


def test_case_has_one_open_duty_of_each_kind_that_the_procedure_sets(small: str) -> None:
    open_dues = Due.objects.filter(done_on=None).exclude(duty__in=STANDALONE_DUTIES).order_by()
    assert open_dues.filter(duty="visit").exists()
    twice = open_dues.values("case", "duty").annotate(count=Count("pk")).filter(count__gt=1)
    assert not list(twice)


def test_what_is_sealed_opens(small: str) -> None:
    for model in row_security.scoped_models():
        if not hasattr(model, "SEALED_FIELD_ID"):
            continue
        records = list(model._default_manager.exclude(sealed=None)[:40])
        opened = vault.open_many(records)
        assert len(opened) == len(records), model
    child = Child.objects.first()
    assert child is not None
    assert vault.open(child)["names"][0]["text"]


def test_each_child_is_found_by_each_of_their_names(small: str) -> None:
    worker = demo("case_worker")
    children = list(Child.objects.filter(cases__worker=worker)[:20])
    opened = vault.open_many(children)

    with role("app"), acting(worker):
        for child in children:
            for name in opened[child.pk]["names"]:
                facts = people_tokens.search_facts(child, [Name.from_payload(name)])
                file_ids = people_tokens.find_files(facts, tuple(TokenKind))
                assert child.file_id in file_ids.hits


def test_no_token_occurs_twice_and_the_first_slots_are_full(small: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*), count(DISTINCT token) FROM people_token")
        rows, distinct = cursor.fetchone()

    assert rows == distinct > 2000


def test_row_security_and_permissions_see_the_same_cases(small: str) -> None:
    worker, supervisor = demo("case_worker"), demo("supervisor")
    with role("app"):
        for staff in (worker, supervisor):
            with acting(staff):
                unfiltered = set(Case.objects.values_list("id", flat=True))
                filtered = set(access.visible(staff, Case).values_list("id", flat=True))
            assert unfiltered == filtered
            assert len(filtered) >= 26


def test_the_demo_worker_has_a_day_worth_showing(small: str) -> None:
    worker = demo("case_worker")
    today = worker.office.today()

    assert 20 <= Case.objects.filter(worker=worker).exclude(status="closed").count() <= 30
    due = Due.objects.filter(worker=worker, done_on=None)
    assert due.filter(due_on__lt=today - dt.timedelta(days=1)).exists()
    assert due.filter(due_on__gt=today + dt.timedelta(days=1)).exists()
    assert Approval.objects.filter(office=worker.office, decision="waiting").count() >= 3
    assert EnquiryMatch.objects.filter(file__office=worker.office, state="waiting").exists()
    assert Hidden.objects.filter(principal=worker.id).exists()


def test_there_is_one_demo_person_for_each_bundle(small: str) -> None:
    everyone = Staff.objects.filter(email__endswith="@demo.saathi.example")
    abroad = everyone.get(email="receiving-worker@demo.saathi.example")
    assert (abroad.role_kind, abroad.office.country) == ("case_worker", "IND")
    people = everyone.exclude(pk=abroad.pk)

    assert sorted(people.values_list("role_kind", flat=True)) == sorted(SHIPPED_ROLES)
    for person in people:
        acts_as = set(person.principals.values_list("principal", flat=True))
        assert (person.id in acts_as) == (person.role_kind != "administrator")
        assert (person.office_id in acts_as) == (person.role_kind in OFFICE_LEADER_KINDS)


def test_every_agency_and_office_says_that_it_is_invented(small: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM agencies_agency UNION SELECT name FROM agencies_office")
        assert all(name.startswith("Demo ") for (name,) in cursor.fetchall())


@pytest.mark.requirement("DEF-031")
def test_girls_and_boys_in_every_form_and_many_never_trafficked(small: str) -> None:
    def number(purpose: str, gender: str) -> int:
        episodes = Episode.objects.filter(purposes__contains=[purpose], child__gender=gender)
        return episodes.values("child").distinct().count()

    assert number("prostitution", "boy") + number("sexual_exploitation", "boy") > 0
    assert number("factory", "girl") > 0
    assert number("factory", "boy") > 0
    trafficked = Episode.objects.values("child").distinct().count()
    assert 0.4 * 300 < trafficked < 0.75 * 300


def test_domestic_trafficking_is_as_common_as_cross_border(small: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FILTER (WHERE abroad), count(*) FROM (SELECT bool_or(from_country "
            "<> to_country) AS abroad FROM trafficking_leg GROUP BY episode_id) AS routes"
        )
        abroad, routes = cursor.fetchone()

    assert 0.25 < abroad / routes < 0.65


def test_report_dates_are_in_order(
    small: str,
) -> None:
    assert Report.objects.filter(outcome_at__isnull=False).count() > 100
    wrong_order = Q(recorded_at__lt=F("received_at")) | Q(outcome_at__lt=F("recorded_at"))
    assert not Report.objects.filter(wrong_order).exists()


def test_some_cases_are_recorded_months_later(small: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM cases_case WHERE recorded_at > opened_on + interval '90 days'"
        )
        assert cursor.fetchone()[0] > 3
        cursor.execute("SELECT count(*) FROM cases_case WHERE recorded_at < opened_on")
        assert cursor.fetchone()[0] == 0
        cursor.execute("SELECT count(*) FROM cases_case WHERE recorded_at > now()")
        assert cursor.fetchone()[0] == 0


def test_statistics_count_the_simulated_children(small: str) -> None:
    with role("analyst"), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM facts_child")
        assert cursor.fetchone()[0] == 300


def test_identity_and_family_shares_look_like_the_region(small: str) -> None:
    """Every form of "not known" occurs, a parent may be alleged, and few allegations end with a sentence."""
    queries = {
        "residence_status": "SELECT DISTINCT residence_status FROM facts_child",
        "papers": "SELECT DISTINCT papers FROM facts_child",
        "identified_as": "SELECT DISTINCT identified_as FROM facts_child",
        "nationality_kind": "SELECT DISTINCT nationality_kind FROM facts_child",
        "disability": "SELECT DISTINCT disability FROM facts_functioning",
        "relationship": "SELECT DISTINCT relationship FROM facts_alleged",
        "kind": "SELECT DISTINCT kind FROM facts_relation",
    }
    with role("analyst"), connection.cursor() as cursor:
        counts = {}
        for name, query in queries.items():
            cursor.execute(query)
            counts[name] = {value for (value,) in cursor.fetchall()}
        cursor.execute(
            "SELECT count(*) FILTER (WHERE o.kind = 'convicted'), count(DISTINCT a.alleged) "
            "FROM facts_alleged a LEFT JOIN facts_outcome o USING (alleged)"
        )
        convicted, alleged = cursor.fetchone()
    assert {"own_country", "not_known"} < counts["residence_status"]
    assert {"has", "never", "withheld", "not_known"} <= counts["papers"]
    assert {"child", "presumed"} <= counts["identified_as"]
    assert {"one", "unknown"} <= counts["nationality_kind"]
    assert counts["disability"] == {"yes", "no", "not_known"}
    assert counts["relationship"] & {"parent", "relative"}
    assert {"mother", "father"} <= counts["kind"]
    assert alleged > 10
    assert convicted < alleged / 4


def test_the_log_says_how_many_were_loaded(small: str) -> None:
    [entry] = AuditEntry.objects.filter(kind="loaded")

    assert entry.detail == {"count": 300}


def test_the_same_seed_makes_the_same_nation() -> None:
    def told(seed: int) -> list[object]:
        made = nation.build_nation(500, seed)
        return [(w.id, w.email, w.name, w.office.name) for w in made.staff]

    assert told(3) == told(3)
    assert told(3) != told(4)


def test_visits_of_children_at_high_risk_are_due_as_the_rule_says(small: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.id, d.due_on, coalesce("
            " (SELECT max(v.happened_at)::date FROM cases_visit v"
            "   WHERE v.case_id = c.id AND v.outcome <> 'not_met'),"
            " (SELECT max(a.assessed_on) FROM cases_assessment a WHERE a.case_id = c.id),"
            " c.opened_on) + 8"  # seven days, and one for the time zone
            " FROM cases_case c JOIN cases_due d ON d.case_id = c.id"
            " WHERE c.risk = 'high' AND c.status <> 'closed' AND d.duty = 'visit'"
            " AND d.done_on IS NULL AND d.attempts = 0"
        )
        found = cursor.fetchall()
    assert len(found) > 10
    assert not [row for row in found if row[1] > row[2]]
