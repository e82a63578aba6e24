from django.urls import include, path

from bihuan.front.planning import views

PARTS = (
    "catalogue",
    "priorities",
    "promises",
    "majors",
    "calendars",
    "rosters",
    "simulation",
    "replies",
    "monitoring",
)

urlpatterns = [
    path("desk/planning", views.overview, name="planning"),
    *(path("desk/planning/", include(f"bihuan.front.planning.{part}.urls")) for part in PARTS),
]
