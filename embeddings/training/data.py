"""The training texts, what is made of them, and the figures that judge a model on some of them.

Run by itself it prints those that trainings keep aside, for the reports that choose thresholds.
"""
import random
import re
import zlib
from pathlib import Path

import numpy as np

TOKENS_MAX = 40  # training texts have 13 tokens on average
FOLDS = 5

IDENTIFIER = re.compile(r"(?=[^\s]*[A-Za-z])(?=[^\s]*[0-9_:./])[\w./:#-]{4,}|[A-Z][a-z]+(?:[A-Z][a-z]+)+")
SMALL_WORDS = set("a an the and or but of to in on at for with from by as is are was were be been it its it's i we you he she they my our your his her their "
                  "this that these those there here so not no do does did have has had will would can could just again still even who what why when how "
                  "me us them then than too very because if every all any".split())


def rows(path):
    return [line.split("\t") for line in Path(path).read_text(encoding="utf-8").splitlines() if line]


def families(folder):
    """(family -> cause -> texts, one-offs)."""
    tree, alone = {}, []
    for file in sorted(Path(folder).glob("*.tsv")):
        for family, cause, text in rows(file):
            if cause == "-":
                alone.append(text)
            else:
                tree.setdefault(f"{file.stem}/{family}", {}).setdefault(f"{file.stem}/{cause}", []).append(text)
    return tree, alone


def queries(folder):
    """cause -> what people who want it found ask in other words."""
    asked = {}
    for file in sorted(Path(folder).glob("*.tsv")):
        for _, cause, text in rows(file):
            asked.setdefault(f"{file.stem}/{cause}", []).append(text)
    return asked


def fold(tree, alone, number):
    """(training tree, training one-offs, kept tree, kept one-offs): a fifth of the families is kept, the same ones also when others are added."""
    kept = {name for name in tree if zlib.crc32(name.encode()) % FOLDS == number}
    return ({f: c for f, c in tree.items() if f not in kept}, [t for i, t in enumerate(alone) if i % FOLDS != number],
            {f: c for f, c in tree.items() if f in kept}, alone[number::FOLDS])


def mistyped(text, chance):
    """One or two neighbouring letters changed places, dropped or doubled, inside longer words."""
    words = text.split()
    long = [i for i, w in enumerate(words) if len(w) > 3 and w.isalpha()]
    for i in chance.sample(long, min(len(long), 1 + (len(long) > 4))):
        w, at = words[i], chance.randrange(1, len(words[i]) - 1)
        words[i] = chance.choice([w[:at] + w[at + 1] + w[at] + w[at + 2:], w[:at] + w[at + 1:], w[:at] + w[at] + w[at:]])
    return " ".join(words)


def unfinished(text, chance):
    """As in a search box while typing: the first words, the last of them begun."""
    words = text.split()
    if len(words) < 4:
        return text
    words = words[:chance.randint(3, min(8, len(words)))]
    words[-1] = words[-1][:chance.randint(2, max(2, len(words[-1])))]
    return " ".join(words)


def keywords(text, chance):
    """The larger words alone, as typed into a search box."""
    words = [w.strip(".,;:!?\"'()") for w in text.split()]
    words = [w for w in words if w and w.lower() not in SMALL_WORDS]
    if len(words) < 3:
        return text
    start = chance.randint(0, max(0, len(words) - 5))
    return " ".join(words[start:start + 5])


def identifier(text, chance):
    found = IDENTIFIER.findall(text)
    return chance.choice(found) if found else text


QUERY_SHAPES = (mistyped, unfinished, keywords, identifier)


def area(higher, lower):
    """Area under the ROC curve."""
    higher, lower = np.array(higher)[:, None], np.array(lower)[None]
    return float((higher > lower).mean() + (higher == lower).mean() / 2)


def refused(answerable, others, kept=0.92):
    """Share of the others that lie under the cut-off which keeps that share of the answerable."""
    return float((np.array(others) < np.quantile(answerable, 1 - kept)).mean())


def nearest_same(vectors, labels):
    labels = np.array(labels)
    similarity = vectors @ vectors.T
    np.fill_diagonal(similarity, -2)
    return float((labels[similarity.argmax(1)] == labels)[labels != "-"].mean())


def same_from(vectors, labels, precision):
    """The lowest cosine from which that share of nearest neighbours have the text's own label."""
    similarity = vectors @ vectors.T
    np.fill_diagonal(similarity, -2)
    nearest, best = similarity.argmax(1), similarity.max(1)
    right = (labels[nearest] == labels) & (labels != "-")
    order = np.argsort(-best)
    shares = np.cumsum(right[order]) / np.arange(1, len(order) + 1)
    enough = np.flatnonzero(shares >= precision)
    return float(best[order[enough[-1]]]) if len(enough) else 1.0


def judge(embed, tree, asked_for, alone):
    """Figures on families kept aside: which cause comes first for its queries; one-offs have no answer."""
    texts, labels, queries, wanted = [], [], [], []
    for causes in tree.values():
        for cause, own in causes.items():
            queries += asked_for.get(cause, [])
            wanted += [cause] * len(asked_for.get(cause, []))
            texts += own
            labels += [cause] * len(own)
    half = len(alone) // 2
    vectors = embed(texts + alone[half:])
    names = np.array(labels + ["-"] * len(alone[half:]))
    chance = random.Random(3)
    figures = {}
    best = None
    for shape in (None, mistyped, unfinished, identifier):
        asked = [(q if shape is None else shape(q, chance), w) for q, w in zip(queries, wanted)]
        if shape is identifier:
            asked = [(identifier(t, chance), l) for t, l in zip(texts, labels) if IDENTIFIER.search(t)]
            # The text that it was taken from holds it; the rest of its cause need not.
        similarity = embed([q for q, _ in asked]) @ vectors.T
        first = names[similarity.argmax(1)]
        figures["asked" if shape is None else shape.__name__] = float((first == np.array([w for _, w in asked])).mean())
        if shape is None:
            best = similarity.max(1)
    others = (embed(alone[:half]) @ vectors.T).max(1)
    figures["none"] = area(best, others)
    figures["refused"] = refused(best, others)
    figures["kept 92 % from"] = float(np.quantile(best, 0.08))
    figures["nearest"] = nearest_same(vectors, names)
    figures["nearest right at 80 % from"] = same_from(vectors, names, 0.8)
    same, different = [], []
    labels = np.array(labels)
    where = {c: f for f, causes in tree.items() for c in causes}
    family = np.array([where[l] for l in labels])
    similarity = vectors[:len(labels)] @ vectors[:len(labels)].T
    upper = np.triu(np.ones_like(similarity, dtype=bool), 1)
    alike = labels[:, None] == labels[None]
    figures["siblings"] = area(similarity[upper & alike], similarity[upper & ~alike & (family[:, None] == family[None])][::9])
    other = similarity[upper & ~alike]
    figures["recall at 1e-4"] = float((similarity[upper & alike] > np.quantile(other, 1 - 1e-4)).mean())
    return figures


if __name__ == "__main__":
    import sys

    here = Path(__file__).parent
    _, _, kept, kept_alone = fold(*families(here / "texts"), 0)
    for family, causes in kept.items():
        for cause, own in causes.items():
            for text in own:
                print(family, cause, text, sep="\t")
    for text in kept_alone:
        print("-", "-", text, sep="\t")
