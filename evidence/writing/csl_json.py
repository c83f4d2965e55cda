"""CSL-JSON, the form in which works are kept."""

import json
import re


def write(items):
    """The works as they are, in an array. Raises ValueError for NaN and infinite numbers."""
    text = json.dumps(list(items), ensure_ascii=False, indent=2, allow_nan=False)
    # Half of a surrogate pair cannot be encoded.
    return re.sub("[\ud800-\udfff]", "\ufffd", text) + "\n"
