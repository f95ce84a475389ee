"""Makes everything that is to be checked, with the program itself."""

import json
import re
import shutil
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]
HERE = Path(__file__).parent
TEXTS = ["declarations", "core/cli/tests/suite"]
# The language whose letters the program's own fonts lack, and where others are for it.
FONTLESS = "zh"
FONTS = sorted((ROOT / "target/fonts").glob("*.ttf"))
PARALLEL = "declarations/specimen-open-archives"
SIDE_BY_SIDE = ["en+fr", "en+ar", "en+fr+uk"]
BACKENDS = ["text", "html", "docx", "typst"]
STARTER = ROOT / "plugins/starters/python/plugin.py"


def gather(work):
    """Fills `dist/` with the files of all texts, `parallel/` with those of languages side by side, `gallery/` with the houses
    side by side, `pages/` with other pages, `schemas/` with our JSON Schemas, and `json/<schema>/` with what each of them
    describes; `json/schema/` holds the schemas once more, as instances of their own draft."""
    subprocess.run(["cargo", "build", "--release", "--quiet", "--package", "engross"], cwd=ROOT, check=True)
    engross("build", "--out", work / "dist", *(text for text in text_files() if text.stem != FONTLESS))
    gather_fontless(work)
    gather_parallel(work)
    gather_status(work)
    engross("house", "gallery", "--out", work / "gallery")
    gather_written(work)
    gather_messages(work)
    gather_findings(work)
    gather_schemas(work)


def gather_fontless(work):
    """Language versions for which a project names the fonts; without any, it takes it that there is no PDF."""
    project = work / "fontless"
    versions = [text for text in text_files() if text.stem == FONTLESS]
    for version in versions:
        shutil.copytree(version.parent, project / version.parent.name)
    settings = {"fonts": [str(font) for font in FONTS]} if FONTS else {"severity": {"FONT-01": "info"}}
    (project / "engross.yaml").write_text(json.dumps(settings), encoding="utf-8")
    engross("build", "--out", work / "dist", *(project / text.parent.name / text.name for text in versions))


def is_unmade(name):
    """Says whether a file cannot be made on this machine, which lacks the fonts for it."""
    return not FONTS and name.endswith(f".{FONTLESS}.pdf")


def gather_parallel(work):
    """One text in several languages, with its numbers before each of them and before the first alone."""
    for numbers in ["both", "once"]:
        options = [part for backend in ["html", "docx", "typst"] for part in ["--set", f"{backend}.numbers={numbers}"]]
        for languages in SIDE_BY_SIDE:
            out = work / "parallel" / numbers
            engross("build", "--language", languages, *options, "--out", out, PARALLEL)


def gather_status(work):
    """How far versions have come: finished ones, stale ones, and one that is only begun."""
    texts = work / "texts"
    shutil.copytree(ROOT / "declarations", texts)
    source = texts / Path(PARALLEL).name / "en.yaml"
    source.with_name("uk.yaml").unlink()
    source.write_text(source.read_text(encoding="utf-8").replace("decay faster", "decay sooner"), encoding="utf-8")
    engross("translate", "new", source, "uk")
    (work / "pages").mkdir()
    (work / "pages/status.html").write_text(engross("translate", "status", "--format", "html", texts), encoding="utf-8")


def gather_written(work):
    """What people write: texts, their language versions, houses, terms, settings."""
    for text in text_files():
        house = re.search(r"^house: (\S+)", text.read_text(encoding="utf-8"), re.M)
        # A language version names no house.
        if house:
            copy(work, "source", text)
            copy(work, f"source of {house[1]}", text)
        else:
            copy(work, "translation", text)
    for house in sorted((ROOT / "templates").glob("*/house.yaml")):
        copy(work, "house", house)
        for terms in sorted(house.parent.glob("terms/*.yaml")):
            copy(work, "terms", terms)
    pages = [*sorted((ROOT / "core/cli/tests/cases").glob("*.md")), ROOT / "plugins/README.md"]
    for page in pages:
        # Of settings there are examples in fences that name the file, and the one that begins with `plugins:`.
        fence = r"```yaml(?: \S*engross\.yaml\n|\n(?=plugins:))(.*?)```"
        for index, example in enumerate(re.findall(fence, page.read_text(encoding="utf-8"), re.S), 1):
            put(work, "settings", f"{name_of(page)}.{index}.yaml", example)


def gather_messages(work):
    """What the program and its backends say to each other."""
    engross("build", "--plugin", HERE / "echo-request", "--to", "request", "--out", work / "requests", *TEXTS)
    for file in sorted((work / "requests").glob("*/*.json")):
        name = file.name.removesuffix(".request.json") + ".json"
        request = file.read_text(encoding="utf-8")
        put(work, "request", name, request)
        put(work, "document", name, json.dumps(json.loads(request)["document"]))
        response = subprocess.run(["python3", STARTER, "render"], input=request.encode(), check=True, capture_output=True)
        put(work, "response", name, response.stdout.decode())
    for backend in BACKENDS:
        put(work, "manifest", f"{backend}.json", json.dumps(json.loads(engross("plugin", "inspect", backend))["manifest"]))


def gather_findings(work):
    """Reports on the texts, and on a wrong one beside a missing one."""
    text = (ROOT / "declarations/496-the-hague-summit/en.yaml").read_text(encoding="utf-8")
    (work / "wrong.yaml").write_text(text.replace(";", ":"), encoding="utf-8")
    for subject, form in [("findings", "json"), ("sarif", "sarif")]:
        put(work, subject, "texts.json", engross("check", "--format", form, *TEXTS))
        put(work, subject, "wrong.json", engross("check", "--format", form, work / "wrong.yaml", fails=True))


def gather_schemas(work):
    """A schema for every folder of `json/`; that of SARIF is not ours."""
    for folder in sorted((work / "json").iterdir()):
        subject, _, house = folder.name.partition(" of ")
        if subject == "sarif":
            continue
        schema = engross("schema", subject, *(["--house", house] if house else []))
        put(work, "schema", f"{folder.name}.json", schema)
    shutil.copytree(work / "json/schema", work / "schemas")
    for file in sorted((ROOT / "plugins/schema").glob("*.json")):
        copy(work, "schema", file)


def text_files():
    """The files of all texts and their language versions."""
    return sorted(file for folder in TEXTS for file in (ROOT / folder).rglob("*.yaml"))


def engross(*arguments, fails=False):
    """Runs the program in the repository's folder and returns what it prints."""
    done = subprocess.run([ROOT / "target/release/engross", *arguments], cwd=ROOT, capture_output=True, text=True)
    if (done.returncode != 0) != fails:
        raise SystemExit(f"engross {' '.join(map(str, arguments))} ended with {done.returncode}:\n{done.stderr}")
    return done.stdout


def copy(work, subject, file):
    put(work, subject, name_of(file), file.read_text(encoding="utf-8"))


def put(work, subject, name, content):
    target = work / "json" / subject / name
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(content, encoding="utf-8")


def name_of(file):
    return str(file.relative_to(ROOT)).replace("/", ".")
