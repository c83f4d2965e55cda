"""Works of all kinds by chance, always the same ones from one seed, as CSL-JSON."""

from random import Random

FAMILIES = [
    *("Poulin", "Shergill", "Grebowicz", "Almeida", "Cantave", "MacLeod", "Larocque", "Garstin"),
    *("Fitzgerald", "Rash", "O’Neill", "Smith-Jones", "García", "Nguyễn", "Müller", "Østergaard"),
    *("Łukasiewicz", "de Souza", "Van Houten", "D’Angelo", "King", "Le Guin", "Ibn Sina"),
]
GIVEN = [
    *("Patricia Anne", "Y.", "Anna", "J. A.", "Jean-Paul", "Ludwig", "Mary Jane", "P.", "Björn"),
    *("Henry L.", "Zoë", "Kim", "Marie-Claire D.", "Thomas"),
]
PARTICLES = [
    ("van der", "non-dropping-particle"),
    ("de la", "non-dropping-particle"),
    ("von", "dropping-particle"),
    ("van", "dropping-particle"),
]
ORGANISATIONS = [
    "World Health Organization",
    "National Institute for Health and Care Excellence",
    "Centers for Disease Control and Prevention",
    "Statistics Canada",
]
TITLES = [
    "Extension for Community Healthcare Outcomes (ECHO) Chronic Pain & Opioid Stewardship in "
    "Northwestern Ontario: A thematic analysis of patient cases",
    "Speech therapy at a distance",
    "What works? A review",
    "“Quoted” words in a title",
    "Effects of H<sub>2</sub>O on pH: An overview",
    "Pain, opioids, and care",
    "COVID-19 and schools",
    "A study of 1,000 children!",
    "de Gaulle and his time",
    "iPads in the classroom",
    "Reading – and writing – difficulties",
]
JOURNALS = [
    "Canadian Journal of Pain",
    "The Lancet",
    "Language, Speech, and Hearing Services in Schools",
    "PLoS ONE",
    "Journal of Speech & Hearing",
]
PUBLISHERS = ["Oxford University Press", "American Psychological Association", "Springer", "Sage"]
PLACES = ["New York", "London", "Thunder Bay, ON"]
NUMBERS_OF_AUTHORS = [1, 1, 1, 2, 2, 3, 3, 4, 6, 7, 8, 10, 20, 21, 22, 30]
TYPES = [
    *["article-journal"] * 8,
    *["chapter"] * 5,
    *["book"] * 4,
    *["webpage", "report"] * 3,
    *["article", "thesis", "paper-conference"] * 2,
    *("article-newspaper", "article-magazine", "post-weblog", "dataset", "software"),
    "entry-encyclopedia",
]


def works(number, seed=1):
    """So many works, with the ids `w000` and so on."""
    chance = Random(seed)
    return [Made(chance, f"w{n:03}").work for n in range(number)]


