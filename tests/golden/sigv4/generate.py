#!/usr/bin/env python3
"""Writes vectors.jsonl: requests signed by botocore, seeded. Needs botocore (Debian: python3-botocore)."""
import json
import pathlib
import random
import urllib.parse

from botocore.auth import S3SigV4Auth, SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

random.seed(20260501)
TEXT = "abcXYZ019-._~ /:;,=+&%*'()!$@[]{}\u00e9\u4e2d\U0001f600"
OUT = pathlib.Path(__file__).with_name("vectors.jsonl")


class SignEverything(SigV4Auth):
    """As the JavaScript SDK does: content-length, user-agent and amz-sdk-* are signed too."""

    def headers_to_sign(self, request):
        signed = super().headers_to_sign(request)
        for name, value in request.headers.items():
            if name.lower() not in signed:
                signed[name.lower()] = value
        return signed


def text(length_max, letters=TEXT):
    return "".join(random.choice(letters) for _ in range(random.randint(0, length_max)))


def path(service):
    parts = [urllib.parse.quote(text(8), safe="") for _ in range(random.randint(0, 4))]
    if service != "s3" and random.random() < 0.5:
        parts.insert(random.randint(0, len(parts)), random.choice([".", "..", ""]))
    return "/" + "/".join(parts) + random.choice(["", "/"])


def query():
    pairs = [(text(5) or "k", text(6)) for _ in range(random.randint(0, 5))]
    quote = lambda part: urllib.parse.quote(part, safe="-_.~")
    return "&".join(quote(name) + random.choice(["=", "="]) + quote(value) for name, value in pairs)


def headers():
    fields = [("Host", random.choice(["localhost:8080", "example.com", "[::1]:9000"]))]
    if random.random() < 0.8:
        fields.append(("Content-Type", "application/x-amz-json-1.1"))
        fields.append(("X-Amz-Target", "AmazonPersonalize." + text(12, "ABCabc")))
    for number in range(random.randint(0, 3)):
        value = text(10, "ab  \t\"'") + " x  y " + text(4, "c d")
        fields.append((random.choice([f"X-Custom-{number}", "x-repeated", "X-Repeated"]), value))
    random.shuffle(fields)
    return fields


def vector(number, kind):
    service = "s3" if kind == "s3" else "personalize"
    region = random.choice(["eu-west-1", "us-east-1", "local", "r" * 20])
    token = text(40, "abc/+=") if random.random() < 0.3 else None
    credentials = Credentials("AKID" + str(number), text(40, "abcXYZ/+") or "s", token or None)
    target = path(service)
    if query_text := query():
        target += "?" + query_text
    body = text(200).encode()
    method = random.choice(["GET", "POST", "PUT", "DELETE"])
    fields = headers()
    if kind == "everything":
        fields += [("Content-Length", str(len(body))), ("amz-sdk-request", "attempt=1; max=3"),
                   ("User-Agent", "aws-sdk-js/3")]
    request = AWSRequest(method, "http://unused" + target, data=body)
    for name, value in fields:
        request.headers.add_header(name, value)
    timestamp = f"2026{random.randint(1, 12):02}{random.randint(1, 28):02}T{random.randint(0, 23):02}1500Z"
    request.context["timestamp"] = timestamp
    request.context["payload_signing_enabled"] = True
    auth = {"s3": S3SigV4Auth, "everything": SignEverything, "plain": SigV4Auth}[kind](
        credentials, service, region)
    auth._modify_request_before_signing(request)
    to_sign = auth.string_to_sign(request, auth.canonical_request(request))
    auth._inject_signature_to_request(request, auth.signature(to_sign, request))
    return {"kind": kind, "method": method, "target": target, "service": service, "region": region,
            "accessKeyId": credentials.access_key, "secret": credentials.secret_key,
            "token": token or "", "timestamp": timestamp, "body": body.decode(),
            "headers": [[name, value] for name, value in request.headers.items()]}


kinds = ["plain", "s3", "everything"]
OUT.write_text("".join(json.dumps(vector(n, kinds[n % 3]), ensure_ascii=False) + "\n" for n in range(300)))
print(f"{OUT.name}: 300 vectors")
