"""A reference as APA prints it, pasted from a text: the work that it is the reference of.

What is a name, a title or a journal is told by punctuation and by words, so some of it is guessed;
whoever pastes it looks at the fields.
"""

import re

from evidence.doi import doi_in
from evidence.reading.dates import date_of, month_of
from evidence.reading.found import Found, person, unreadable
from evidence.reading.parts import edition_of, split_particle

LONGEST = 4000
"""Characters of a reference: twenty authors and a long title take a quarter of it."""
_MARK = re.compile(r"^(?:\[?\d{1,3}[.\])]|[•*–-])\s+")
"""The number of a reference in a list, or its bullet."""
_DATE = re.compile(
    r"\(\s*(?P<year>\d{4})[a-z]?(?:\s*[-–]\s*\d{4})?(?:,\s*(?P<rest>[^()]*))?\s*\)\.?"
    r"|\(\s*(?P<none>n\.\s?d\.)(?:-[a-z])?\s*\)\.?|\(\s*(?P<press>in press)(?:-[a-z])?\s*\)\.?",
    re.IGNORECASE,
)
_LABELS = {"citation", "reference", "source", "cite", "apa"}
_INITIAL = r"(?:[^\W\d_a-zß-öø-ÿ]\.)"
_INITIALS = rf"{_INITIAL}(?:[\s-]*{_INITIAL})*"
_PARTICLE = r"(?:[a-zß-öø-ÿ’'][\w’']*\s)*"
_PERSON = re.compile(
    rf"(?P<family>{_PARTICLE}[^\W\d_][^,&()\[\]]*?),\s*(?P<given>{_INITIALS})"
    r"(?P<dropping>(?:\s+[a-zß-öø-ÿ]+)*)"
    r"(?:,\s*(?P<suffix>Jr\.?|Sr\.?|[IVX]+)(?=[,\s.]|$))?"
)
# An editor of a chapter, whose initials come first.
_EDITOR = re.compile(
    rf"(?P<given>{_INITIALS})\s+(?P<family>{_PARTICLE}[^\W\d_][^,&()\[\]]*?)"
    r"(?:\s+(?P<suffix>Jr\.?|Sr\.?|[IVX]+))?"
)
_BETWEEN = re.compile(r"\s*(?:,\s*(?:&|and\b|…|\.\s?\.\s?\.)?|&|…|\.\s?\.\s?\.)\s*")
_ROLE = re.compile(r"\s*\((?P<role>Eds?|Trans|Dirs?)\.\)\.?\s*$")
_LINK = re.compile(
    r"(?:Retrieved\s+(?:(?P<accessed>[^,]+,\s*\d{4}),?\s+)?(?:from\s+)?)?"
    r"(?P<link>https?://\S+|doi:\s*10\.\S+)\s*$",
    re.IGNORECASE,
)
_SERIAL = re.compile(
    r"(?P<container>.+?),\s*(?P<volume>\d+[A-Za-z]*)"
    r"(?:\s*\((?P<issue>[^()]+)\))?"
    r"(?:,\s*(?:Article\s+(?P<number>\S+)|(?:pp?\.\s*)?(?P<page>[A-Za-z]?\d[\w.,\s–-]*)))?"
)
_UNNUMBERED = re.compile(
    r"(?P<container>.+?),\s*(?:Article\s+(?P<number>\S+)"
    r"|(?P<page>[A-Za-z]?\d+\s*[-–]\s*[A-Za-z]?\d+|[A-Z]\d+))"
)
_CHAPTER = re.compile(
    r"^(?P<title>.+?[.?!])\s+In\s+(?:(?P<editors>.+?)\s+\(Eds?\.\),\s+)?(?P<book>[A-ZÀ-Þ“\"].+)$"
)
_BRACKETS = re.compile(r"\s*\[(?P<text>[^\[\]]+)\]")
_PARENTHESES = re.compile(r"\s*\((?P<text>[^()]+)\)\.?$")
_JOURNAL = re.compile(
    r"\b(?:journal|review|reviews|annals|archives|bulletin|lancet|quarterly|proceedings|letters|"
    r"transactions|magazine|gazette|times|news|post|guardian|science|nature|cell|plos|bmj|jama|"
    r"zeitschrift|revue|revista)\b",
    re.IGNORECASE,
)
_PUBLISHER = re.compile(
    r"\b(?:press|publish\w*|books|springer|wiley|sage|elsevier|routledge|pearson|verlag|university|"
    r"association|organi[sz]ation|institute|ministry|department|centers?|guilford|house)\b",
    re.IGNORECASE,
)
# The end of a sentence, with quotation marks or brackets; and what only looks like one.
_END = re.compile(r"(?:[.?!][”\"’)\]]*|\])\s+(?=[\dA-ZÀ-Þ“\"‘(])|\]\.\s+(?=\w)")
_SHORT = re.compile(r"(?:\b[A-Z]|\b(?:St|Mt|Dr|Mr|Mrs|vs|No|Vol|eds?|al|e\.g|i\.e))\.\s+$")
_PREPRINTS = re.compile(
    r"^(?:\w*rxiv|arxiv|psyarxiv|osf preprints|ssrn|preprints)\b", re.IGNORECASE
)


