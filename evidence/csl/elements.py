"""What citeproc-py 0.11 does differently from the CSL specification, mended.

citeproc-py makes an XML element of a style an object of the class of that name among the direct
subclasses of `CitationStylesElement`, the latest of several. So these replace its own where a style
is read after this module. Section names below are those of the CSL 1.0.2 specification.
"""

import re

from citeproc import model
from citeproc.model import CitationStylesElement
from citeproc.source import VariableError
from citeproc.string import String

from evidence.csl.data import Person
from evidence.csl.markup import CLOSING, MARKS, NOCASE, OPENING, plain

_NUMBER = r"[A-Za-z]*\d+[A-Za-z]*"
NUMERIC = re.compile(rf"{_NUMBER}(?:\s*[-–,&]\s*{_NUMBER})*")
"""“Choose”, `is-numeric`: numbers with letters before or behind, and several of them."""
SEVERAL = re.compile(r"\d\s*[–,&]\s*[A-Za-z]*\d")
SEVERAL_PAGES = re.compile(r"\d\s*[-–,&]\s*[A-Za-z]*\d")
"""Elsewhere a hyphen is part of a number, such as a report's."""


class Cased:
    """“Text-case”, in English, the language of these styles."""

    def case(self, text, language=None):
        # citeproc-py takes names and labels for being in no language, and marks for letters.
        wanted = self.get("text-case")
        if wanted == "capitalize-first":
            return capitalised(str(text))
        if wanted == "title":
            return titled(str(text)) if language in (None, "en") else text
        return super().case(text, language)


def capitalised(text):
    """A text whose first letter is a capital, unless its case is to stay."""
    for at, character in enumerate(text):
        if character == OPENING[NOCASE]:
            return text
        if character not in MARKS:
            return text[:at] + character.upper() + text[at + 1 :]
    return text


def titled(text):
    """A text in title case: words in small letters get a capital, but for short ones inside."""
    words, before, kept = [], ":", 0
    for word in text.split(" "):
        opens, closes = word.count(OPENING[NOCASE]), word.count(CLOSING[NOCASE])
        letters = plain(word)
        is_short = letters in model.TextCased._stop_words and before not in ":.?!"
        if letters.islower() and not (kept or opens or is_short):
            word = capitalised(word)
        kept += opens - closes
        before = letters[-1:] or before
        words.append(word)
    return " ".join(words)


class Calling:
    """Finds macros without searching the style each time."""

    def get_macro(self, name):
        return self.get_root().macros[name]


class Key(Calling, model.Key, CitationStylesElement):
    pass


class Pages:
    """“Page ranges”."""

    def _format_last_page(self, first, last):
        one, other = (re.fullmatch(r"(\D*)(\d+)", page) for page in (first, last))
        if not (one and other and other[1] in ("", one[1])):
            return last
        start, end = one[2], other[2]
        if len(end) < len(start):
            end = start[: len(start) - len(end)] + end
        if self.get_root().get("page-range-format") == "minimal" and len(end) == len(start):
            same = next((n for n in range(len(end)) if start[n] != end[n]), 0)
            return end[same:]
        return one[1] + end


def place_of(item):
    """Where in a work something stands, as a variable that is rendered."""
    item.reference.called += 1
    if not item.has_locator:
        raise VariableError
    item.reference.rendered.append("locator")
    return item.locator.identifier


class Text(Calling, Cased, Pages, model.Text, CitationStylesElement):
    def _variable(self, item, context):
        variable = self.get("variable").replace("-", "_")
        if variable == "citation_number":
            return str(item.number)
        if variable == "year_suffix":
            # “Year suffix”: no variable by which a group stands or falls.
            return item.reference[variable]
        if variable == "locator":
            return place_of(item).replace("-", "–")
        if self.get("form") == "short" and f"{variable}_short" in item.reference:
            variable += "_short"
        if variable == "page_first" and variable not in item.reference:
            item.reference.note("page")
            return re.split(r"[-–,&]", item.reference.page)[0].strip()
        item.reference.note(variable)
        value = item.reference[variable]
        return self._process(value, variable) if variable == "page" else value


class Number(Cased, Pages, model.Number, CitationStylesElement):
    def process(self, item, context=None, **kwargs):
        variable = self.get("variable").replace("-", "_")
        if variable == "locator":
            return place_of(item)
        item.reference.note(variable)
        value = str(item.reference[variable])
        if not NUMERIC.fullmatch(value):
            return String(value)
        return self._process(value, variable)


class Date(model.Date, CitationStylesElement):
    def process(self, item, variable=None, **kwargs):
        variable = (variable or self.get("variable")).replace("-", "_")
        if not self.is_locale_date():
            item.reference.note(variable)
        return super().process(item, variable=variable, **kwargs)


