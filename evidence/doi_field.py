from django.db import models

from evidence.doi import doi_in


class DOIField(models.CharField):
    """A DOI in its normal spelling. Queries for it, or for one of several, may give it in any."""

    def to_python(self, value):
        text = super().to_python(value)
        # What is none stays as it is, for the form to say so, and for parts of one to be sought.
        return text and (doi_in(text) or text)
