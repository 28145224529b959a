"""The keyboard for words: pinyin, handwriting, strokes, Latin letters, digits, each a tab.

`typing.py` is what has been typed so far and how a key changes it, without a window; the rest draws it on a `Page`.
"""
