"""Slows down the guessing of passwords. django-axes counts; this is what it asks us."""

from django.conf import settings
from django.shortcuts import render


def client_ip(request):
    """The address of the person, as seen by the outermost proxy that is ours.

    Every proxy appends the address it was called from to X-Forwarded-For; what stands further
    left than our own proxies wrote is the caller's invention.
    """
    proxies = settings.PROXY_COUNT
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "")
    addresses = [address.strip() for address in forwarded.split(",") if address.strip()]
    if proxies and len(addresses) >= proxies:
        return addresses[-proxies]
    return request.META.get("REMOTE_ADDR") or None


def locked_out(request, original_response=None, credentials=None):
    """The answer to a login that has to wait."""
    minutes = int(settings.AXES_COOLOFF_TIME.total_seconds() // 60)
    context = {"limit": settings.AXES_FAILURE_LIMIT, "minutes": minutes}
    response = render(request, "accounts/locked_out.html", context, status=429)
    response["Retry-After"] = str(minutes * 60)
    return response
