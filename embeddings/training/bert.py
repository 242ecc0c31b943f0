"""A BERT sentence encoder in torch with the weights of an exported ONNX file."""
import math

import onnx
import torch
import torch.nn.functional as F
from onnx import numpy_helper
from torch import nn

TEXTS_AT_ONCE = 64  # of similar length, so that little is computed for padding; with 24, matrix products took twice as long


class Bert(nn.Module):
    """Mean pooling, unit vectors. No dropout: it took a quarter of the time, and the query shapes vary the texts."""

    def __init__(self, path, heads=12):
        super().__init__()
        self.model, self.heads = onnx.load(path), heads
        self.watch = lambda name, x, mask: None  # told what each matrix is multiplied with
        weights = {i.name: torch.tensor(numpy_helper.to_array(i).copy()) for i in self.model.graph.initializer if i.data_type == onnx.TensorProto.FLOAT}
        matrices = [next(x for x in n.input if x in weights) for n in self.model.graph.node if n.op_type == "MatMul" and any(x in weights for x in n.input)]
        self.layers = [matrices[i:i + 6] for i in range(0, len(matrices), 6)]
        self.names = {name: f"w{i}" for i, name in enumerate(weights)}  # parameter names may not hold dots
        # Turned, as torch's own linear layers have them: its products are then several times faster in 16 bits.
        self.turned = {name for layer in self.layers for name in layer}
        for name, value in weights.items():
            self.register_parameter(self.names[name], nn.Parameter(value.t().contiguous() if name in self.turned else value))

    def w(self, name):
        return getattr(self, self.names[name])

    def normalise(self, x, name):
        return F.layer_norm(x, x.shape[-1:], self.w(name + ".weight"), self.w(name + ".bias"), 1e-12)

    def below(self, ids, mask, layers):
        """Hidden states (texts, length, size) after the first so many layers."""
        length = ids.shape[1]
        x = F.embedding(ids, self.w("embeddings.word_embeddings.weight")) + self.w("embeddings.position_embeddings.weight")[:length] + self.w("embeddings.token_type_embeddings.weight")[0]
        return self.through(self.normalise(x, "embeddings.LayerNorm"), mask, range(layers))

    def above(self, x, mask, layers):
        """Unit vectors (texts, size) from the hidden states after the first so many layers."""
        x = self.through(x, mask, range(layers, len(self.layers)))
        m = mask[..., None].float()
        return F.normalize((x * m).sum(1) / m.sum(1), dim=-1)

    def through(self, x, mask, layers):
        batch, length, size = x.shape
        hidden = (1 - mask[:, None, None, :].float()) * -1e4
        split = lambda y: y.view(batch, length, self.heads, size // self.heads).transpose(1, 2)
        for l in layers:
            p = f"encoder.layer.{l}."
            query, key, value, output, inner, outer = (self.w(n) for n in self.layers[l])
            self.watch(f"qkv_{l}", x, mask)
            q, k, v = (split(F.linear(x, m, self.w(f"{p}attention.self.{n}.bias"))) for m, n in ((query, "query"), (key, "key"), (value, "value")))
            a = torch.softmax(q @ k.transpose(-1, -2) / math.sqrt(size // self.heads) + hidden, -1) @ v
            a = F.linear(a.transpose(1, 2).reshape(batch, length, size), output, self.w(p + "attention.output.dense.bias"))
            x = self.normalise(a + x, p + "attention.output.LayerNorm")
            self.watch(f"inner_{l}", x, mask)
            z = F.gelu(F.linear(x, inner, self.w(p + "intermediate.dense.bias")))
            self.watch(f"outer_{l}", z, mask)
            z = F.linear(z, outer, self.w(p + "output.dense.bias"))
            x = self.normalise(z + x, p + "output.LayerNorm")
        return x

    def frozen(self, layers):
        """Names of the parameters that do not change when the first so many layers are kept: the embeddings with them."""
        matrices = {name for layer in self.layers[:layers] for name in layer}
        return {self.names[name] for name in self.names
                if name in matrices or name.startswith("embeddings.") or name.startswith(tuple(f"encoder.layer.{l}." for l in range(layers)))}

    def save(self, path):
        """An ONNX file with the names of the one that was read."""
        for i in self.model.graph.initializer:
            if i.name in self.names:
                value = self.w(i.name).detach()
                i.CopyFrom(numpy_helper.from_array((value.t() if i.name in self.turned else value).contiguous().numpy(), i.name))
        onnx.save(self.model, path)


class Reader:
    """Reads texts with models that share their first layers, whose results are kept for each text."""

    def __init__(self, model, tokens, layers):
        self.model, self.tokens, self.layers, self.kept = model, tokens, layers, {}

    @torch.no_grad()
    def read(self, texts):
        new = [(text, self.tokens(text)) for text in dict.fromkeys(texts) if text not in self.kept]
        new.sort(key=lambda pair: len(pair[1]))
        for start in range(0, len(new), TEXTS_AT_ONCE):
            part = new[start:start + TEXTS_AT_ONCE]
            ids = torch.zeros(len(part), len(part[-1][1]), dtype=torch.long)
            for i, (_, row) in enumerate(part):
                ids[i, :len(row)] = torch.tensor(row)
            mask = (torch.arange(ids.shape[1])[None] < torch.tensor([len(row) for _, row in part])[:, None]).long()
            hidden = self.model.below(ids, mask, self.layers)
            for i, (text, row) in enumerate(part):
                self.kept[text] = hidden[i, :len(row)].clone()

    def vectors(self, model, texts):
        """(texts, size) unit vectors, in the order of the texts."""
        self.read(texts)
        order = sorted(range(len(texts)), key=lambda i: len(self.kept[texts[i]]))
        parts = []
        for start in range(0, len(order), TEXTS_AT_ONCE):
            rows = [self.kept[texts[i]] for i in order[start:start + TEXTS_AT_ONCE]]
            x = nn.utils.rnn.pad_sequence(rows, batch_first=True)
            mask = (torch.arange(x.shape[1])[None] < torch.tensor([len(row) for row in rows])[:, None]).long()
            parts.append(model.above(x, mask, self.layers))
        back = torch.empty(len(order), dtype=torch.long)
        back[torch.tensor(order)] = torch.arange(len(order))
        return torch.cat(parts)[back]

    def embed(self, model):
        """A function from texts to the array of their vectors."""
        def read(texts):
            with torch.no_grad():
                return self.vectors(model, texts).numpy()
        return read