def read(text):
    """Yields a `Found` for each of the `references` in a text."""
    for number, line in references(text):
        yield read_line(line, f"line {number}")


def references(text):
    """Yields the references in a text, one a line, each with the number of its line from 1.

    One that is broken over several lines, as in a PDF, is put together again; an empty line ends
    it. Whether each is a reference is not looked at.
    """
    first, whole = 0, ""
    for number, line in enumerate(text.lstrip("\ufeff").splitlines(), 1):
        line = line.strip()
        if whole and line and _goes_on(whole, line):
            whole += f" {line}"
            continue
        if whole:
            yield first, whole
        first, whole = number, line
    if whole:
        yield first, whole


def has_year(text):
    """Whether a year stands in it as APA writes it, such as `(2022)` or `(n.d.)`."""
    return bool(_DATE.search(text))


def _goes_on(text, line):
    """Whether a line is more of the reference with which a text ends."""
    if len(text) > LONGEST or _MARK.match(line):
        return False
    date = _DATE.search(text)
    if not date:
        # Amid the authors.
        return text.endswith((",", "&"))
    if has_year(line) or _LINK.search(text):
        return False
    is_ended = date.end() < len(text) and re.search(r"[.?!][”\"’)\]]*$", text)
    return not is_ended or bool(re.match(r"https?://|doi:|Retrieved\s", line, re.IGNORECASE))


def read_line(line, place="line 1"):
    """The `Found` of one reference."""
    line = " ".join(line.split())
    if len(line) > LONGEST:
        return unreadable(place, "This is too long for a reference. One a line is wanted.")
    line = _MARK.sub("", line)
    label, colon, rest = line.partition(":")
    if colon and label.strip().lower() in _LABELS:
        line = rest.strip()
    date = _DATE.search(line)
    if not date:
        return unreadable(
            place,
            "No year in brackets was found, such as (2022) or (n.d.). Is this a reference in APA "
            "style?",
        )
    before, after = line[: date.start()].strip(), line[date.end() :].strip()
    after, link, accessed = _link_of(after)
    by, role, lead = _names_of(before)
    if lead:
        # Without an author, the title comes first.
        after = f"{lead} {after}"
    item = {"issued": _date_of(date), **_source_of(after, bool(link), role)}
    if by:
        item["editor" if role.startswith("Ed") else "author"] = by
    item |= _address_of(link)
    if accessed:
        item["accessed"] = accessed
    if not item.get("title"):
        return unreadable(place, "No title was found behind the year.")
    return Found(place, {name: value for name, value in item.items() if value})


def _date_of(found):
    if found["none"]:
        return None
    if found["press"]:
        return {"literal": "in press"}
    month, _, day = (found["rest"] or "").strip().partition(" ")
    return date_of(found["year"], month, re.sub(r"\D.*", "", day))


