"""toolkit.py FROM TO: changes the first unit without a translation as an editor on translate-toolkit does, and prints its id.

The new translation is the source with its codes, a word before it.
"""

import sys

from translate.storage import pypo, xliff
from translate.storage.placeables import StringElem


def main(source, target):
    if source.endswith(".po"):
        store = pypo.pofile.parsefile(source)
        unit = next(unit for unit in store.units if unit.source and not unit.target)
        unit.target = f"TRADUIT {unit.source}"
        name = unit.getcontext()
    else:
        store = xliff.xlifffile.parsefile(source)
        # Of those with codes, so that the codes are seen to come back.
        empty = [unit for unit in store.units if not unit.target]
        unit = next((unit for unit in empty if len(unit.xmlelement[0])), empty[0])
        unit.rich_target = [StringElem(["TRADUIT ", *unit.rich_source[0].sub])]
        name = unit.xmlelement.get("id")
    unit.markfuzzy(False)
    with open(target, "wb") as out:
        store.serialize(out)
    print(name)


main(*sys.argv[1:])