class Names(model.Names, CitationStylesElement):
    def process(self, item, names_context=None, **kwargs):
        for role in self.get("variable").split():
            item.reference.note(role.replace("-", "_"))
        return super().process(item, names_context=names_context, **kwargs)


class Name(model.Name, CitationStylesElement):
    def process(self, item, variable, context=None, sort_options=None, **kwargs):
        if item.is_mark and item.names_shown is not None:
            # “Disambiguation”: more names than the style shows otherwise.
            shown = item.names_shown
            sort_options = {"et-al-min": shown + 1, "et-al-use-first": shown}
        values = item.reference.values
        names = values.get(variable)
        if self.get_option("form", context) == "long":
            values[variable] = [_unspaced(name) for name in names]
        try:
            return super().process(item, variable, context, sort_options, **kwargs)
        finally:
            values[variable] = names

    def initialize(self, given, mark, context):
        if not any(letter.isupper() for letter in given):
            # A script without capitals.
            return given
        return super().initialize(given, mark, context)


def _unspaced(name):
    """A Chinese, Japanese or Korean name as it is written; others as they are."""
    return Person(literal=name["family"] + name["given"]) if name.is_unspaced else name


class Substitute(model.Substitute, CitationStylesElement):
    """“Substitute”: what was rendered in the place of a name is not rendered a second time."""

    def render(self, item, context=None, **kwargs):
        before = len(item.reference.rendered)
        text = super().render(item, context=context, **kwargs)
        if text:
            item.reference.hide(item.reference.rendered[before:])
        return text

    def add_to_repressed_list(self, child, context):
        """Instead, the variables themselves are hidden."""


class Label(Cased, model.Label, CitationStylesElement):
    def process(self, item, variable=None, plural=None, context=None, **kwargs):
        asked = (variable or self.get("variable")).replace("-", "_")
        if asked == "locator":
            if not item.has_locator:
                raise VariableError
        elif asked not in item.reference:
            raise VariableError
        return super().process(item, variable=variable, plural=plural, context=context, **kwargs)

    def _is_plural(self, item):
        variable = self.get("variable").replace("-", "_")
        if variable == "locator":
            return bool(SEVERAL_PAGES.search(item.locator.identifier))
        value = str(item.reference.get(variable, ""))
        if variable.startswith("number_of"):
            return value.isdecimal() and int(value) > 1
        return bool((SEVERAL_PAGES if variable == "page" else SEVERAL).search(value))


class Group(model.Group, CitationStylesElement):
    """“Group”: left out where variables are asked for inside and none of them is there."""

    def process(self, item, context=None, **kwargs):
        fields = item.reference
        called, rendered = fields.called, len(fields.rendered)
        text = self.render_children(item, self.get("delimiter", ""), context=context, **kwargs)
        if not text or (fields.called > called and len(fields.rendered) == rendered):
            raise VariableError
        # An enclosing group takes it for a variable that is there.
        fields.called += 1
        fields.rendered.append("")
        return text


class If(model.If, CitationStylesElement):
    """“Choose”. What must not be rendered a second time is there all the same."""

    def render(self, item, context=None, delimiter="", **kwargs):
        if self.get("disambiguate"):
            # What it would add is added to the data before.
            raise model.ConditionFailed
        return super().render(item, context=context, delimiter=delimiter, **kwargs)

    def _variable(self, item):
        names = [name.replace("-", "_") for name in self.get("variable").split()]
        return [
            item.has_locator if name == "locator" else name in item.reference.values
            for name in names
        ]

    def _is_numeric(self, item):
        found = []
        for name in self.get("is-numeric").split():
            value = item.reference.values.get(name.replace("-", "_"), "")
            if name == "locator" and item.has_locator:
                value = item.locator.identifier
            found.append(bool(NUMERIC.fullmatch(str(value).strip())))
        return found

    def _is_uncertain_date(self, item):
        found = []
        for name in self.get("is-uncertain-date").split():
            date = item.reference.values.get(name.replace("-", "_"))
            found.append(bool(date is not None and date.get("circa")))
        return found

    def _locator(self, item):
        return [
            item.has_locator and item.locator.label == name for name in self.get("locator").split()
        ]

    def _position(self, item, context):
        """An article's marks are read in any order: each is a citation after the first."""
        is_citation = not (context or self).xpath_search("./ancestor::*[self::cs:bibliography]")
        return [is_citation and name == "subsequent" for name in self.get("position").split()]


class Else_If(If, CitationStylesElement):
    pass
