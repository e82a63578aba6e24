from django.urls import path

from bihuan.practices.majors import views

urlpatterns = [
    path("majors/<int:pk>/acknowledgement", views.acknowledgement, name="major-acknowledgement"),
]
