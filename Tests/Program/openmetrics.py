"""A strict reader of OpenMetrics 1.0 text: anything the standard does not allow is an error."""

import math
import re

NAME = r"[a-zA-Z_:][a-zA-Z0-9_:]*"
TYPE = re.compile(rf"# TYPE ({NAME}) (counter|gauge|histogram|info|unknown|summary|stateset|gaugehistogram)")
HELP = re.compile(rf"# HELP ({NAME}) (.*)")
SAMPLE = re.compile(rf"({NAME})(?:\{{(.*)\}})? (\S+)")
LABEL = re.compile(r'([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\[\\n"])*)"(,|$)')
NUMBER = re.compile(r"[-+]?(\d+(\.\d*)?|\.\d+)([eE][-+]?\d+)?|[-+]Inf|NaN")
SUFFIXES = {
    "counter": {"_total", "_created"}, "gauge": {""}, "info": {"_info"},
    "histogram": {"_bucket", "_count", "_sum", "_created"},
}


def parse(text):
    """{family: (kind, [(sample name, labels, value)])}"""
    assert text.endswith("# EOF\n"), "the text does not end in # EOF"
    families, kind, family, seen = {}, None, None, set()
    for line in text[: -len("# EOF\n")].split("\n")[:-1]:
        assert line == line.strip() and line, f"blank line or stray space: {line!r}"
        if line.startswith("#"):
            described = HELP.fullmatch(line)
            if described:
                assert described.group(1) == family and not families[family][1], line
                continue
            typed = TYPE.fullmatch(line)
            assert typed, line
            family, kind = typed.groups()
            assert family not in families, f"{family} comes in two pieces"
            assert not (kind == "counter" and family.endswith("_total")), line
            families[family] = (kind, [])
            continue
        sample = SAMPLE.fullmatch(line)
        assert sample and family, line
        name, labels, value = sample[1], read_labels(sample[2] or ""), sample[3]
        assert name.startswith(family) and name[len(family) :] in SUFFIXES[kind], f"{name} in the family {family}"
        assert NUMBER.fullmatch(value), line
        key = (name, tuple(sorted(labels.items())))
        assert key not in seen, f"twice: {line}"
        seen.add(key)
        families[family][1].append((name, labels, float(value.replace("Inf", "inf"))))
    for family, (kind, samples) in families.items():
        assert samples, f"{family} has no sample"
        if kind == "counter":
            assert all(value >= 0 for _, _, value in samples), family
        if kind == "histogram":
            check_histogram(family, samples)
    return families


def read_labels(text):
    labels, position = {}, 0
    while position < len(text):
        label = LABEL.match(text, position)
        assert label, f"labels: {text!r}"
        assert label[1] not in labels, f"label twice: {text!r}"
        labels[label[1]] = re.sub(r"\\(.)", lambda m: {"n": "\n"}.get(m[1], m[1]), label[2])
        position = label.end()
    return labels


def check_histogram(family, samples):
    """Buckets rise to +Inf, which is the count."""
    groups = {}
    for name, labels, value in samples:
        rest = tuple(sorted((key, item) for key, item in labels.items() if key != "le"))
        groups.setdefault(rest, {}).setdefault(name[len(family) :], []).append((labels.get("le"), value))
    for labels, group in groups.items():
        bounds = [float(bound.replace("Inf", "inf")) for bound, _ in group["_bucket"]]
        counts = [count for _, count in group["_bucket"]]
        assert bounds == sorted(set(bounds)) and math.isinf(bounds[-1]), (family, labels, bounds)
        assert counts == sorted(counts), (family, labels, counts)
        assert counts[-1] == group["_count"][0][1], (family, labels)
        assert len(group["_sum"]) == 1
