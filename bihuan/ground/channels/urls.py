from django.urls import path

from bihuan.ground.channels import views
from bihuan.ground.channels.platforms import PLATFORMS

urlpatterns = [
    path(f"in/{platform}/<str:door>", views.said, {"platform": platform}, name=f"door-{platform}")
    for platform in PLATFORMS
]
