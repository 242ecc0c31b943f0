#!/usr/bin/env python3
"""Fine-tunes a float BERT sentence model on families of gripes.

Loss: supervised contrastive (Khosla et al. 2020) over whole families, a pairwise logistic part that gives one cosine the
same meaning for every text (Zhai et al. 2023), and the distance to the untouched model. Texts of one cause are positives,
of sibling causes and one-offs negatives.
"""
import argparse
import random
import time
from pathlib import Path

import torch
from torch import nn

from bert import Bert, Reader
from data import FOLDS, QUERY_SHAPES, TOKENS_MAX, families, fold, judge, queries
from wordpiece import WordPiece

TEMPERATURE = 0.05  # of the first experiments; others were not tried
PAIR_TEMPERATURE = 0.1  # likewise


def blend(teacher, trained, share):
    """Weights on the line from the teacher's (share 0) to the mean of the trained ones (1), as in Wortsman et al. 2022."""
    names = teacher.keys()
    return {name: teacher[name] + share * sum((t[name] - teacher[name]) / len(trained) for t in trained) for name in names}


class Batch:
    """Some families with up to `causes` causes each, `texts` texts of each and a query for it, and one-offs."""

    def __init__(self, tree, asked, alone, a, chance):
        self.texts, self.originals, self.causes = [], [], []
        for family in chance.sample(list(tree), a.families):
            for cause in chance.sample(list(tree[family]), min(a.causes, len(tree[family]))):
                for number, text in enumerate(chance.sample(tree[family][cause], a.texts)):
                    shaped = number == 0 and chance.random() < a.shaped
                    self.add(chance.choice(QUERY_SHAPES)(text, chance) if shaped else text, text, cause)
                if asked.get(cause) and chance.random() < a.asked:
                    query = chance.choice(asked[cause])
                    self.add(query, query, cause)
        for text in chance.sample(alone, min(a.alone, len(alone))):
            self.add(text, text, None)

    def add(self, text, original, cause):
        self.texts.append(text)
        self.originals.append(original)
        self.causes.append(cause if cause is not None else f"alone {len(self.texts)}")