def _link_of(text):
    """The text without the address at its end, the address, and the date of access."""
    found = _LINK.search(text)
    if not found:
        return text, "", None
    accessed = None
    if found["accessed"] and (day := re.match(r"(\w+)\.?\s+(\d+),\s*(\d{4})", found["accessed"])):
        accessed = date_of(day[3], str(month_of(day[1]) or ""), day[2])
    return text[: found.start()].strip(), found["link"].rstrip(".,;"), accessed


def _address_of(link):
    is_doi = re.match(r"doi:|https?://(?:dx\.)?doi\.org/", link, re.IGNORECASE)
    if is_doi and (doi := doi_in(link)):
        return {"DOI": doi}
    return {"URL": link} if link.startswith("http") else {}


def _names_of(text):
    """Names before the year, their role such as `Eds`, and the text where it is a title instead."""
    role = _ROLE.search(text)
    if role:
        text = text[: role.start()].strip()
        return _people(text), role["role"], ""
    people = _people(text)
    if all("family" in one for one in people):
        return people, "", ""
    bare = text.rstrip(".")
    is_title = bool(re.search(r"[?!:“\"(\[]|\s(?:ed|Vol)\.", bare)) or bare[:1].islower()
    words = re.findall(r"[^\W\d_]{4,}", bare)
    small = [word for word in words if word[0].islower()]
    if is_title or (len(people) == 1 and small):
        return [], "", text
    return people, "", ""


def _people(text):
    """Names as they stand before a year: `Family, I. N., Jr.`, or organisations."""
    names, at = [], 0
    while at < len(text):
        found = _PERSON.match(text, at)
        if found:
            particle, family = split_particle(found["family"].strip())
            dropping = found["dropping"].strip()
            suffix = found["suffix"] or ""
            names.append(person(family, found["given"], suffix, particle, dropping))
            at = found.end()
        else:
            end = _end_of_organisation(text, at)
            literal = text[at:end].strip().rstrip(".")
            if literal:
                names.append({"literal": literal})
            at = end
        between = _BETWEEN.match(text, at)
        # Else a full stop.
        at = between.end() if between else at + 1
    return names


def _end_of_organisation(text, at):
    """Where an organisation ends: before `&`, or before a comma behind which a person stands."""
    for found in re.finditer(r",\s*&|\s&\s|,\s", text[at:]):
        rest = at + found.end()
        is_last = "&" in found[0]
        if (is_last and found[0].startswith(",")) or _PERSON.match(text, rest):
            return at + found.start()
    return len(text)


def _editors(text):
    names = []
    for part in re.split(r",\s*&\s*|\s*&\s*|,\s+(?!(?:Jr|Sr)\.|[IVX]+\b)", text):
        found = _EDITOR.fullmatch(part.strip())
        if found:
            particle, family = split_particle(found["family"].strip())
            names.append(person(family, found["given"], found["suffix"] or "", particle))
        elif part.strip():
            names.append({"literal": part.strip()})
    return names


def _source_of(text, has_link, role):
    """Type, title and what says where the work is, from what follows the year."""
    chapter = _CHAPTER.match(text)
    if chapter:
        return _chapter_of(chapter)
    title, source = _split(text)
    item, genre = {}, ""
    if bracket := _BRACKETS.search(title):
        genre = bracket["text"]
        title = (title[: bracket.start()] + title[bracket.end() :]).strip()
    title = title.rstrip(".") if not title.endswith("...") else title
    item |= _details_of(title)
    title = item.pop("title")
    serial = _SERIAL.fullmatch(source)
    if genre:
        item |= _described(genre, source)
    elif serial and not item.get("edition"):
        item |= {
            "type": "article-journal",
            "container-title": serial["container"],
            "volume": serial["volume"],
            "issue": serial["issue"],
            "page": (serial["page"] or "").replace("–", "-").strip(),
            "number": serial["number"],
        }
    elif (unnumbered := _UNNUMBERED.fullmatch(source)) and not item:
        item |= {
            "type": "article-journal",
            "container-title": unnumbered["container"],
            "page": (unnumbered["page"] or "").replace("–", "-"),
            "number": unnumbered["number"],
        }
    elif _PREPRINTS.match(source):
        item |= {"type": "article", "genre": "Preprint", "publisher": source}
    elif role or item.get("edition") or item.get("volume"):
        item |= {"type": "book", "publisher": source}
    elif item.get("number"):
        item |= {"type": "report", "publisher": source}
    elif _JOURNAL.search(source):
        item |= {"type": "article-journal", "container-title": source}
    elif _PUBLISHER.search(source) or not has_link:
        item |= {"type": "book", "publisher": source}
    else:
        item |= {"type": "webpage", "container-title": source}
    return item | {"title": title}


