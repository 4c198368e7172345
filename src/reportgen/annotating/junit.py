"""JUnit XML in the form that Jenkins and GitLab read."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

from reportgen.annotating.telling import Finding, Telling
from reportgen.problems import Severity, format_problem

_NEVER = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot hold."""


def junit(telling: Telling) -> str:
    """A suite with a failed case for each error, a passed one with its text for each warning.

    Where nothing is wrong there is one case that passed, so that the host shows something.
    """
    errors = telling.count(Severity.ERROR)
    cases = [_case(telling, found) for found in telling.findings()]
    if not cases:
        name = {"classname": f"reportgen.{telling.command}", "name": "no problems"}
        cases = [ET.Element("testcase", name)]
    numbers = {"tests": str(len(cases)), "failures": str(errors), "errors": "0"}
    suites = ET.Element("testsuites", {"name": f"reportgen {telling.command}", **numbers})
    suite = ET.SubElement(suites, "testsuite", {**suites.attrib, "skipped": "0"})
    suite.extend(cases)
    ET.indent(suites)
    return ET.tostring(suites, "unicode", xml_declaration=False) + "\n"


def _case(telling: Telling, found: Finding) -> ET.Element:
    problem = found.problem
    name = f"{problem.code} {found.fingerprint[:8]}"
    of = found.path if problem.place else f"reportgen.{telling.command}"
    case = ET.Element("testcase", {"classname": _legal(of), "name": name})
    if problem.severity is Severity.ERROR:
        about = {"type": problem.code, "message": _legal(found.message)}
        told = ET.SubElement(case, "failure", about)
    else:
        told = ET.SubElement(case, "system-out")
    told.text = _legal(format_problem(problem))
    return case


def _legal(text: str) -> str:
    return _NEVER.sub("\N{REPLACEMENT CHARACTER}", text)