class Made:
    """A work of any kind."""

    def __init__(self, chance, id):
        self.chance = chance
        kind = chance.choice(TYPES)
        self.work = {"id": id, "type": kind, "title": chance.choice(TITLES)}
        self.doi = f"10.1000/x.{id}"
        self.add_authors()
        self.add_date()
        getattr(self, "add_of_" + kind.replace("-", "_"))()

    def some(self, share, **values):
        for name, value in values.items():
            if self.chance.random() < share:
                self.work[name.replace("_", "-")] = value

    def person(self):
        person = {"family": self.chance.choice(FAMILIES), "given": self.chance.choice(GIVEN)}
        kind = self.chance.random()
        if kind < 0.08:
            text, name = self.chance.choice(PARTICLES)
            person[name] = text
        elif kind < 0.13:
            person["suffix"] = self.chance.choice(["Jr.", "III"])
        return person

    def people(self, most=3):
        return [self.person() for _ in range(self.chance.randint(1, most))]

    def add_authors(self):
        kind = self.chance.random()
        if kind < 0.1:
            return
        if kind < 0.2:
            self.work["author"] = [{"literal": self.chance.choice(ORGANISATIONS)}]
        else:
            number = self.chance.choice(NUMBERS_OF_AUTHORS)
            self.work["author"] = [self.person() for _ in range(number)]

    def add_date(self):
        kind, year = self.chance.random(), self.chance.randint(1950, 2025)
        date = [year, self.chance.randint(1, 12), self.chance.randint(1, 28)]
        if kind >= 0.1:
            parts = 1 if kind < 0.7 else 2 if kind < 0.85 else 3
            self.work["issued"] = {"date-parts": [date[:parts]]}

    def add_of_article_journal(self):
        self.work["container-title"] = self.chance.choice(JOURNALS)
        self.some(0.8, volume=str(self.chance.randint(1, 120)))
        if "volume" in self.work:
            self.some(0.7, issue=str(self.chance.randint(1, 12)))
        kind = self.chance.random()
        if kind < 0.6:
            pages = ["12-19", "1123-1134", "e12–e15", "S4-S9", "77", "123-45"]
            self.work["page"] = self.chance.choice(pages)
        elif kind < 0.75:
            self.work["number"] = self.chance.choice(["e0123", "45"])
        self.some(0.7, DOI=self.doi)
        if "DOI" not in self.work:
            self.some(0.4, URL="https://example.org/a")

    def add_of_book(self):
        if self.chance.random() < 0.3:
            self.work.pop("author", None)
            self.work["editor"] = self.people()
        self.some(0.9, publisher=self.chance.choice(PUBLISHERS))
        self.some(0.5, publisher_place=self.chance.choice(PLACES))
        self.some(0.4, edition=self.chance.choice(["2", "3", "Rev. ed."]))
        self.some(0.2, volume="2", translator=self.people(1))
        self.some(0.3, DOI=self.doi)

    def add_of_chapter(self):
        books = ["Handbook of pain", "Speech and language: Theory", "The Oxford companion"]
        self.work["container-title"] = self.chance.choice(books)
        self.some(0.8, editor=self.people(), page="12-19")
        self.some(0.9, publisher=self.chance.choice(PUBLISHERS))
        self.some(0.3, edition="2", volume="3", DOI=self.doi)

    add_of_entry_encyclopedia = add_of_chapter

    def add_of_webpage(self):
        self.some(0.8, container_title=self.chance.choice(["Statistics Canada", "Speech Blog"]))
        self.some(0.2, accessed={"date-parts": [[2024, 3, 5]]})
        self.work["URL"] = "https://www.example.org/page"

    add_of_post_weblog = add_of_webpage

    def add_of_article(self):
        self.work["publisher"] = self.chance.choice(["PsyArXiv", "bioRxiv"])
        self.work["genre"] = "Preprint"
        self.some(0.8, DOI=self.doi)

    def add_of_report(self):
        self.some(0.9, publisher=self.chance.choice(ORGANISATIONS))
        self.some(0.5, number="12-345", genre="Technical report")
        self.some(0.6, URL="https://example.org/r.pdf")

    def add_of_thesis(self):
        self.work["genre"] = self.chance.choice(["Doctoral dissertation", "Master’s thesis"])
        self.work["publisher"] = "University of Toronto"
        self.some(0.5, URL="https://example.org/t")

    def add_of_paper_conference(self):
        self.work["container-title"] = "Proceedings of the 5th Conference on Speech"
        self.some(0.7, page="1-9")
        self.some(0.5, publisher="ACM", DOI=self.doi, editor=self.people(2))

    def add_of_article_newspaper(self):
        self.work["container-title"] = self.chance.choice(["The New York Times", "Time"])
        self.some(0.5, page="A1", URL="https://example.org/n")

    add_of_article_magazine = add_of_article_newspaper

    def add_of_dataset(self):
        self.work |= {"publisher": "Zenodo", "DOI": self.doi}
        self.some(0.5, version="2.0")

    def add_of_software(self):
        self.work["URL"] = "https://example.org/s"
        self.some(0.6, version="4.1.2", publisher="R Foundation")
