"""URLs of regulated premises. They contain opaque ids only."""

from django.urls import path

from saathi.protection.care.premises import views

app_name = "premises"

_ONE = "<uuid:premises_id>/"

urlpatterns = [
    path("", views.list_premises, name="list_all_premises"),
    path("new/", views.add_premises, name="add_premises"),
    path("table/", views.download_premises, name="download_all_premises"),
    path("import/", views.import_premises, name="import_all_premises"),
    path("publish/", views.publish_premises, name="publish_all_premises"),
    path(_ONE, views.show_premises, name="show_premises"),
    path(f"{_ONE}change/", views.change_premises, name="change_premises"),
    path(f"{_ONE}<slug:action>/", views.act_on_premises, name="act_on_premises"),
]
