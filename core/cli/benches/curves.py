#!/usr/bin/env python3
"""Draws how time and memory grow with the number of texts, and with the number of clauses of one text.

    curves.py [--most N] [--most-pdf N] [--engross PATH] [--out DIR]

Every text and every clause differs from all others. Writes `texts.svg` and `clauses.svg` (both axes logarithmic, so that
what grows in proportion is a straight line of slope one) and prints the figures as Markdown tables, each with the
exponent of its upper end: 1.0 is in proportion. The curve of the Typst program on the same clauses stands beside ours,
where it is installed. Wants matplotlib (`pip install matplotlib`).
"""
import argparse, importlib.util, math, pathlib, sys, tempfile

from measure import ENGROSS, ROOT, make_texts, run, typst_command

STEPS = [10, 30, 100, 300, 1000, 3000, 10000]
# Below this many seconds the start of the process hides how the work grows.
TELLING = 0.05


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--most", type=int, default=10000)
    arguments.add_argument("--most-pdf", type=int, default=10000)
    arguments.add_argument("--engross", default=str(ENGROSS))
    arguments.add_argument("--out", type=pathlib.Path, default=ROOT / "docs" / "speed")
    options = arguments.parse_args()
    if not importlib.util.find_spec("matplotlib"):
        sys.exit("matplotlib is missing: pip install matplotlib")
    options.out.mkdir(parents=True, exist_ok=True)
    figures = {}
    for name, kinds in [("texts", texts(options)), ("clauses", clauses(options))]:
        figures[name] = {kind: measure(command, most) for kind, (command, most) in kinds.items()}
        print(table(name, figures[name]), flush=True)
    for name, measured in figures.items():
        draw(name, measured, options.out / f"{name}.svg")


def texts(options):
    """What is run for a number of texts, and up to how many."""
    def command(form):
        def of(folder, count):
            make_texts(folder / "texts", count)
            out = str(folder / "out")
            return [options.engross, "build", str(folder / "texts"), "--to", form, "--out", out, "--quiet"]
        return of
    return {form: (command(form), options.most_pdf if form == "pdf" else options.most) for form in ["html", "docx", "pdf"]}


def clauses(options):
    """What is run for one text with a number of clauses, and up to how many."""
    def check(folder, count):
        return [options.engross, "check", long_text(folder, count), "--quiet"]

    def build(form):
        return lambda folder, count: [options.engross, "build", long_text(folder, count), "--to", form,
                                      "--out", str(folder / "out"), "--quiet"]

    kinds = {"check": (check, options.most)}
    kinds |= {form: (build(form), options.most_pdf if form == "pdf" else options.most) for form in ["html", "docx", "pdf"]}
    if typst := typst_command():
        kinds["Typst, pdf"] = (lambda folder, count: typst(long_peer(folder, count), folder / "peer.pdf"), options.most_pdf)
    return kinds


def words(number):
    return (f"member parliaments to keep specimen {number:,} of room {number % 97} under rule {number * 7 % 1009} of their own, "
            f"and to answer every report of committee {number % 31} on the keeping of specimens and their catalogues")


def long_text(folder, count):
    path = folder / "long.yaml"
    clause = lambda number: f'  - id: c-{number}\n    text: "**URGES** {words(number)}{"." if number == count else ";"}"\n'
    head = "house: nato-pa\nkind: declaration\nlanguage: en\nstatus: draft\ntitle: A Long Specimen\n"
    head += 'preamble:\n  - id: aware\n    text: "**Aware** of the length of this text;"\noperative:\n'
    path.write_text(head + "".join(map(clause, range(1, count + 1))))
    return str(path)


def long_peer(folder, count):
    path = folder / "long.typ"
    head = ('#set document(title: "A Long Specimen")\n#set page(paper: "a4", margin: 25mm, numbering: "1")\n'
            '#set text(lang: "en", region: "GB", font: "Liberation Sans", size: 11pt, hyphenate: true)\n'
            "#set par(justify: true)\n")
    path.write_text(head + "".join(f"+ *URGES* {words(number)};\n\n" for number in range(1, count + 1)))
    return path


def measure(command, most):
    """Returns (count, seconds, MiB) for every step."""
    found = []
    for count in [step for step in STEPS if step <= most]:
        with tempfile.TemporaryDirectory() as folder:
            call = command(pathlib.Path(folder), count)
            # The best of three where one run is short.
            runs = [run(call)]
            if runs[0][0] < 1:
                runs += [run(call + ["--force"] if "build" in call else call) for _ in range(2)]
            found.append((count, min(seconds for seconds, _ in runs), max(memory for _, memory in runs)))
    return found


def exponent(found):
    """The slope between the last step and the first telling one."""
    telling = [(count, seconds) for count, seconds, _ in found if seconds >= TELLING]
    if len(telling) < 2:
        return "–"
    (low, short), (high, long) = telling[0], telling[-1]
    return f"{math.log(long / short) / math.log(high / low):.2f}"


def table(name, measured):
    steps = [step for step in STEPS if any(count == step for found in measured.values() for count, *_ in found)]
    lines = [f"| {name} | " + " | ".join(f"{step:,}" for step in steps) + " | exponent |", "| --- |" + " ---: |" * (len(steps) + 1)]
    for kind, found in measured.items():
        cells = {count: f"{seconds:.3g} s, {memory:.0f} MiB" for count, seconds, memory in found}
        lines.append(f"| {kind} | " + " | ".join(cells.get(step, "") for step in steps) + f" | {exponent(found)} |")
    return "\n".join(lines) + "\n"


def draw(name, measured, path):
    # Not before: a child's peak of memory begins with that of the process that starts it.
    import matplotlib
    matplotlib.use("svg")
    from matplotlib import pyplot

    # The same figures give the same bytes.
    matplotlib.rcParams.update({"svg.hashsalt": name, "svg.fonttype": "none", "font.family": "sans-serif"})
    figure, sides = pyplot.subplots(1, 2, figsize=(10, 4), layout="constrained")
    for side, column, title in [(sides[0], 1, "seconds"), (sides[1], 2, "peak memory in MiB")]:
        for kind, marker in zip(measured, "os^Dv"):
            side.loglog([row[0] for row in measured[kind]], [row[column] for row in measured[kind]], marker=marker, label=kind)
        side.set(xlabel=name, title=title)
        side.grid(True, which="major", alpha=0.3)
    sides[0].legend()
    figure.savefig(path, metadata={"Date": None, "Creator": None})


if __name__ == "__main__":
    main()
