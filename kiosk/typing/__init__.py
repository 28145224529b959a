"""Typing Chinese: pinyin and strokes through librime, handwriting through zinnia.

The libraries run in process, without an input method service (ibus, fcitx), in a child of the window: `engine.py`
is that child, `typist.py` the window's end of the pipe. The child may write no file, lives for one visit at most,
and may hang or crash without the window. Dictionaries are built at set-up (`build.py`). No Kivy here.
"""
