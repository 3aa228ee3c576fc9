"""What is wrong with a YAML text and what to do, in a writer's words."""

from __future__ import annotations

import re

BEGUN = re.compile("expected (?:':'|',' or|end of stream)")
"""Faults that are told where what is wrong began: YAML notices them a line later."""
_VALUE = re.compile(r"\s*(?:- +)*(?:[\w-]+:\s+)?(.*)")


def told(problem: str, line: str, sign: str) -> tuple[str, str]:
    """What is wrong and what to do, in a writer's words: by what YAML says, the line and the sign that it met."""
    value = _VALUE.sub(r"\1", line).rstrip()
    first = value[:1]
    if "mapping values" in problem and ": " not in value:
        return "this line is indented, the one before is not", "begin each key at the left margin"
    if "mapping values" in problem:
        return "a second ': ' stands in this line", "put a text that contains ': ' in quotes"
    if sign == "\t":
        return "a tab stands where YAML takes only spaces", "indent with spaces, not tabs"
    if "',' or" in problem:
        return f"the '{sign}' that is opened here is not closed", f"close it with '{']' if sign == '[' else '}'}'"
    if "end of stream" in problem and sign and sign in "\"'":
        return f"the {sign} that is opened here is not closed", f"close it with {sign}"
    if "escape" in problem or "hexdecimal" in problem:
        what = "in double quotes a backslash begins an escape, and this is none that YAML knows"
        return what, "write the sign itself, or put the text in single quotes"
    if "':'" in problem:
        return "this line is no field", "write 'key: value', with a plain space after the colon"
    if first in ('"', "'") and value.count(first) > 2:
        mend = "write '' for each ' in it" if first == "'" else "put ' before and after it instead"
        return f"the text in quotes has {first} in it", mend
    if first and first in "\"'" and value.count(first) == 2 and value[-1] != first:
        other = '"' if first == "'" else "'"
        return f"something stands after the closing {first}", f"put {other} before and after it all"
    if first and first in "*&!%@`|>{}[],":
        return f"a text can't begin with '{first}' here", "put a text that starts with a sign in quotes"
    return problem, "check the quotes and the indentation here and in the line before"
