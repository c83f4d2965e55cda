"""CSL-JSON as it comes, made safe to format: what cannot be read is left out.

Shapes: https://github.com/citation-style-language/schema/blob/master/schemas/input/csl-data.json
"""

import re

from citeproc.source import Date, DateRange, LiteralDate, Name, VariableError
from citeproc.string import String

from evidence.csl.markup import marked

NAME_PARTS = ("family", "given", "dropping-particle", "non-dropping-particle", "suffix")
NAMES = {
    *("author", "chair", "collection-editor", "compiler", "composer", "container-author"),
    *("contributor", "curator", "director", "editor", "editor-translator", "editorial-director"),
    *("executive-producer", "guest", "host", "illustrator", "interviewer", "narrator"),
    *("organizer", "original-author", "performer", "producer", "recipient", "reviewed-author"),
    *("script-writer", "series-creator", "translator"),
}
DATES = {"accessed", "available-date", "event-date", "issued", "original-date", "submitted"}
SAME_TYPE = {"article-preprint": "article", "journal-article": "article-journal"}
"""Types that have other names elsewhere."""
# Of scripts that write a family name before a given one, without a space.
_UNSPACED = re.compile(r"[\u1100-\u11ff\u2e80-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff]+")
_YEAR_FIRST = re.compile(r"(-?\d{1,4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")


class Fields:
    """The variables of a work, as citeproc-py asks for them; it has `_` where CSL has `-`.

    Remembers what has been rendered, and hides what must not be rendered again: CSL 1.0.2,
    “Substitute”.
    """

    def __init__(self, item):
        self.key = str(item["id"])
        kind = item.get("type")
        self.type = SAME_TYPE.get(kind, kind) if kind and isinstance(kind, str) else "document"
        self.values = {}
        for name, value in item.items():
            if name not in ("id", "type"):
                read = _read(name, value)
                if read:
                    self.values[name.replace("-", "_")] = read
        if "shortTitle" in self.values:
            self.values.setdefault("title_short", self.values.pop("shortTitle"))
        self.begin()

    def begin(self):
        """Before an entry or a mark is rendered."""
        self.hidden = set()
        self.called = 0
        """How many variables were asked for to be rendered."""
        self.rendered = []
        """Those that were there."""

    def note(self, variable):
        """Says that a variable is to be rendered now."""
        self.called += 1
        if variable in self:
            self.rendered.append(variable)

    def hide(self, variables):
        self.hidden.update(variables)

    def __contains__(self, variable):
        return variable in self.values and variable not in self.hidden

    def __getitem__(self, variable):
        if variable not in self:
            raise VariableError
        return self.values[variable]

    def __getattr__(self, variable):
        if variable.startswith("__"):
            raise AttributeError(variable)
        return self[variable]

    def get(self, variable, default=None):
        return self.values[variable] if variable in self else default


class Works(dict):
    """The `Fields` of several works by their ids."""

    def __init__(self, items):
        super().__init__((fields.key, fields) for fields in map(Fields, items))


class Person(Name):
    """A name that citeproc-py takes as it is, whatever else its CSL-JSON holds."""

    def __init__(self, **parts):
        dict.__init__(self, parts)

    @property
    def is_unspaced(self):
        """Whether it is written as Chinese, Japanese and Korean names are."""
        parts = [self.get("family"), self.get("given")]
        return all(part and _UNSPACED.fullmatch(part) for part in parts)


def _read(name, value):
    if name in NAMES:
        return names_of(value) if isinstance(value, list) else None
    if name in DATES:
        return date_of(value) if isinstance(value, dict) else None
    if isinstance(value, (str, int, float)) and not isinstance(value, bool):
        return String(_word(str(value)))
    return None


def names_of(names):
    """The `Person`s of a list of CSL names; those without a family or literal name are left out."""
    found = []
    for name in filter(lambda one: isinstance(one, dict), names):
        parts = {part: _word(name.get(part)) for part in (*NAME_PARTS, "literal")}
        parts = {part: text for part, text in parts.items() if text}
        if "literal" in parts:
            found.append(Person(literal=parts["literal"]))
        elif "family" in parts:
            found.append(Person(**parts))
        elif "given" in parts:
            found.append(Person(literal=parts["given"]))
    return found


def _word(value):
    """A text with marks and single spaces; those that must not break stay."""
    return re.sub(r"[ \t\r\n\f\v]+", " ", marked(value)).strip() if isinstance(value, str) else ""


def date_of(date):
    """A date of CSL-JSON, or None where it says nothing: `{"date-parts": [[null]]}`."""
    circa = date.get("circa") not in (None, False, 0, "", "0", "false")
    dates = ends_of(date)
    if len(dates) > 1:
        return DateRange(begin=Date(**dates[0]), end=Date(**dates[1]), circa=circa)
    if dates:
        return Date(circa=circa, **dates[0])
    literal = _word(date.get("literal") or date.get("raw"))
    return LiteralDate(literal, circa=circa) if literal else None


def ends_of(date):
    """Of a date of CSL-JSON, a dict for each of its ends; a single day has one, words have none.

    Each has a `year`, and `month` and `day`, or `season`, where they are there and possible.
    """
    given = date.get("date-parts")
    ends = [_end(parts, date.get("season")) for parts in (given if isinstance(given, list) else [])]
    ends = [end for end in ends if end]
    raw = date.get("raw") or ""
    if not ends and isinstance(raw, str) and (found := _YEAR_FIRST.fullmatch(raw.strip())):
        ends = [end for end in [_end([part for part in found.groups() if part], None)] if end]
    return ends[:2]


def _end(parts, season):
    numbers = []
    for part in parts if isinstance(parts, list) else []:
        if not re.fullmatch(r"-?\d{1,4}", str(part).strip()):
            break
        numbers.append(int(part))
    if not numbers or not numbers[0]:
        return None
    found = {"year": numbers[0]}
    if len(numbers) > 1 and 1 <= numbers[1] <= 12:
        found["month"] = numbers[1]
        if len(numbers) > 2 and 1 <= numbers[2] <= 31:
            found["day"] = numbers[2]
    elif str(season) in ("1", "2", "3", "4"):
        found["season"] = int(season)
    return found
