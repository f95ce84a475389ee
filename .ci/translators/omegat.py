"""A translator's day in OmegaT, without its window: a project, a memory with one translation, translated files."""

import os
import re
import shutil
import subprocess
from xml.sax.saxutils import escape, unescape

PROJECT = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<omegat>
 <project version="1.0">
  <source_dir>__DEFAULT__</source_dir>
  <target_dir>__DEFAULT__</target_dir>
  <tm_dir>__DEFAULT__</tm_dir>
  <glossary_dir>__DEFAULT__</glossary_dir>
  <glossary_file>__DEFAULT__</glossary_file>
  <dictionary_dir>__DEFAULT__</dictionary_dir>
  <source_lang>EN</source_lang>
  <target_lang>FR</target_lang>
  <sentence_seg>false</sentence_seg>
  <support_default_translations>true</support_default_translations>
  <remove_tags>false</remove_tags>
 </project>
</omegat>
"""

MEMORY = """<?xml version="1.0" encoding="UTF-8"?>
<tmx version="1.1">
 <header creationtool="OmegaT" creationtoolversion="3.6" o-tmf="OmegaT TMX" adminlang="EN" datatype="plaintext"
         segtype="paragraph" srclang="EN"/>
 <body>
  <tu>
   <tuv lang="EN"><seg>{source}</seg></tuv>
   <tuv lang="FR"><seg>{target}</seg></tuv>
  </tu>
 </body>
</tmx>
"""


def translate(file, work, memories):
    """Translates one segment of a file with tags in it, and returns the path of the file that OmegaT then writes."""
    project = work / "project"
    for folder in ["source", "target", "tm", "glossary", "dictionary", "omegat"]:
        (project / folder).mkdir(parents=True)
    (project / "omegat.project").write_text(PROJECT)
    shutil.copy(file, project / "source" / file.name)
    for memory in memories:
        shutil.copy(memory, project / "tm" / memory.name)
    segments = work / "segments.tmx"
    run(project, work, "console-createpseudotranslatetmx", f"--pseudotranslatetmx={segments}",
        "--pseudotranslatetype=equal")
    found = re.findall(r"<seg>(.*?)</seg>", segments.read_text(), re.S)
    source = max(found, key=lambda segment: unescape(segment).count("<"))
    # Whatever is no tag is shouted.
    words = re.split(r"(<[^>]*>)", unescape(source))
    target = escape("".join(word if word.startswith("<") else word.upper() for word in words))
    (project / "omegat" / "project_save.tmx").write_text(MEMORY.format(source=source, target=target))
    run(project, work, "console-translate")
    return project / "target" / file.name


def run(project, work, mode, *options):
    command = ["omegat", str(project), f"--mode={mode}", *options]
    environment = dict(os.environ, HOME=str(work))
    subprocess.run(command, check=True, env=environment, capture_output=True, timeout=300)
