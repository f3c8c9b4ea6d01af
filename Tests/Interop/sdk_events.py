# SPDX-License-Identifier: MIT
"""The event models of the openai SDK, as a measure for ours; a process of its own, for there are two versions.

    .venv/bin/python Tests/Interop/sdk_events.py parse ga       parses the server events of Fixtures/events/ga
    .venv/bin/python Tests/Interop/sdk_events.py build ga       prints client events, one on each line
    .venv/bin/python Tests/Interop/sdk_events.py break ga       prints such events without a member that they need
    PYTHONPATH=.venv/openai-1 … parse beta                      the last release that has the types of the beta

`parse` prints one JSON object: how many files were parsed, what is wrong with them, and which models no file is of.
"""

import importlib
import json
import sys
import typing
from pathlib import Path

from pydantic import BaseModel, TypeAdapter

FIXTURES = Path(__file__).resolve().parent.parent.parent / "Fixtures" / "events"

# The unions of a vocabulary's events: module and name, server first.
UNIONS = {
    "ga": [
        ("openai.types.realtime.realtime_server_event", "RealtimeServerEvent"),
        ("openai.types.realtime.realtime_client_event", "RealtimeClientEvent"),
    ],
    "beta": [
        ("openai.types.beta.realtime.realtime_server_event", "RealtimeServerEvent"),
        ("openai.types.beta.realtime.realtime_client_event", "RealtimeClientEvent"),
    ],
    "translation": [
        ("openai.types.realtime.realtime_translation_server_event", "RealtimeTranslationServerEvent"),
        ("openai.types.realtime.realtime_translation_client_event", "RealtimeTranslationClientEvent"),
    ],
    "live": [
        ("openai.types.live.server_event", "ServerEvent"),
        ("openai.types.live.client_event", "ClientEvent"),
    ],
}

# Models nest without end (schemas of tools); no event of a voice session is this deep.
DEEPEST = 8


def union(vocabulary, position):
    module, name = UNIONS[vocabulary][position]
    return getattr(importlib.import_module(module), name)


def models(kind):
    """The models of a union, however it is nested and annotated."""
    if typing.get_origin(kind) is typing.Annotated:
        return models(typing.get_args(kind)[0])
    if typing.get_origin(kind) in UNION_ORIGINS:
        return [model for part in typing.get_args(kind) for model in models(part)]
    return [kind]


UNION_ORIGINS = {typing.Union, type(int | None)}


def type_names(model):
    return typing.get_args(model.model_fields["type"].annotation)


# MARK: Server events


def unknown_members(value, place=""):
    """Members that the SDK keeps but has no field for: names that we have and it does not."""
    if isinstance(value, BaseModel):
        yield from (f"{place}{name}" for name in value.model_extra or {})
        for name in value.model_fields_set:
            yield from unknown_members(getattr(value, name), f"{place}{name}.")
    elif isinstance(value, list):
        for element in value:
            yield from unknown_members(element, place)


def parse(vocabulary):
    kind = union(vocabulary, 0)
    adapter = TypeAdapter(kind)
    problems, seen, count = [], set(), 0
    known = {name for model in models(kind) for name in type_names(model)}
    beyond = set()
    for path in sorted((FIXTURES / vocabulary / "server").glob("*.json")):
        text = path.read_bytes()
        name = json.loads(text)["type"]
        if name not in known:
            beyond.add(name)
            continue
        count += 1
        try:
            event = adapter.validate_json(text, strict=True)
        except ValueError as error:
            problems.append(f"{path.name}: {error}")
            continue
        seen.add(name)
        if name not in type_names(type(event)):
            problems.append(f"{path.name}: parsed as {type(event).__name__}")
        problems += [f"{path.name}: the SDK has no {member}" for member in unknown_members(event)]
    return {"parsed": count, "problems": problems, "missing": sorted(known - seen), "beyond": sorted(beyond)}


# MARK: Client events


def values(kind, depth=0):
    """Values of a type: one for each variant of it, each optional member present in one at least."""
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin is typing.Annotated:
        return values(arguments[0], depth)
    if origin in UNION_ORIGINS:
        return [value for part in arguments if part is not type(None) for value in values(part, depth)]
    if origin is typing.Literal:
        return list(arguments)
    if origin is list:
        return [[]] + [[value] for value in values(arguments[0], depth + 1)]
    if origin is dict:
        return [{}] + [{"name": value} for value in values(arguments[1], depth + 1)]
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return instances(kind, depth + 1)
    simple = {str: ["text"], int: [3], float: [0.5], bool: [True, False], object: ["anything", {"of": ["any", None]}]}
    return simple.get(kind, [{}])


def instances(model, depth=0):
    if depth > DEEPEST:
        return []
    required, optional = {}, {}
    for name, field in model.model_fields.items():
        # Audio and images are base64, which the types call text.
        found = ["QUJD"] if name in ("audio", "data") and field.annotation in BASE64_TYPES else values(field.annotation, depth)
        (required if field.is_required() else optional)[field.alias or name] = found
    if not all(required.values()):
        return []
    least = {name: found[0] for name, found in required.items()}
    result = [least]
    for name, found in required.items():
        result += [{**least, name: value} for value in found[1:]]
    for name, found in optional.items():
        result += [{**least, name: value} for value in found]
    result.append({**least, **{name: found[-1] for name, found in optional.items() if found}})
    return result


BASE64_TYPES = (str, typing.Optional[str])


def build(vocabulary):
    for model in models(union(vocabulary, 1)):
        for instance in instances(model):
            yield model.model_validate(instance).model_dump_json(by_alias=True, exclude_unset=True)


def broken(vocabulary):
    """Events that the SDK would not build: each lacks one member of the event itself."""
    for model in models(union(vocabulary, 1)):
        least = instances(model)[0]
        for name in least.keys() - {"type"}:
            yield json.dumps({key: value for key, value in least.items() if key != name})


if __name__ == "__main__":
    task, vocabulary = sys.argv[1:]
    if task == "parse":
        print(json.dumps(parse(vocabulary)))
    else:
        print("\n".join({"build": build, "break": broken}[task](vocabulary)))
