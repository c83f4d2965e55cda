"""What a change of the API's description means to consumers: does it break them, or only add?

Breaking is what a careful consumer of the old description could trip over: in answers, a key that
is gone or may be absent, a value of another type or newly null, a fixed value no longer offered;
in requests, an address or parameter that is gone, or that takes less.
"""

import re
from dataclasses import dataclass

WORDS = {"description", "examples", "summary", "title", "info"}
"""What tells people something and programs nothing."""


@dataclass(frozen=True)
class Change:
    breaking: bool
    where: str
    """Such as `ArticlePage.summary` or `GET /api/v2/pages/ ?limit`."""
    what: str

    def __str__(self):
        return f"{'breaks' if self.breaking else 'adds'}: `{self.where}` {self.what}"


def changes(old, new):
    """The changes between two OpenAPI documents, breaking ones first."""
    found = [
        *_schemas(old["components"]["schemas"], new["components"]["schemas"]),
        *_paths(old["paths"], new["paths"]),
    ]
    return sorted(dict.fromkeys(found), key=lambda change: (not change.breaking, change.where))


def _schemas(old, new):
    for name in old.keys() | new.keys():
        if name not in new:
            yield Change(True, name, "is gone")
        elif name not in old:
            yield Change(False, name, "is new")
        else:
            yield from _answer(old[name], new[name], name)


def _answer(old, new, where):
    """Changes of a schema of answers."""
    before, after = _alternatives(old), _alternatives(new)
    for key in before.keys() - after.keys():
        # A consumer that provides for null is not hurt when it stops coming.
        if key != "null":
            yield Change(True, where, f"is no longer {key}")
    for key in after.keys() - before.keys():
        # One more object where several are told apart already is no other type of value.
        objects = [known for known in before if known.startswith("#")]
        adds = key.startswith("#") and (where.endswith("[]") or len(objects) > 1)
        yield Change(not adds, where, f"may be {key}")
    for key in before.keys() & after.keys():
        yield from _same_kind(before[key], after[key], where)


def _same_kind(old, new, where):
    had, has = old.get("properties", {}), new.get("properties", {})
    for name in had.keys() - has.keys():
        yield Change(True, f"{where}.{name}", "is gone")
    for name in has.keys() - had.keys():
        yield Change(False, f"{where}.{name}", "is new")
    for name in had.keys() & has.keys():
        was, will = name in old.get("required", []), name in new.get("required", [])
        if was != will:
            what = "is always there" if will else "may be absent"
            yield Change(was, f"{where}.{name}", what)
        yield from _answer(had[name], has[name], f"{where}.{name}")
    if old.get("items") and new.get("items"):
        yield from _answer(old["items"], new["items"], f"{where}[]")
    if isinstance(old.get("additionalProperties"), dict) and new.get("additionalProperties"):
        yield from _answer(old["additionalProperties"], new["additionalProperties"], f"{where}[*]")
    yield from _fixed_values(old, new, where)


def _fixed_values(old, new, where):
    before, after = _values(old), _values(new)
    if before is None or after is None:
        if before != after:
            yield Change(True, where, "is no longer of the same fixed values")
        return
    for value in sorted(before - after):
        yield Change(True, where, f"is never {value} any more")
    for value in sorted(after - before):
        yield Change(False, where, f"may be {value}")


def _values(schema):
    if "const" in schema:
        return {repr(schema["const"])}
    return {repr(value) for value in schema["enum"]} if "enum" in schema else None


def _alternatives(schema):
    """The kinds of value that a schema admits, each with its own schema."""
    for key in ("anyOf", "oneOf"):
        if key in schema:
            return {k: v for each in schema[key] for k, v in _alternatives(each).items()}
    if "$ref" in schema:
        return {"#" + schema["$ref"].removeprefix("#/components/schemas/"): {}}
    kinds = schema.get("type", "anything")
    kinds = kinds if isinstance(kinds, list) else [kinds]
    form = f" ({schema['format']})" if "format" in schema else ""
    return {f"{kind}{form}": schema for kind in kinds}


def _paths(old, new):
    for path in old.keys() | new.keys():
        if path not in new:
            yield Change(True, path, "is gone")
        elif path not in old:
            yield Change(False, path, "is new")
        else:
            yield from _operations(path, old[path], new[path])


def _operations(path, old, new):
    for method in old.keys() | new.keys():
        where = f"{method.upper()} {path}"
        if method not in new or method not in old:
            yield Change(method in old, where, "is gone" if method in old else "is new")
            continue
        yield from _parameters(where, old[method], new[method])
        yield from _responses(where, old[method]["responses"], new[method]["responses"])


def _parameters(where, old, new):
    before = {parameter["name"]: parameter for parameter in old.get("parameters", [])}
    after = {parameter["name"]: parameter for parameter in new.get("parameters", [])}
    for name in before.keys() | after.keys():
        place = f"{where} ?{name}"
        if name not in after:
            yield Change(True, place, "is gone")
        elif name not in before:
            yield Change(bool(after[name].get("required")), place, "is new")
        else:
            if after[name].get("required") and not before[name].get("required"):
                yield Change(True, place, "must be given")
            yield from _taken(before[name]["schema"], after[name]["schema"], place)


def _taken(old, new, where):
    """Changes of what a parameter takes."""
    before, after = _alternatives(old), _alternatives(new)
    for key in before.keys() - after.keys():
        yield Change(True, where, f"does not take {key} any more")
    for key in after.keys() - before.keys():
        yield Change(False, where, f"takes {key}")
    for key in before.keys() & after.keys():
        was, will = before[key], after[key]
        for limit, less in (("maximum", -1), ("maxLength", -1), ("maxItems", -1), ("minimum", 1)):
            change = _limit(was.get(limit), will.get(limit), less)
            if change:
                yield Change(change < 0, where, f"has {limit} {will.get(limit)}")
        had, has = _values(was), _values(will)
        if had is None or has is None:
            if had != has:
                yield Change(
                    had is None, where, f"takes {'fixed' if had is None else 'any'} values"
                )
        else:
            for value in sorted(had - has):
                yield Change(True, where, f"does not take {value} any more")
            for value in sorted(has - had):
                yield Change(False, where, f"takes {value}")
        if was.get("items") and will.get("items"):
            yield from _taken(was["items"], will["items"], f"{where}[]")


def _limit(was, will, less):
    """-1 when a limit takes away, 1 when it gives, 0 when nothing changes."""
    if was == will:
        return 0
    if was is None or will is None:
        return -1 if was is None else 1
    return -1 if (will - was) * less > 0 else 1


def _responses(where, old, new):
    for status in old.keys() | new.keys():
        if status not in new or status not in old:
            # A new way to be refused is for clients what any 4xx is.
            yield Change(
                status in old, f"{where} {status}", "is gone" if status in old else "is new"
            )
            continue
        before, after = _body(old[status]), _body(new[status])
        if before and after:
            yield from _answer(before, after, f"{where} {status}")
        elif before or after:
            yield Change(bool(before), f"{where} {status}", "has another kind of body")


def _body(response):
    return response.get("content", {}).get("application/json", {}).get("schema")


def unannounced(found, changelog):
    """The breaking changes that the changelog does not name under their own heading."""
    section = re.search(
        r"^### Breaking for API consumers\n(.*?)(?=^##)", changelog + "\n## ", re.S | re.M
    )
    announced = section[1] if section else ""
    return [c for c in found if c.breaking and f"`{c.where}`" not in announced]
