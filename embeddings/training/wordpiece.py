"""BERT's uncased tokenizer (Devlin et al. 2018), from the vocabulary in tokenizer.json."""
import json
import unicodedata
from pathlib import Path


class WordPiece:
    """Called with a text, gives its token ids, the two marks at the ends included, at most `most` of them."""

    def __init__(self, path):
        self.vocabulary = json.loads(Path(path).read_text(encoding="utf-8"))["model"]["vocab"]

    def words(self, text):
        text = unicodedata.normalize("NFD", text.lower())
        word = ""
        for c in text:
            kind, code = unicodedata.category(c), ord(c)
            alone = kind[0] == "P" or (33 <= code <= 126 and not c.isalnum()) or 0x4E00 <= code <= 0x9FFF
            if kind == "Mn":
                continue
            if alone or c.isspace() or kind[0] == "C":
                if word:
                    yield word
                word = ""
                if alone:
                    yield c
            else:
                word += c
        if word:
            yield word

    def pieces(self, word):
        found, start = [], 0
        while start < len(word):
            for end in range(len(word), start, -1):
                piece = ("##" if start else "") + word[start:end]
                if piece in self.vocabulary:
                    found.append(self.vocabulary[piece])
                    start = end
                    break
            else:
                return [self.vocabulary["[UNK]"]]
        return found if len(word) <= 100 else [self.vocabulary["[UNK]"]]

    def __call__(self, text, most=128):
        ids = [i for w in self.words(text) for i in self.pieces(w)]
        return [self.vocabulary["[CLS]"], *ids[:most - 2], self.vocabulary["[SEP]"]]
