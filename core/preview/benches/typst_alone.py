#!/usr/bin/env python3
"""What Typst alone takes for what browser.mjs measures: a text of many pages, one word changed, drawn as pictures again.

    python3 core/preview/benches/typst_alone.py [SAVES] [PAGES]

Runs `typst watch` on the same clauses as a Typst user would write them. Two figures: what Typst says of the compilation, and
the time from the save to the last picture on the disk, which has Typst's own waiting in it. Neither has a browser behind
it, as ours has. Run it right before or behind browser.mjs with the same numbers and nothing else at work.
"""
import pathlib, re, shutil, signal, statistics, subprocess, sys, tempfile, time

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[2]
SOURCE = ROOT / "core" / "cli" / "benches" / "declaration.typ"
FONTS = ROOT / "templates" / "fonts"
WORDS = ["indispensable", "irreplaceable", "essential", "enduring"]
# Pictures that no newer one follows for so long are the last ones of a save, in seconds.
QUIET = 0.6


def main():
    program = shutil.which("typst")
    if not program:
        sys.exit("Typst: NOT INSTALLED")
    saves = int(sys.argv[1]) if len(sys.argv) > 1 else 30
    pages = int(sys.argv[2]) if len(sys.argv) > 2 else 200
    with tempfile.TemporaryDirectory() as folder:
        said, shown, count = watch(program, pathlib.Path(folder), long(SOURCE.read_text(), pages), saves)
    print(f"{count} pages")
    for what, times in (("as Typst says", said), ("save to picture", shown)):
        times.sort()
        print(f"{what.ljust(15)} median {statistics.median(times):.1f} ms, 95th percentile "
              f"{times[int(len(times) * 0.95)]:.1f} ms, longest {times[-1]:.1f} ms")


def long(text, pages):
    """A text of about so many pages: the points of the first, again and again, as browser.mjs makes it."""
    at = text.index("+ *URGES*")
    return text[:at] + "\n\n".join([text[at:].rstrip("\n")] * max(1, round(pages / 4))) + "\n"


def watch(program, folder, original, saves):
    """Saves a text so many times while Typst watches it; returns the times of both kinds in milliseconds, and its pages."""
    source, pictures, log = folder / "text.typ", folder / "pictures", folder / "log"
    pictures.mkdir()
    source.write_text(original)
    command = [program, "watch", "--font-path", str(FONTS), "--ignore-system-fonts", "--format", "svg",
               str(source), str(pictures / "{p}.svg")]
    shown = []
    with log.open("w") as said:
        process = subprocess.Popen(command, stdout=said, stderr=said)
        try:
            settle(pictures, 0)
            for save in range(1, saves + 1):
                word = f"{WORDS[save % 4]} cornerstone {save}"
                began = time.time_ns()
                source.write_text(original.replace("indispensable cornerstone", word, 1))
                shown.append((settle(pictures, began) - began) / 1e6)
        finally:
            process.send_signal(signal.SIGINT)
            process.wait()
    # The first compilation is that of an empty memory.
    compiled = re.findall(r"compiled .*?in ([\d.]+) ?(ms|s)", log.read_text())[1:]
    return [float(time) * (1000 if unit == "s" else 1) for time, unit in compiled], shown, len(list(pictures.iterdir()))


def settle(pictures, began):
    """Waits until pictures newer than a moment are there and no newer one comes; returns when the last one came."""
    for _ in range(600):
        time.sleep(0.1)
        newest = max((picture.stat().st_mtime_ns for picture in pictures.iterdir()), default=0)
        if newest > began and time.time_ns() - newest > QUIET * 1e9:
            return newest
    sys.exit("Typst drew nothing")


if __name__ == "__main__":
    main()
