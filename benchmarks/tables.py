"""What `make bench` prints."""

HEADS = [
    "articles",
    "asked for",
    "way",
    "bytes",
    "a second",
    "of constant WSGI",
    "of Django's view",
    "of that and SELECT",
    "p50",
    "p99",
    "p99 / p50",
    "the same of constant WSGI",
    "without Django",
]
TEXTS = 3
"""The first columns, which hold no figures."""


def report(found):
    """Markdown of the figures on one database, one of `found` for each number of articles."""
    first = found[0]
    what = [
        f"{first['machine']}; {found[-1]['about']}.",
        f"granian, {first['workers']} workers of {first['threads']} threads; wrk, "
        f"{first['connections']} connections; another process commits what nobody is shown.",
        f"Articles are asked for by Zipf's law with exponent {first['exponent']}.",
        f"Rounds: {first['rounds']} of {first['seconds']} s, floors and product in turns; figures "
        "are medians. No answer was an error.",
    ]
    lines = [" | ".join(HEADS), " | ".join(["---"] * TEXTS + ["---:"] * (len(HEADS) - TEXTS))]
    lines += [" | ".join(cells) for one in found for cells in rows(one)]
    table = "\n".join(f"| {line} |" for line in lines)
    behind = "\n".join(f"- {note}" for one in found for note in notes(one))
    return f"## {first['database']}\n\n{' '.join(what)}\n\n{table}\n\n{behind}\n"


def rows(one):
    for name in next(iter(one["ways"].values()))["kinds"]:
        for way, of in one["ways"].items():
            kind = of["kinds"][name]
            ours = kind["ours"]
            yield [
                f"{one['articles']:,}",
                name,
                way,
                f"{kind['size']:,}",
                f"{ours['rate']:,.0f}",
                *(ratio(kind, floor) for floor in ("constant", "view", "select")),
                f"{ours['p50']:.2f} ms",
                f"{ours['p99']:.2f} ms",
                *(f"{run['p99'] / run['p50']:.1f}" for run in (ours, kind["constant"])),
                f"{kind['hits']:.1%}",
            ]


def ratio(kind, floor):
    """Ours by a floor, and the floor, such as `0.74 of 26,200`; a dash where none was measured."""
    if floor not in kind:
        return "–"
    rate = kind[floor]["rate"]
    return f"{kind['ours']['rate'] / rate:.2f} of {rate:,.0f}"


def notes(one):
    for way, of in one["ways"].items():
        whole, short = (of["kinds"][f"one article, JSON{end}"]["ours"] for end in ("", ", 304"))
        sizes = " and ".join(f"{size:.0f}" for size in of["rss"])
        yield (
            f"{one['articles']:,} articles, {way}: first answer {of['cold']:.1f} s after the "
            f"start; {sizes} MB resident in the web processes; "
            f"304 at {short['rate'] / whole['rate']:.2f} of the rate of 200; "
            f"{of['commits']:.1f} unrelated commits a second."
        )
