#!/usr/bin/env python3
"""Compares whole processes of engross with whatever peers are installed, side by side in one run.

    compare.py [--runs N] [--texts N] [--engross PATH]

Peers: the Typst program, pandoc, LibreOffice, WeasyPrint. Inputs are equivalent: the same declaration, hyphenated and
tagged where the peer can. For many texts every clause of every text is different. Prints medians and ratios; a peer that
is not installed is named as such.
"""
import argparse, pathlib, shutil, statistics, subprocess, tempfile

from measure import ENGROSS, HERE, TEXT, make_texts, run, typst_command, vary


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--runs", type=int, default=15)
    arguments.add_argument("--texts", type=int, default=1000)
    arguments.add_argument("--engross", default=str(ENGROSS))
    options = arguments.parse_args()
    engross = options.engross
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        single(engross, folder, options.runs)
        many(engross, folder, options.texts)


def single(engross, folder, runs):
    """One text, whole processes, alternating so that all see the same machine."""
    print(f"one text, whole process, median of {runs} runs, in milliseconds")
    for form, peers in peers_of_one_text(engross, folder).items():
        ours = [engross, "build", str(TEXT), "--to", form, "--out", str(folder / "one"), "--force", "--quiet"]
        here = {name: (command, most) for name, (command, most) in peers.items() if command}
        mine, *theirs = median([ours] + [command for command, _ in here.values()], runs)
        print(f"  {form:5} engross {mine:7.1f}")
        for (name, (_, most)), took in zip(here.items(), theirs):
            verdict = f" (at most {most}: {'met' if mine <= most * took else 'MISSED'})" if most else ""
            print(f"        {name} {took:.1f}, ratio {mine / took:.2f}{verdict}")
        for name in [name for name in peers if name not in here]:
            print(f"        {name}: NOT INSTALLED")


def peers_of_one_text(engross, folder):
    """For each format the peers' commands, `None` where they are not installed, and how much of their time we may take.

    Typst and pandoc read the declaration as their users would write it; WeasyPrint and LibreOffice read what engross
    made of it, a page and a Word file.
    """
    subprocess.run([engross, "build", str(TEXT), "--to", "html,docx", "--out", str(folder), "--quiet"], check=True)
    made = lambda ending: str(next(folder.glob(f"*/*.{ending}")))
    typst, bare = typst_command(), typst_command("--ignore-system-fonts")
    pandoc, office, weasyprint = map(shutil.which, ["pandoc", "soffice", "weasyprint"])
    source, target = HERE / "declaration.typ", folder / "peer.pdf"
    to = lambda ending: pandoc and [pandoc, "-s", str(HERE / "declaration.md"), "-o", str(folder / f"peer.{ending}")]
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    return {
        "pdf": {
            "Typst": (typst and typst(source, target), 0.75),
            "Typst without system fonts": (bare and bare(source, target), 0.75),
            "WeasyPrint": (weasyprint and [weasyprint, "--pdf-variant", "pdf/ua-1", made("html"), str(target)], None),
            "LibreOffice": (office and [office, profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder),
                                        made("docx")], None),
        },
        "html": {"pandoc": (to("html"), 0.2)},
        "docx": {"pandoc": (to("docx"), 0.2)},
    }


def many(engross, folder, count):
    """Many different texts in one run, and the same run again with nothing changed."""
    source = folder / "texts"
    make_texts(source, count)
    build = lambda out, *more: run([engross, "build", str(source), "--out", str(folder / out), "--quiet", *more])
    for form, most in [("html", 1.0), ("docx", 2.0)]:
        took, _ = build(form, "--to", form)
        each = 1000 * took / count
        print(f"{count} texts to {form}: {took:.2f} s, {each:.2f} ms each (at most {most}: {'met' if each <= most else 'MISSED'})")
    took, memory = build("pdf", "--to", "pdf")
    print(f"{count} texts to pdf: {took:.2f} s, {1000 * took / count:.1f} ms each, peak {memory:.0f} MiB")
    if typst := typst_command():
        sample = min(count, 50)
        theirs = sum(run(typst(changed_peer(folder, index), folder / "peer.pdf"))[0] for index in range(sample)) / sample * count
        print(f"  Typst processes one after another: {theirs:.1f} s ({sample} measured); {theirs / took:.1f} times the throughput (at least 4)")
    else:
        print("  Typst: NOT INSTALLED")
    first, _ = build("all")
    second, _ = build("all")
    share = 100 * second / first
    print(f"{count} texts to all formats: {first:.2f} s; again, unchanged: {second:.3f} s, {share:.2f} % (under 2: {'met' if share < 2 else 'MISSED'})")


def changed_peer(folder, index):
    changed = folder / "peer.typ"
    changed.write_text(vary((HERE / "declaration.typ").read_text(), index, typst=True))
    return changed


def median(commands, runs):
    times = [[] for _ in commands]
    for turn in range(runs + 1):
        for index, command in enumerate(commands):
            took, _ = run(command)
            if turn:
                times[index].append(1000 * took)
    return [statistics.median(taken) for taken in times]


if __name__ == "__main__":
    main()
