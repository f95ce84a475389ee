#!/usr/bin/env python3
"""A backend for engross: prints the labels of a text with their words, and the notes.

engross starts this program for every file: the operation is the first argument, the request comes on standard input, the
response goes to standard output. On Linux it runs behind a fence: it reads nothing but this folder and the system's own,
and writes nothing.

Try it with `engross build --plugin ./plugin.py --to starter TEXT`, and prove it with `engross plugin check ./plugin.py`.
"""

import base64
import json
import sys

MANIFEST = {
    "id": "starter",
    "name": "List of labels",
    "version": "0.1.0",
    "licence": "MIT",
    "protocol": "0.1",
    "encoding": "json",
    "concurrent": True,
    "formats": [
        {"name": "starter", "extension": "starter.txt", "media-type": "text/plain; charset=utf-8", "text": True}
    ],
    # What of a document the format shows. What is not listed, engross reports where a text has it.
    "features": ["notes", "right-to-left"],
}


def main():
    operation = sys.argv[1] if len(sys.argv) > 1 else ""
    if operation == "manifest":
        answer(MANIFEST)
    elif operation == "render":
        try:
            request = json.load(sys.stdin.buffer)
        except ValueError as error:
            answer(refusal(f"the request cannot be read: {error}"), status=1)
        answer(render(request))
    else:
        sys.exit(3)  # an operation of a later version


def render(request):
    document = request["document"]
    lines = [document["metadata"]["title"], ""]
    for part in document["parts"]:
        for block in part["blocks"]:
            if "clause" in block:
                lines += clause_lines(block["clause"], 0)
        lines += closing_lines(part.get("closing", []))
    lines += closing_lines(document.get("closing-block", []))
    for note in document.get("notes", []):
        lines += ["", note["mark"] + "\t" + words(note["content"])]
    return {
        "artifacts": [
            {
                "name": "starter.txt",
                "media-type": "text/plain; charset=utf-8",
                "bytes": base64.b64encode("\n".join(lines).encode()).decode(),
            }
        ]
    }


def clause_lines(clause, depth):
    """The lines of a clause and all its points; labels arrive finished, nothing is counted here."""
    label = clause.get("provisional") or clause.get("label") or {"text": "–"}
    indent = "  " * depth
    # An article's own heading stands before its words; one that has only points has no words of its own.
    opening = filter(None, [words(clause.get("heading", [])), words(clause["content"])])
    yield indent + label["text"] + "\t" + "\t".join(opening)
    for point in clause.get("points", []):
        yield from clause_lines(point, depth + 1)
    if clause.get("closing"):
        yield indent + "\t" + words(clause["closing"])


def closing_lines(lines):
    """The lines below a part or the text. How each is to look, `request["look"]["styles"]` says under its `style`."""
    return [words(line["content"]) for line in lines]


def words(content):
    """The words of running text. A piece is a map with one entry, its kind: {"text": …}, {"lead": […]}, …"""
    text = ""
    for piece in content:
        for kind, inner in piece.items():
            if kind == "text":
                text += inner
            elif isinstance(inner, list):
                text += words(inner)
            elif isinstance(inner, dict):
                text += words(inner.get("content", []))
    return text


def refusal(why):
    return {"artifacts": [], "findings": [{"code": "REND-01", "severity": "error", "message": why}]}


def answer(message, status=0):
    json.dump(message, sys.stdout)
    sys.stdout.flush()
    sys.exit(status)


if __name__ == "__main__":
    main()
