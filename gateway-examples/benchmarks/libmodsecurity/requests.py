"""requests.py FROM.jsonl TO.bin: recorded requests as replay.c reads them."""

import base64
import json
import struct
import sys

with open(sys.argv[1], encoding="utf-8") as lines:
    requests = [json.loads(line) for line in lines if line.strip()]

with open(sys.argv[2], "wb") as out:

    def number(n):
        out.write(struct.pack("i", n))

    def text(t):
        data = t if isinstance(t, bytes) else t.encode()
        number(len(data))
        out.write(data)

    number(len(requests))
    for request in requests:
        text(request.get("class", ""))
        text(request["method"])
        text(request["uri"])
        text(request.get("version", "1.1").replace("HTTP/", ""))
        number(len(request["headers"]))
        for name, value in request["headers"]:
            text(name)
            text(value)
        text(base64.b64decode(request.get("body_b64", "")))
