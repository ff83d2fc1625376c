"""docs/openapi.yaml, read as anybody who trusts it would: each reply that a test gets is held against it."""
import json
import re

KINDS = {"object": dict, "array": list, "string": str, "boolean": bool, "integer": int, "number": (int, float), "null": type(None)}
FORMATS = {"date": r"\d{4}-\d\d-\d\d", "date-time": r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)"}


def read(text):
    """The YAML that the program prints: keys and texts are JSON's, two spaces a level."""
    lines = [(len(line) - len(line.lstrip()), line.strip()) for line in text.splitlines() if line.strip()]
    at = 0

    def block(depth):
        nonlocal at
        is_list = lines[at][1].startswith("- ")
        found = [] if is_list else {}
        while at < len(lines) and lines[at][0] == depth and lines[at][1].startswith("- ") == is_list:
            if is_list:
                rest = lines[at][1][2:]
                if re.match(r'"[^"]*":', rest):  # an object that begins on the line of its dash
                    lines[at] = (depth + 2, rest)
                    found.append(block(depth + 2))
                else:
                    found.append(json.loads(rest))
                    at += 1
                continue
            key, value = re.fullmatch(r'("(?:[^"\\]|\\.)*"):(?: (.*))?', lines[at][1]).groups()
            at += 1
            found[json.loads(key)] = json.loads(value) if value else block(lines[at][0])
        return found

    return block(0)


class Contract:
    def __init__(self, path):
        with open(path) as f:
            self.document = read(f.read())
        self.routes = [(re.compile(re.sub(r"\{\w+\}", "[^/]+", path) + "$"), path, methods)
                       for path, methods in self.document["paths"].items()]
        # What has no part to fill in goes before what has.
        self.routes.sort(key=lambda route: route[1].count("{"))

    def whole(self, part):
        while "$ref" in part:
            found = self.document
            for name in part["$ref"].removeprefix("#/").split("/"):
                found = found[name]
            part = found
        return part

    def declared(self, method, path, status):
        """What the reply may hold, by media type."""
        operation = next((methods.get(method.lower()) for shape, _, methods in self.routes if shape.match(path)), None)
        replies = operation["responses"] if operation else {}
        reply = replies.get(str(status))
        if reply is None:
            assert status >= 400, f"{method} {path} does not say that it answers {status}"
            return self.document["components"]["responses"]["problem"]["content"]
        return self.whole(reply).get("content", {})

    def check(self, method, path, status, kind, body):
        if method == "HEAD" or status == 304:
            return
        types = self.declared(method, path.split("?")[0], status)
        if not types:
            assert not body, f"{method} {path} {status} says nothing of a body: {body[:200]}"
            return
        if kind not in types:  # files have the type of what they hold
            assert all(of["schema"].get("format") == "binary" for of in types.values()), f"{method} {path} {status}: {kind}"
            return
        if kind.endswith("json"):
            self.check_value(types[kind]["schema"], json.loads(body), f"{method} {path} {status}")

    def check_value(self, schema, value, where):
        schema = self.whole(schema)
        kinds = schema.get("type", list(KINDS))
        kinds = kinds if isinstance(kinds, list) else [kinds]
        fits = any(isinstance(value, KINDS[kind]) and (kind == "boolean" or not isinstance(value, bool)) for kind in kinds)
        assert fits, f"{where} is no {kinds}: {value!r}"
        assert "enum" not in schema or value in schema["enum"] or (value is None and "null" in kinds), f"{where}: {value!r}"
        if isinstance(value, dict) and "properties" in schema:
            for name in schema.get("required", []):
                assert name in value, f"{where}.{name} is missing"
            for name, one in value.items():
                assert name in schema["properties"], f"{where}.{name} is not told of"
                self.check_value(schema["properties"][name], one, f"{where}.{name}")
        elif isinstance(value, list):
            assert schema.get("minItems", 0) <= len(value) <= schema.get("maxItems", len(value)), f"{where}: {len(value)} items"
            for one in value:
                self.check_value(schema.get("items", {}), one, where + "[]")
        elif isinstance(value, str):
            shape = FORMATS.get(schema.get("format"), schema.get("pattern"))
            assert not shape or re.fullmatch(shape.strip("^$"), value), f"{where}: {value!r}"
        elif isinstance(value, (int, float)) and not isinstance(value, bool):
            assert schema.get("minimum", value) <= value <= schema.get("maximum", value), f"{where}: {value}"
