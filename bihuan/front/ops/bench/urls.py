from django.urls import include, path

from bihuan.front.ops.bench.views import plain_rows

urlpatterns = [path("bench/rows", plain_rows), path("", include("bihuan.config.urls"))]
