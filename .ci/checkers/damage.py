"""Files damaged on purpose, which show that each check bites."""

import re
import shutil
import subprocess
import zipfile
from dataclasses import dataclass
from typing import Callable


@dataclass(frozen=True)
class Specimen:
    """One kind of damage: what it is, and what the report on it says."""

    check: str
    damage: str
    expects: str
    make: Callable


def pdf(check, damage, expects, old, new=b""):
    """Overwrites bytes of an uncompressed PDF; nothing moves, so that all its offsets stay right."""

    def make(work):
        file = specimen(work, "pdf", damage)
        subprocess.run(["qpdf", "--qdf", "--object-streams=disable", sound(work, "pdf"), file], check=True)
        edit(file, old, lambda match: new.ljust(len(match[0])))
        return [file]

    return Specimen(check, damage, expects, make)


def cut_pdf(check, damage, expects):
    def make(work):
        file = specimen(work, "pdf", damage)
        whole = sound(work, "pdf").read_bytes()
        file.write_bytes(whole[: len(whole) // 2])
        return [file]

    return Specimen(check, damage, expects, make)


def html(check, damage, expects, addition, to=rb"</main>"):
    """Adds something to a page, and takes away its policy, which would keep most of it out."""

    def make(work):
        file = specimen(work, "html", damage)
        shutil.copy(sound(work, "html"), file)
        edit(file, rb'<meta http-equiv="Content-Security-Policy"[^>]*>', lambda _: b"")
        edit(file, to, lambda match: addition + match[0])
        return [file]

    return Specimen(check, damage, expects, make)


def docx(check, damage, expects, old, new):
    """Changes the main part of a Word file; its plain text, with which it is compared, stands beside it unchanged."""

    def make(work):
        file = specimen(work, "docx", damage)
        whole = sound(work, "docx")
        shutil.copy(whole.with_suffix(".txt"), file.with_suffix(".txt"))
        with zipfile.ZipFile(whole) as before, zipfile.ZipFile(file, "w") as after:
            for part in before.infolist():
                content = before.read(part)
                if part.filename == "word/document.xml":
                    content = replaced(content, old, lambda _: new)
                after.writestr(part, content)
        return [file]

    return Specimen(check, damage, expects, make)


def json_of_all_kinds(check, damage, expects):
    """Makes a list of the first word in an instance of each schema."""

    def make(work):
        files = []
        for folder in sorted((work / "json").iterdir()):
            whole = sorted(folder.iterdir())[-1]
            file = work / "damaged" / folder.name / whole.name
            file.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(whole, file)
            word = rb"^([\w-]+: *)[^\s#|>].*$" if file.suffix == ".yaml" else rb'("[\w-]+": *)"[^"]*"'
            if folder.name == "schema":
                word = rb'("type": *)"[^"]*"'
            edit(file, word, lambda match: match[1] + b"[[]]")
            files.append(file)
        return files

    return Specimen(check, damage, expects, make)


def sound(work, extension):
    """A sound file: of the first text, which has every part."""
    return sorted((work / "dist").glob(f"*/*.{extension}"))[0]


def specimen(work, extension, damage):
    folder = work / "damaged" / extension
    folder.mkdir(parents=True, exist_ok=True)
    return folder / f"{damage.replace(' ', '-')}.{extension}"


def edit(file, pattern, replacement):
    file.write_bytes(replaced(file.read_bytes(), pattern, replacement))


def replaced(content, pattern, replacement):
    changed, count = re.subn(pattern, replacement, content, count=1, flags=re.M)
    if not count:
        raise SystemExit(f"nothing to damage: {pattern} does not stand in the file")
    return changed


PALE = b"<style>@media (prefers-color-scheme: dark) { main p { color: #333 !important } }</style>"
WIDE = b"<style>@media (max-width: 400px) { main { min-width: 600px } }</style>"
WORDLESS = b'<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">'
ELSEWHERE = b'<img src="http://127.0.0.1:9/a.png" alt="">'

SPECIMENS = [
    pdf("PDF/A-2a", "no structure tree", "StructTreeRoot", rb"^  /StructTreeRoot \d+ 0 R"),
    pdf("PDF/A-2a", "no mark of being tagged", "MarkInfo", rb"/Marked true", b"/Marked null"),
    pdf("PDF/UA-1", "no language", "language", rb"^  /Lang \(.*\)"),
    pdf("PDF/UA-1", "a hidden title", "DisplayDocTitle", rb"/DisplayDocTitle true", b"/DisplayDocTitle null"),
    cut_pdf("PDF syntax", "half its bytes", "damaged"),
    html("HTML", "a doubled id", "Duplicate ID", b'<p id="twin"></p><p id="twin"></p>'),
    html("HTML", "an unknown element", "not allowed", b"<bogus></bogus>"),
    html("HTML in a browser", "an image without words", "image-alt", WORDLESS),
    html("HTML in a browser", "pale letters in the dark", "dark, 320 px: axe: color-contrast", PALE),
    html("HTML in a browser", "a block wider than a phone", "light, 320 px: scrolls sideways", WIDE),
    html("HTML in a browser", "a request to elsewhere", "request: http://127.0.0.1", ELSEWHERE),
    html("HTML in a browser", "a script that fails", "script: broken", b"<script>throw new Error('broken')</script>"),
    docx("Open XML", "an unknown element", "bogus", rb"<w:body>", b"<w:body><w:bogus/>"),
    docx("Open XML", "a run that holds a paragraph", "invalid child element", rb"(?<=<w:r>)", b"<w:p/>"),
    docx("Word file elsewhere", "no numbering", "does not show", rb"<w:numPr>.*?</w:numPr>", b""),
    json_of_all_kinds("JSON Schema", "a list for a word", "[[]] is not"),
]
