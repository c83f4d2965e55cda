"""Exports that a spreadsheet program opens without running what is in them."""

import csv
import re
from io import StringIO

STARTS = ("=", "+", "-", "@", "\t", "\r")
"""First characters with which a cell may be run as a formula (OWASP, CSV Injection)."""

_NUMBER = re.compile(r"[+-]?\d+([.,]\d+)*%?")


def neutralised(cell):
    """A cell that is shown as written: an apostrophe before what would be run. Numbers stay."""
    return f"'{cell}" if cell.startswith(STARTS) and not _NUMBER.fullmatch(cell) else cell


def neutralise(lines):
    """CSV text, row by row, with every cell neutralised."""
    for line in lines:
        text = line.decode() if isinstance(line, bytes) else line
        out = StringIO()
        writer = csv.writer(out)
        for row in csv.reader(StringIO(text, newline="")):
            writer.writerow([neutralised(cell) for cell in row])
        yield out.getvalue()


class NeutraliseFormulas:
    """Goes over every CSV export. Wagtail's own does this for Excel files only."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if response.streaming and response.get("Content-Type", "").startswith("text/csv"):
            response.streaming_content = neutralise(response.streaming_content)
        return response
