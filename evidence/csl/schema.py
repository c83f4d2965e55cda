"""The types and variables of CSL 1.0.2's CSL-JSON.

Source: csl-data.json of https://github.com/citation-style-language/schema
"""

from evidence.csl.data import DATES, NAMES

TYPES = {
    *("article", "article-journal", "article-magazine", "article-newspaper", "bill", "book"),
    *("broadcast", "chapter", "classic", "collection", "dataset", "document", "entry"),
    *("entry-dictionary", "entry-encyclopedia", "event", "figure", "graphic", "hearing"),
    *("interview", "legal_case", "legislation", "manuscript", "map", "motion_picture"),
    *("musical_score", "pamphlet", "paper-conference", "patent", "performance", "periodical"),
    *("personal_communication", "post", "post-weblog", "regulation", "report", "review"),
    *("review-book", "software", "song", "speech", "standard", "thesis", "treaty", "webpage"),
}
TEXTS = {
    *("abstract", "annote", "archive", "archive-place", "archive_collection", "archive_location"),
    *("authority", "call-number", "chapter-number", "citation-key", "citation-label"),
    *("citation-number", "collection-number", "collection-title", "container-title"),
    *("container-title-short", "dimensions", "division", "DOI", "edition", "event", "event-place"),
    *("event-title", "first-reference-note-number", "genre", "ISBN", "ISSN", "issue"),
    *("journalAbbreviation", "jurisdiction", "keyword", "language", "locator", "medium", "note"),
    *("number", "number-of-pages", "number-of-volumes", "original-publisher"),
    *("original-publisher-place", "original-title", "page", "page-first", "part", "part-title"),
    *("PMCID", "PMID", "printing", "publisher", "publisher-place", "references"),
    *("reviewed-genre", "reviewed-title", "scale", "section", "shortTitle", "source", "status"),
    *("supplement", "title", "title-short", "URL", "version", "volume", "volume-title"),
    *("volume-title-short", "year-suffix"),
}
"""Variables whose value is a text or a number."""
VARIABLES = TEXTS | NAMES | DATES
