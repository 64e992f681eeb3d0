"""Lowers the fewest cases to which the list of cases can be limited, for a test of few cases."""

from django.db import connection

from tests.roles import role

FEWEST = "fewest_cases CONSTANT integer := "


def limit_to_few_cases() -> None:
    """The function takes any limit from now on, until the transaction of the test ends."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_get_functiondef('public.case_list_page(jsonb, date)'::regprocedure)"
        )
        definition = str(cursor.fetchone()[0])
    assert f"{FEWEST}500;" in definition
    with role("warden"), connection.cursor() as cursor:
        cursor.execute(definition.replace(f"{FEWEST}500;", f"{FEWEST}0;"))
