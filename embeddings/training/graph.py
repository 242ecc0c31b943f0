#!/usr/bin/env python3
"""Rewrites a float BERT sentence model as a lean ONNX graph.

ONNX Runtime's fused operators, 8-bit weights, mean pooling and normalisation inside: `input_ids` (batch, length) in, unit
vectors (batch, size) out. Rows have one length each, without padding. Activations are quantised as they come with a scale
for the whole batch, so a vector is independent of its neighbours in batches of one.
"""
import argparse
import os
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

MICROSOFT = "com.microsoft"
EPSILON = 1e-12  # BERT's layer normalisation
BYTES_MAX = 25_000_000
# A channel that gets larger numbers than so many times the median channel is scaled down to that. Chosen by the mean cosine
# to the float vectors on texts kept aside: 1 - cosine .0047 without, .0018 at 1, .0010 at 2, .0016 at 4.
OUTLIER = 2


def read(path):
    """Weights by name, and the six matrices of each layer (query, key, value, attention output, feed-forward in, out)."""
    graph = onnx.load(path).graph
    weights = {i.name: numpy_helper.to_array(i) for i in graph.initializer}
    matrices = [next(x for x in n.input if x in weights) for n in graph.node if n.op_type == "MatMul" and any(x in weights for x in n.input)]
    return weights, [matrices[i:i + 6] for i in range(0, len(matrices), 6)]


def codes(table, axis):
    """Symmetric 8-bit codes with a scale for each index of the other axis."""
    scale = (np.abs(table).max(axis, keepdims=True) / 127).astype(np.float32)
    return np.clip(np.rint(table / scale), -127, 127).astype(np.int8), scale


class Lean:
    def __init__(self, largest):
        self.nodes, self.weights, self.largest = [], [], largest

    def constant(self, name, array):
        self.weights.append(numpy_helper.from_array(np.ascontiguousarray(array), name))
        return name

    def node(self, operator, inputs, outputs, domain="", **attributes):
        self.nodes.append(helper.make_node(operator, inputs, outputs, name=outputs[0], domain=domain, **attributes))
        return outputs[0]

    def linear(self, x, matrix, name):
        """Activations are quantised as they come, weights for each output column. What a few channels have in excess is
        moved from activations into weights first, or the one scale of all channels would be theirs (Xiao et al. 2022)."""
        if name in self.largest:
            gains = np.minimum(1, OUTLIER * np.median(self.largest[name]) / self.largest[name]).astype(np.float32)
            x = self.node("Mul", [x, self.constant(name + "_gains", gains)], [name + "_even"])
            matrix = matrix / gains[:, None]
        numbers, scale = codes(matrix, 0)
        return self.node("DynamicQuantizeMatMul", [x, self.constant(name + "_codes", numbers), self.constant(name + "_scale", scale[0])], [name], MICROSOFT)

    def vocabulary(self, table):
        numbers, scale = codes(table, 1)
        rows = self.node("Gather", [self.constant("vocabulary_codes", numbers), "input_ids"], ["word_codes"])
        rows = self.node("Cast", [rows], ["word_floats"], to=TensorProto.FLOAT)
        scales = self.node("Gather", [self.constant("vocabulary_scale", scale), "input_ids"], ["word_scales"])
        return self.node("Mul", [rows, scales], ["words"])


def build(source, largest, heads=12):
    w, layers = read(source)
    g = Lean(largest)
    size = w["embeddings.word_embeddings.weight"].shape[1]
    words = g.vocabulary(w["embeddings.word_embeddings.weight"])
    length = g.node("Shape", ["input_ids"], ["length"], start=1, end=2)
    positions = g.constant("positions", w["embeddings.position_embeddings.weight"] + w["embeddings.token_type_embeddings.weight"][0])
    zero = g.constant("zero", np.array([0], np.int64))
    positions = g.node("Slice", [positions, zero, length, zero], ["placed"])
    x = g.node("Add", [words, positions], ["embedded"])
    x = g.node("LayerNormalization", [x, g.constant("embedded_gain", w["embeddings.LayerNorm.weight"]), g.constant("embedded_bias", w["embeddings.LayerNorm.bias"])], ["layer_0"], axis=-1, epsilon=EPSILON)
    thirds = g.constant("thirds", np.array([size] * 3, np.int64))
    for l, (query, key, value, output, inner, outer) in enumerate(layers):
        p = f"encoder.layer.{l}."
        joined = g.linear(x, np.concatenate([w[query], w[key], w[value]], 1), f"qkv_{l}")
        g.node("Split", [joined, thirds], [f"query_{l}", f"key_{l}", f"value_{l}"], axis=2)
        bias = np.concatenate([w[f"{p}attention.self.{n}.bias"] for n in ("query", "key", "value")])
        a = g.node("MultiHeadAttention", [f"query_{l}", f"key_{l}", f"value_{l}", g.constant(f"qkv_bias_{l}", bias)], [f"attended_{l}"], MICROSOFT, num_heads=heads)
        a = g.linear(a, w[output], f"attention_{l}")

        def add_and_normalise(new, old, dense, norm, name):
            return g.node("SkipLayerNormalization", [new, old, g.constant(name + "_gain", w[p + norm + ".weight"]), g.constant(name + "_shift", w[p + norm + ".bias"]), g.constant(name + "_bias", w[p + dense + ".bias"])], [name], MICROSOFT, epsilon=EPSILON)

        y = add_and_normalise(a, x, "attention.output.dense", "attention.output.LayerNorm", f"middle_{l}")
        z = g.linear(y, w[inner], f"inner_{l}")
        z = g.node("BiasGelu", [z, g.constant(f"inner_bias_{l}", w[p + "intermediate.dense.bias"])], [f"gelu_{l}"], MICROSOFT)
        x = add_and_normalise(g.linear(z, w[outer], f"outer_{l}"), y, "output.dense", "output.LayerNorm", f"layer_{l + 1}")
    pooled = g.node("ReduceMean", [x], ["pooled"], axes=[1], keepdims=0)
    g.node("LpNormalization", [pooled], ["sentence_embedding"], axis=-1, p=2)
    graph = helper.make_graph(g.nodes, "sentence", [helper.make_tensor_value_info("input_ids", TensorProto.INT64, ["batch", "length"])],
                              [helper.make_tensor_value_info("sentence_embedding", TensorProto.FLOAT, ["batch", size])], g.weights)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17), helper.make_opsetid(MICROSOFT, 1)], producer_name="gripe")
    model.ir_version = 8
    return model


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("source", help="float ONNX file; beside it, where mix.py made it, the largest activations of each channel (.npz)")
    arguments.add_argument("target")
    a = arguments.parse_args()
    ranges = Path(a.source).with_suffix(".npz")
    model = build(a.source, dict(np.load(ranges)) if ranges.exists() else {})
    onnx.save(model, a.target)
    size = os.path.getsize(a.target)
    print(f"{len(model.graph.node)} nodes, {size / 1e6:.1f} MB")
    if size > BYTES_MAX:
        raise SystemExit(f"{a.target} is larger than {BYTES_MAX} bytes")
