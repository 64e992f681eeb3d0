"""URLs of the calendar, included in those of the desk."""

from django.urls import path

from saathi.desk.calendar import views

urlpatterns = [
    path("calendar/", views.show_calendar, name="show_calendar"),
    path("calendar/address/", views.set_calendar_address, name="set_calendar_address"),
    path("calendar/<str:token>.ics", views.read_calendar, name="read_calendar"),
]
