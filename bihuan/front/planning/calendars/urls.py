"""Addresses of this part of the planning pages."""

from django.urls import path

from bihuan.front.planning.calendars.views import calendars, regions

urlpatterns = [
    path("calendars", calendars.overview, name="calendars"),
    path("calendars/new", calendars.calendar_new, name="calendar-new"),
    path("calendars/<int:pk>", calendars.calendar, name="calendar"),
    path("calendars/<int:pk>/hours", calendars.calendar_hours, name="calendar-hours"),
    path(
        "calendars/<int:pk>/days/<int:day>/removal",
        calendars.calendar_day_removal,
        name="calendar-day-removal",
    ),
    path("regions/new", regions.region_new, name="region-new"),
    path("regions/<int:pk>", regions.region, name="region"),
    path("regions/<int:pk>/import", regions.year_import, name="region-import"),
    path("regions/<int:pk>/years/<int:year>", regions.region_year, name="region-year"),
    path("regions/<int:pk>/years/<int:year>/removal", regions.year_discard, name="region-year-removal"),
]
