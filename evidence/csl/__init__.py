"""References and in-text marks from CSL-JSON, in a style of the Citation Style Language.

- `data`: CSL-JSON as it comes, made safe to format
- `schema`: the types and variables that CSL-JSON has
- `markup`: the few marks that survive in a title, and what becomes of them
- `elements`: what citeproc-py does differently from the CSL specification, mended
- `styles`: the styles, read once
- `collation`: the order of a list
- `locators`: where in a work something stands
- `references`: formats the works of an article as one set

Specification: https://docs.citationstyles.org/en/stable/specification.html
"""
