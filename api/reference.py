"""The API's description, for machines and for people. Neither asks the database for anything."""

from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe
from rest_framework.response import Response

from api.openapi import document
from api.views import PublicView, refuse_unknown


class Description(PublicView):
    """`openapi.json`: OpenAPI 3.1."""

    router = None

    def get(self, request):
        refuse_unknown(request)
        return Response(document(self.router, reverse("wagtailapi:root")))


@require_safe
def reference(request):
    """The description as a page to read and try, drawn by Swagger UI."""
    settings = {
        "url": reverse("wagtailapi:openapi"),
        "deepLinking": True,
        "defaultModelsExpandDepth": 0,
        "displayRequestDuration": True,
        "tryItOutEnabled": True,
    }
    return render(request, "api/reference.html", {"swagger": settings})
