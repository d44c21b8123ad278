"""Requests made from the SDK's own description of the protocol: well-formed ones, and such as break one rule."""
import copy
import functools

import botocore.session

REGION = "eu-west-1"
ACCOUNT = "000000000000"
SERVICES = ("personalize", "personalize-runtime", "personalize-events")
ROLE = f"arn:aws:iam::{ACCOUNT}:role/conformance"
KMS_KEY = f"arn:aws:kms:{REGION}:{ACCOUNT}:key/conformance"
KINDS = {"solutionVersionArn": "solution/unknown/00000000", "datasetArn": "dataset/unknown/INTERACTIONS",
         "recipeArn": "recipe/unknown", "resourceArn": "campaign/unknown"}
TEXTS = {"schedulingExpression": "rate(7 days)", "datasetType": "Interactions", "tagKey": "key", "tagValue": "value",
         "eventAttributionSource": "source", "nextToken": "token", "schema": "{}"}


@functools.cache
def service_model(service):
    return botocore.session.get_session().get_service_model(service)


def operations():
    """(service, operation) of all three services."""
    return [(service, name) for service in SERVICES for name in service_model(service).operation_names]


def operation_model(service, name):
    return service_model(service).operation_model(name)


def arn_for(member):
    tail = KINDS.get(member)
    if tail is None:
        words = "".join("-" + letter.lower() if letter.isupper() else letter for letter in member.removesuffix("Arn"))
        tail = words + "/unknown"
    return f"arn:aws:personalize:{REGION}:{ACCOUNT}:{tail}"


def text_for(shape, member):
    if shape.enum:
        return shape.enum[0]
    if member == "roleArn" or shape.name == "RoleArn":
        return ROLE
    if shape.name == "KmsKeyArn":
        return KMS_KEY
    if shape.name == "S3Location":
        return "s3://conformance/" + member
    if shape.name == "Arn" or member.endswith("Arn"):
        return arn_for(member)
    return TEXTS.get(member, "conformance")


def sample(shape, member="", optional=False):
    """A well-formed value; of a structure the required members, or all of them."""
    if shape.type_name == "structure":
        names = shape.members if optional else shape.required_members
        return {name: sample(shape.members[name], name, optional) for name in names}
    if shape.type_name == "list":
        return [sample(shape.member, member, optional)]
    if shape.type_name == "map":
        return {text_for(shape.key, "key"): sample(shape.value, member, optional)}
    if shape.type_name in ("integer", "long"):
        return int(shape.metadata.get("min", 1))
    if shape.type_name in ("float", "double"):
        return float(shape.metadata.get("min", 1))
    if shape.type_name == "timestamp":
        return 1760000000
    if shape.type_name == "boolean":
        return True
    return text_for(shape, member)


def broken_values(shape, member):
    """(what is wrong, value): each breaks one rule of the shape itself or of something inside it."""
    rules = shape.metadata
    if shape.type_name == "structure":
        for name in shape.required_members:
            value = sample(shape, member)
            del value[name]
            yield f"missing {name}", value
        for name, inner in shape.members.items():
            for what, wrong in broken_values(inner, name):
                yield f"{name}: {what}", {**sample(shape, member), name: wrong}
    elif shape.type_name == "list":
        if "max" in rules:
            yield "list too long", [sample(shape.member, member)] * (rules["max"] + 1)
        if rules.get("min", 0) > 0:
            yield "list too short", []
        for what, wrong in broken_values(shape.member, member):
            yield f"[]: {what}", [wrong]
    elif shape.type_name == "map":
        if "max" in rules:
            one = sample(shape.value, member)
            yield "map too large", {f"key{i}": one for i in range(rules["max"] + 1)}
        key = text_for(shape.key, "key")
        for what, wrong in broken_values(shape.value, member):
            yield f"{{}}: {what}", {key: wrong}
        for what, wrong in broken_values(shape.key, "key"):
            yield f"{{key}}: {what}", {wrong: sample(shape.value, member)}
    elif shape.type_name in ("integer", "long", "float", "double"):
        if "min" in rules:
            yield "too small", rules["min"] - 1
        if "max" in rules:
            yield "too large", rules["max"] + 1
    elif shape.type_name == "string":
        if shape.enum:
            yield "no such name", "NO_SUCH_NAME"
            return
        if "max" in rules:
            yield "too long", (text_for(shape, member) + "a" * (rules["max"] + 1))[:rules["max"] + 1]
        if rules.get("min", 0) > 0:
            yield "too short", ""
        if "pattern" in rules:
            yield "another pattern", "\u00e9 \u20ac \x01"


def wrong_requests(service, name):
    """(check, what is wrong, request) of an operation."""
    shape = operation_model(service, name).input_shape
    if shape is None:
        return
    for member in shape.required_members:
        request = sample(shape)
        del request[member]
        yield "missing", member, request
    for member, inner in shape.members.items():
        for what, wrong in broken_values(inner, member):
            yield "missing" if what.startswith("missing") else "bounds", f"{member}: {what}", {
                **copy.deepcopy(sample(shape)), member: wrong}


def error_codes(service, name):
    """What the operation may answer; every operation may refuse its input (reference 2.2)."""
    return {shape.name for shape in operation_model(service, name).error_shapes} | {"InvalidInputException"}


def lost_members(shape, value, path=""):
    """Members of a JSON answer that the SDK's shape does not have, and nulls."""
    if value is None:
        return [path + " is null"]
    if shape is None:
        return []
    if shape.type_name == "structure":
        lost = [f"{path}.{name}" for name in value if name not in shape.members]
        return lost + [each for name, inner in value.items() if name in shape.members
                       for each in lost_members(shape.members[name], inner, f"{path}.{name}")]
    if shape.type_name == "list":
        return [each for inner in value for each in lost_members(shape.member, inner, path + "[]")]
    if shape.type_name == "map":
        return [each for inner in value.values() for each in lost_members(shape.value, inner, path + "{}")]
    return []


def method_of(client, name):
    return getattr(client, botocore.xform_name(name))