def losses(vectors, causes, bias):
    number = {c: i for i, c in enumerate(dict.fromkeys(causes))}
    cause = torch.tensor([number[c] for c in causes])
    own = torch.eye(len(causes), dtype=torch.bool)
    same = (cause[:, None] == cause[None]) & ~own
    similarity = vectors @ vectors.T
    scores = (similarity / TEMPERATURE).masked_fill(own, -1e9)
    odds = scores - torch.logsumexp(scores, 1, keepdim=True)
    pulled = same.any(1)
    contrastive = -((odds * same).sum(1)[pulled] / same.sum(1)[pulled]).mean()
    logits = (similarity - bias) / PAIR_TEMPERATURE
    upper = torch.triu(torch.ones_like(own), 1)
    near = nn.functional.softplus(-logits[same & upper]).mean()
    # The closest quarter of the different ones: the far ones have nothing left to teach.
    far = nn.functional.softplus(logits[~same & upper])
    far = far.topk(max(1, len(far) // 4)).values.mean()
    return contrastive, near + far


def train(model, teacher, reader, tree, asked, alone, a, report):
    chance = random.Random(a.seed)
    frozen = model.frozen(a.frozen)
    for name, parameter in model.named_parameters():
        parameter.requires_grad = name not in frozen
    bias = nn.Parameter(torch.tensor(0.4))
    optimiser = torch.optim.AdamW([{"params": [p for p in model.parameters() if p.requires_grad]}, {"params": [bias], "weight_decay": 0}], lr=a.rate, weight_decay=0.01)
    taught = {}
    began, smooth = time.time(), torch.zeros(3)
    for step in range(a.steps):
        for group in optimiser.param_groups:
            group["lr"] = a.rate * min(1, (step + 1) / (0.1 * a.steps)) * (1 - step / a.steps)
        batch = Batch(tree, asked, alone, a, chance)
        vectors = reader.vectors(model, batch.texts)
        new = [t for t in dict.fromkeys(batch.originals) if t not in taught]
        if new:
            taught.update(zip(new, torch.tensor(reader.embed(teacher)(new))))
        contrastive, pairs = losses(vectors, batch.causes, bias)
        drift = (1 - (vectors * torch.stack([taught[t] for t in batch.originals])).sum(1)).mean()
        (contrastive + a.pairs * pairs + a.distance * drift).backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
        optimiser.zero_grad()
        now = torch.tensor([float(contrastive), float(pairs), float(drift)])
        smooth = now if step == 0 else 0.95 * smooth + 0.05 * now
        if (step + 1) % 10 == 0 or step + 1 == a.steps:
            print(f"step {step + 1}: contrastive {smooth[0]:.3f}, pairs {smooth[1]:.3f}, drift {smooth[2]:.3f}, bias {float(bias):.2f}, {(time.time() - began) / (step + 1):.2f} s a step", flush=True)
        if (step + 1) % a.each == 0 or step + 1 == a.steps:
            torch.save(model.state_dict(), a.out)
            report()


def told(figures):
    return ", ".join(f"{name} {value:.3f}" for name, value in figures.items())


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", help="float ONNX file of the untouched model")
    parser.add_argument("tokenizer")
    parser.add_argument("out", help="where the trained weights go, after each report")
    parser.add_argument("--texts-from", type=Path, default=Path(__file__).parent / "texts")
    parser.add_argument("--queries-from", type=Path, default=Path(__file__).parent / "queries")
    parser.add_argument("--steps", type=int, default=450)
    parser.add_argument("--rate", type=float, default=4e-4)
    parser.add_argument("--families", type=int, default=8)
    parser.add_argument("--causes", type=int, default=4, help="of each family in a batch")
    parser.add_argument("--texts", type=int, default=2, help="of each cause in a batch")
    parser.add_argument("--alone", type=int, default=12, help="one-offs in a batch")
    parser.add_argument("--shaped", type=float, default=0.4, help="share of causes with one text in the shape of a query")
    parser.add_argument("--asked", type=float, default=0.9, help="share of causes with a query beside their texts")
    parser.add_argument("--pairs", type=float, default=0.5, help="weight of the pairwise part")
    parser.add_argument("--distance", type=float, default=1.0, help="weight of the distance to the untouched model")
    parser.add_argument("--frozen", type=int, default=2, help="first layers that stay as they are, besides the embeddings")
    parser.add_argument("--shares", type=float, nargs="*", default=[0.6, 0.8, 1.0], help="of the trained weights in the mixtures that are judged")
    parser.add_argument("--fold", type=int, choices=range(FOLDS), help="keep a fifth of the families aside and judge on them")
    parser.add_argument("--each", type=int, default=150, help="steps between two reports")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=1)
    a = parser.parse_args()
    torch.set_num_threads(a.threads)
    torch.manual_seed(a.seed)
    tokens, model, teacher, mixed = WordPiece(a.tokenizer), Bert(a.model), Bert(a.model), Bert(a.model)
    reader = Reader(teacher, lambda text: tokens(text, TOKENS_MAX), a.frozen)
    tree, alone = families(a.texts_from)
    asked = queries(a.queries_from)
    if a.fold is not None:
        tree, alone, kept, kept_alone = fold(tree, alone, a.fold)
        print("untouched:", told(judge(reader.embed(teacher), kept, asked, kept_alone)), flush=True)

    def report():
        for share in a.shares if a.fold is not None else ():
            mixed.load_state_dict(blend(teacher.state_dict(), [model.state_dict()], share))
            print(f"  {share:.1f} of it:", told(judge(reader.embed(mixed), kept, asked, kept_alone)), flush=True)

    train(model, teacher, reader, tree, asked, alone, a, report)
