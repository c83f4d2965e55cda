from django.apps import AppConfig


class Delivery(AppConfig):
    """The tables of delivery alone: it notes nothing, and everything is rendered anew."""

    name = "delivery"
