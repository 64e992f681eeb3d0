"""URLs of minimum standards. They contain opaque ids only."""

from django.urls import path

from saathi.protection.care.standards import import_views, views

app_name = "standards"

_SET = "<uuid:standard_set_id>/"

urlpatterns = [
    path("", views.list_standard_sets, name="list_standard_sets"),
    path("new/", views.add_standard_set, name="add_standard_set"),
    path("model/", views.add_model_set, name="add_model_set"),
    path("compare/", views.compare_standards, name="compare_standards"),
    path("table/", views.download_standard_sets, name="download_standard_sets"),
    path("import/", import_views.import_standard_sets, name="import_standard_sets"),
    path("publish/", views.publish_standard_sets, name="publish_standard_sets"),
    path(_SET, views.show_standard_set, name="show_standard_set"),
    path(f"{_SET}change/", views.change_standard_set, name="change_standard_set"),
    path(f"{_SET}criteria/", import_views.change_criteria, name="change_criteria"),
    path(f"{_SET}table/", views.download_criteria, name="download_criteria"),
    path(f"{_SET}children/", views.show_child_version, name="show_child_version"),
    path(f"{_SET}<slug:action>/", views.act_on_standard_set, name="act_on_standard_set"),
]
