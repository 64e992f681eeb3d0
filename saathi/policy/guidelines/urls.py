"""URLs of the library of guidelines. They contain opaque ids only."""

from django.urls import path

from saathi.policy.guidelines import views

app_name = "guidelines"

_GUIDELINE = "<uuid:guideline_id>/"

urlpatterns = [
    path("", views.list_guidelines, name="list_guidelines"),
    path("new/", views.add_guideline, name="add_guideline"),
    path("table/", views.download_guidelines, name="download_guidelines"),
    path("import/", views.import_guidelines, name="import_guidelines"),
    path("publish/", views.publish_guidelines, name="publish_guidelines"),
    path(_GUIDELINE, views.show_guideline, name="show_guideline"),
    path(f"{_GUIDELINE}read/", views.acknowledge_guideline, name="acknowledge_guideline"),
    path(f"{_GUIDELINE}change/", views.change_guideline, name="change_guideline"),
    path(f"{_GUIDELINE}<slug:action>/", views.act_on_guideline, name="act_on_guideline"),
]
