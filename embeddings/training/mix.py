#!/usr/bin/env python3
"""Writes the float ONNX file of a mixture: the mean of some trained weights, moved back towards the untouched model.

Averaged weights keep what the untouched model knew at little loss of what was learnt (Wortsman et al. 2022).
"""
import argparse

import torch

from bert import Bert
from train import blend

if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", help="float ONNX file of the untouched model")
    parser.add_argument("share", type=float, help="of the trained weights, from 0 to 1")
    parser.add_argument("out", help="float ONNX file to write")
    parser.add_argument("trained", nargs="+", help="weights that train.py wrote")
    a = parser.parse_args()
    model = Bert(a.model)
    model.load_state_dict(blend(model.state_dict(), [torch.load(path) for path in a.trained], a.share))
    model.save(a.out)
