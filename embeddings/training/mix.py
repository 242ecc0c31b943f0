#!/usr/bin/env python3
"""Writes the float ONNX file of a mixture: the mean of some trained weights, moved back towards the untouched model, and
judges it on the families that fold 0 keeps aside.

Averaged weights keep what the untouched model knew at little loss of what was learnt (Wortsman et al. 2022).
"""
import argparse
from pathlib import Path

import torch

from bert import Bert, Reader
from data import TOKENS_MAX, families, fold, judge, queries
from train import blend, told
from wordpiece import WordPiece

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
    _, _, kept, kept_alone = fold(tree, alone, 0)
    model, tokens = Bert(a.model), WordPiece(a.tokenizer)
    reader = Reader(Bert(a.model), lambda text: tokens(text, TOKENS_MAX), 0)
    model.load_state_dict(blend(model.state_dict(), [torch.load(path) for path in a.trained], a.share))
    model.save(a.out)
    print(told(judge(reader.embed(model), kept, queries(here / "queries"), kept_alone)))
