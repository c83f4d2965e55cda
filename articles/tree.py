"""Pages above pages, told from their paths alone."""


def paths_above(page):
    """The tree paths of a page's ancestors; of a page not saved yet, its parent's too."""
    steps = range(page.steplen, len(page.path or "") + 1, page.steplen)
    return [page.path[:end] for end in steps if page.path[:end] != page.path or not page.pk]
