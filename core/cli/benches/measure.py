"""What the measuring scripts share: how a process is measured, texts of which no two are alike, the Typst program."""
import os, pathlib, re, shutil, subprocess, sys, tempfile, time

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[2]
ENGROSS = ROOT / "target" / "release" / "engross"
TEXT = ROOT / "declarations" / "496-the-hague-summit" / "en.yaml"


def run(command):
    """Runs a whole process; returns the seconds it took and its peak of memory in MiB."""
    with tempfile.TemporaryFile() as said:
        began = time.monotonic()
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=said)
        _, status, used = os.wait4(process.pid, 0)
        took = time.monotonic() - began
        if status:
            said.seek(0)
            sys.exit(f"{' '.join(map(str, command))}: {said.read(2000).decode()}")
    return took, used.ru_maxrss / 1024


def make_texts(source, count):
    original = TEXT.read_text()
    for index in range(count):
        folder = source / f"text-{index:05}"
        folder.mkdir(parents=True)
        (folder / "en.yaml").write_text(vary(original, index))


def vary(text, index, typst=False):
    """Makes every clause different: a word with the text's own number before each end mark."""
    counter = iter(range(10**9))
    word = lambda mark: f" as laid down under {index}-{next(counter)}{mark}"
    pattern = r"([;:.])$"
    body = text.index("The Assembly,") if typst else text.index("preamble:")
    head, rest = text[:body], text[body:]
    lines = []
    for line in rest.split("\n"):
        prose = line.strip() and not re.match(r"\s*(-\s+)?[a-z-]+:", line)
        lines.append(re.sub(pattern, lambda match: word(match[1]), line) if prose else line)
    return head + "\n".join(lines)


def typst_command(*more):
    """The Typst program as its users call it; `--ignore-system-fonts` spares it the search for installed fonts."""
    fonts = ROOT / "templates" / "fonts"
    program = shutil.which("typst")
    if program:
        return lambda source, target: [program, "compile", "--font-path", str(fonts), "--pdf-standard", "a-2a,ua-1", *more,
                                       str(source), str(target)]
    return None
