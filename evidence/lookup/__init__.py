"""Works by their DOI, from Crossref or, for DOIs of other agencies, from DataCite.

- `crossref`: what Crossref's REST API answers, as CSL-JSON
- `client`: asks over the network, and says in plain sentences what came of it

Crossref: https://www.crossref.org/documentation/retrieve-metadata/rest-api/
Content negotiation: https://citation.doi.org/docs.html
"""