def _chapter_of(found):
    in_brackets = re.match(r"(?P<book>.+?\([^()]*\))(?:\.\s*(?P<publisher>.*))?$", found["book"])
    if in_brackets:
        book, publisher = in_brackets["book"], (in_brackets["publisher"] or "").rstrip(".")
    else:
        book, _, publisher = found["book"].rstrip(".").partition(". ")
    item = {"type": "chapter", "title": found["title"].rstrip(".")}
    details = _details_of(book.rstrip("."))
    item["container-title"] = details.pop("title")
    item["editor"] = _editors(found["editors"] or "")
    return item | details | {"publisher": publisher}


def _details_of(title):
    """The title without what stands behind it in brackets: edition, volume, pages, number."""
    item = {}
    while found := _PARENTHESES.search(title):
        details = {}
        for part in re.split(
            r"[,;]\s+(?=\d|pp?\.|Vol|Rev|No|Report|[A-Z][\w.]* ed)", found["text"]
        ):
            if pages := re.fullmatch(r"pp?\.\s*(.+)", part):
                details["page"] = pages[1].replace("–", "-")
            elif volume := re.fullmatch(r"Vols?\.\s*(.+)", part):
                details["volume"] = volume[1]
            elif re.search(r"\bed\.?$", part):
                details["edition"] = edition_of(part)
            elif number := re.fullmatch(r"(?:(.*?)\s*)?(?:No|Nr)\.\s*(.+)", part):
                details |= {"number": number[2], "genre": number[1] or ""}
            elif version := re.fullmatch(r"Version\s+(.+)", part):
                details["version"] = version[1]
            elif translated := re.fullmatch(r"(.+), Trans\.", part):
                details["translator"] = _editors(translated[1])
        if not details:
            break
        item |= details
        title = title[: found.start()].strip()
    return item | {"title": title}


def _described(genre, source):
    """What a description in square brackets says of a work."""
    kind, _, school = genre.partition(", ")
    if re.search(r"dissertation|thesis", kind, re.IGNORECASE):
        return {"type": "thesis", "genre": kind, "publisher": school or source}
    if re.search(r"preprint|manuscript", kind, re.IGNORECASE):
        return {"type": "article", "genre": genre, "publisher": source}
    if re.search(r"data ?set", kind, re.IGNORECASE):
        return {"type": "dataset", "publisher": source}
    if re.search(r"software|app\b", kind, re.IGNORECASE):
        return {"type": "software", "publisher": source}
    if re.search(r"video|film|podcast|audio", kind, re.IGNORECASE):
        return {"type": "motion_picture", "genre": genre, "publisher": source}
    return {"type": "document", "genre": genre, "publisher": source}


def _split(text):
    """Title and source. A title may have full stops, question marks and brackets inside."""
    text = text.strip()
    if re.search(r"\]\.?$", text):
        # Described, and nothing behind it.
        return text, ""
    ends = [found.end() for found in _END.finditer(text) if not _SHORT.search(text[: found.end()])]
    for end in ends:
        source = text[end:].rstrip(".")
        serial = _SERIAL.fullmatch(source) or _UNNUMBERED.fullmatch(source)
        if serial and not _END.search(serial["container"]):
            return text[:end].strip(), text[end:].rstrip(".")
    if not ends:
        return text, ""
    return text[: ends[-1]].strip(), text[ends[-1] :].rstrip(".")
