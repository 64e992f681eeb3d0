"""URLs of the list of cases. None contains personal data."""

from django.urls import path

from saathi.desk.case_list import bulk_views, views

urlpatterns = [
    path("cases/", views.list_cases, name="list_cases"),
    path("cases/search/", views.search_cases, name="search_cases"),
    path("cases/change/", bulk_views.change_cases, name="change_cases"),
    path("cases/cover/", bulk_views.cover_worker, name="cover_worker"),
    path("cases/team/", views.show_team_workload, name="show_team_workload"),
]
