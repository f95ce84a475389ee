#!/usr/bin/env python3
"""Compares whole processes of engross with whatever peers are installed, side by side in one run.

    compare.py [--runs N] [--texts N] [--engross PATH]

Peers: the Typst program (`typst`, or the Python binding in a process of its own), pandoc. Inputs are equivalent: the same
declaration, hyphenated and tagged in both. For many texts every clause of every text is different. Prints medians and
ratios; a peer that is not installed is named as such.
"""
import argparse, os, pathlib, re, resource, shutil, statistics, subprocess, sys, tempfile, time

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[2]
TEXT = ROOT / "declarations" / "496-the-hague-summit" / "en.yaml"


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--runs", type=int, default=15)
    arguments.add_argument("--texts", type=int, default=1000)
    arguments.add_argument("--engross", default=str(ROOT / "target" / "release" / "engross"))
    options = arguments.parse_args()
    engross = options.engross
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        single(engross, folder, options.runs)
        many(engross, folder, options.texts)


def single(engross, folder, runs):
    """One text, whole processes, alternating so that both see the same machine."""
    typst, bare = typst_command(), typst_command("--ignore-system-fonts")
    pandoc = shutil.which("pandoc")
    out = folder / "one"
    pairs = [
        ("PDF", [engross, "build", str(TEXT), "--to", "pdf", "--out", str(out), "--force", "--quiet"],
         typst and typst(HERE / "declaration.typ", folder / "peer.pdf"), "Typst", 0.75),
        ("PDF", [engross, "build", str(TEXT), "--to", "pdf", "--out", str(out), "--force", "--quiet"],
         bare and bare(HERE / "declaration.typ", folder / "peer.pdf"), "Typst without system fonts", 0.75),
        ("HTML", [engross, "build", str(TEXT), "--to", "html", "--out", str(out), "--force", "--quiet"],
         pandoc and [pandoc, "-s", str(HERE / "declaration.md"), "-o", str(folder / "peer.html")], "pandoc", 0.2),
        ("DOCX", [engross, "build", str(TEXT), "--to", "docx", "--out", str(out), "--force", "--quiet"],
         pandoc and [pandoc, "-s", str(HERE / "declaration.md"), "-o", str(folder / "peer.docx")], "pandoc", 0.2),
    ]
    print(f"one text, whole process, median of {runs} runs, in milliseconds")
    for name, ours, peer, peer_name, aim in pairs:
        if not peer:
            print(f"  {name:5} engross {median([ours], runs)[0]:7.1f}   {peer_name}: NOT INSTALLED")
            continue
        mine, theirs = median([ours, peer], runs)
        verdict = "met" if mine <= aim * theirs else "MISSED"
        print(f"  {name:5} engross {mine:7.1f}   {peer_name} {theirs:7.1f}   ratio {mine / theirs:.2f} (at most {aim}: {verdict})")


def many(engross, folder, count):
    """Many different texts in one run, and the same run again with nothing changed."""
    source = folder / "texts"
    make_texts(source, count)
    for formats, aim in [("html", 1.0), ("docx", 2.0)]:
        took = run([engross, "build", str(source), "--to", formats, "--out", str(folder / formats), "--quiet"])
        each = 1000 * took / count
        print(f"{count} texts to {formats}: {took:.2f} s, {each:.2f} ms each (at most {aim}: {'met' if each <= aim else 'MISSED'})")
    took = run([engross, "build", str(source), "--to", "pdf", "--out", str(folder / "pdf"), "--quiet"])
    typst = typst_command()
    if typst:
        sample = min(count, 50)
        began = time.monotonic()
        for index in range(sample):
            changed = folder / "peer.typ"
            changed.write_text(vary((HERE / "declaration.typ").read_text(), index, typst=True))
            subprocess.run(typst(changed, folder / "peer.pdf"), check=True, capture_output=True)
        theirs = (time.monotonic() - began) / sample * count
        print(f"{count} texts to pdf: {took:.2f} s, {1000 * took / count:.1f} ms each; "
              f"Typst processes one after another: {theirs:.1f} s ({sample} measured); {theirs / took:.1f} times the throughput (at least 4)")
    else:
        print(f"{count} texts to pdf: {took:.2f} s; Typst: NOT INSTALLED")
    first = run([engross, "build", str(source), "--out", str(folder / "all"), "--quiet"])
    second = run([engross, "build", str(source), "--out", str(folder / "all"), "--quiet"])
    share = 100 * second / first
    print(f"{count} texts to all formats: {first:.2f} s; again, unchanged: {second:.3f} s, {share:.2f} % (under 2: {'met' if share < 2 else 'MISSED'})")
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"peak memory of any process above: {peak:.0f} MiB")


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


def median(commands, runs):
    times = [[] for _ in commands]
    for turn in range(runs + 1):
        for index, command in enumerate(commands):
            took = run(command)
            if turn:
                times[index].append(1000 * took)
    return [statistics.median(taken) for taken in times]


def run(command):
    began = time.monotonic()
    done = subprocess.run(command, capture_output=True)
    took = time.monotonic() - began
    if done.returncode:
        sys.exit(f"{' '.join(map(str, command))}: {done.stderr.decode()[:2000]}")
    return took


def typst_command(*more):
    """The Typst program as its users call it; `--ignore-system-fonts` spares it the search for installed fonts."""
    fonts = ROOT / "templates" / "fonts"
    program = shutil.which("typst")
    if program:
        return lambda source, target: [program, "compile", "--font-path", str(fonts), "--pdf-standard", "a-2a,ua-1", *more,
                                       str(source), str(target)]
    return None


if __name__ == "__main__":
    main()
