#!/usr/bin/env python3
"""Writes the float ONNX file of a mixture: the mean of some trained weights, moved back towards the untouched model, and
judges it on the families that fold 0 keeps aside. Beside it (.npz) go the largest activations of each channel, by which
graph.py evens them out.

Averaged weights keep what the untouched model knew at little loss of what was learnt (Wortsman et al. 2022).
"""
import argparse
from pathlib import Path

import numpy as np
import torch

from bert import Bert, Reader
from data import TOKENS_MAX, families, fold, judge, queries
from train import blend, told
from wordpiece import WordPiece

CALIBRATED_ON = 400  # texts: their largest activations in each channel


def largest(model, reader, texts):
    """name of a product -> the largest absolute number that each of its channels takes in."""
    seen = {}

    def watch(name, x, mask):
        most = x[mask.bool()].abs().amax(0)
        seen[name] = torch.maximum(seen[name], most) if name in seen else most

    model.watch = watch
    reader.embed(model)(texts)
    model.watch = lambda name, x, mask: None
    return {name: most.numpy() for name, most in seen.items()}


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", help="float ONNX file of the untouched model")
    parser.add_argument("tokenizer")
    parser.add_argument("share", type=float, help="of the trained weights, from 0 to 1")
    parser.add_argument("out", help="float ONNX file to write")
    parser.add_argument("trained", nargs="+", help="weights that train.py wrote")
    a = parser.parse_args()
    here = Path(__file__).parent
    tree, alone = families(here / "texts")
    taught, _, kept, kept_alone = fold(tree, alone, 0)
    model, tokens = Bert(a.model), WordPiece(a.tokenizer)
    reader = Reader(Bert(a.model), lambda text: tokens(text, TOKENS_MAX), 0)
    model.load_state_dict(blend(model.state_dict(), [torch.load(path) for path in a.trained], a.share))
    model.save(a.out)
    texts = [text for causes in taught.values() for own in causes.values() for text in own]
    np.savez(Path(a.out).with_suffix(".npz"), **largest(model, reader, texts[::len(texts) // CALIBRATED_ON]))
    print(told(judge(reader.embed(model), kept, queries(here / "queries"), kept_alone)))
