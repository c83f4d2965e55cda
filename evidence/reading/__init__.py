"""Works from what editors have: BibTeX, RIS, CSL-JSON, or a reference as APA prints it.

Each module has a `read(text)` that yields a `Found` for each work; what cannot be read is told with
its place, and keeps nothing else from being read. `retractions` reads what became of works instead.
"""
