"""URLs of public texts, below the child's file."""

from django.urls import path

from saathi.protection.justice.public_texts import views

app_name = "public_texts"

urlpatterns = [
    path("", views.list_texts, name="list_texts"),
    path("new/", views.write_text, name="write_text"),
    path("<uuid:text_id>/", views.show_text, name="show_text"),
    path("<uuid:text_id>/change/", views.change_text, name="change_text"),
    path("<uuid:text_id>/<slug:action>/", views.confirm_text_step, name="confirm_text_step"),
]
