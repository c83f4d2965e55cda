"""Names of people, as references shorten them."""


def initials(given):
    """`Patricia Anne` as `P. A.`, `PA` too, `Jean-Paul` as `J.-P.`, `Ludwig van` as `L. van`.

    What is abbreviated stays, and so do a suffix behind a comma (`Henry L., III` as `H. L., III`)
    and names in scripts without capitals.
    """
    given, comma, suffix = given.partition(",")

    def short(part):
        if part.endswith(".") or not part[0].isupper():
            return part
        letters = part if part.isupper() and len(part) <= 3 else part[0]
        return " ".join(letter + "." for letter in letters)

    words = given.replace(".", ". ").replace(". -", ".-").split()
    short_names = " ".join("-".join(short(p) for p in word.split("-") if p) for word in words)
    return short_names + comma + suffix
