"""What the virtual camera looks at: a desk with a page or a card on it, a telephone with a code, a drawn face."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import cv2
import numpy as np
import qrcode
from PIL import Image, ImageDraw, ImageFont

from drivers.camera.frame import Pixels

Size = tuple[int, int]
A4 = (840, 1188)  # pixels of a drawn page, 4 px/mm
ID_1 = (856, 540)  # of a drawn card (ISO/IEC 7810), 10 px/mm
SAMPLE_PAGE = (
    "居住证明（样张）",
    "",
    "兹证明测试员甲（身份证号码 999999********0019）",
    "自二〇二四年三月起居住于测试市测试区样例路1号",
    "附1号2单元3-4，情况属实。",
    "",
    "本证明仅供本终端测试使用，不具有任何效力。",
    "",
    "用途：居住证办理",
    "有效期：三个月",
    "",
    "测试市测试区样例社区居民委员会",
    "二〇二六年十一月二十二日",
)


@cache
def _font(px: int, bold: bool = False) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    path = Path(sys.prefix) / f"share/kiosk/fonts/NotoSansSC-{'Bold' if bold else 'Regular'}.otf"
    return ImageFont.truetype(path, px) if path.exists() else ImageFont.load_default(px)


def desk(size: Size) -> Pixels:
    """A dark mat under a lamp that is a little brighter in the middle."""
    width, height = size
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    light = 1.1 - 0.45 * np.hypot((x - width / 2) / width, (y - height * 0.45) / height)
    mat = np.empty((height, width, 3), np.float32)
    mat[:] = (74, 66, 58)
    mat[(y % 80 < 1.5) | (x % 80 < 1.5)] = (84, 76, 68)
    return np.asarray(np.clip(mat * light[..., None], 0, 255), np.uint8)


def page(lines: Sequence[str]) -> Pixels:
    """An A4 page: the first line as its heading."""
    sheet = Image.new("RGB", A4, (250, 250, 248))
    pen = ImageDraw.Draw(sheet)
    y = 110
    for number, line in enumerate(lines):
        font = _font(48, bold=True) if number == 0 else _font(30)
        x = (A4[0] - pen.textlength(line, font)) / 2 if number == 0 else 90
        pen.text((x, y), line, (28, 28, 30), font)
        y += 110 if number == 0 else 62
    pen.ellipse((560, 860, 760, 1060), outline=(200, 60, 60), width=7)
    pen.text((606, 936), "测试章", (200, 60, 60), _font(36, bold=True))
    pen.rectangle((20, 20, A4[0] - 21, A4[1] - 21), outline=(222, 222, 218), width=2)
    return _from_pil(sheet)


def card() -> Pixels:
    """A card that is obviously nobody's."""
    sheet = Image.new("RGB", ID_1, (222, 236, 240))
    pen = ImageDraw.Draw(sheet)
    for offset in range(0, 1400, 26):
        pen.line((offset, 0, offset - 540, 540), fill=(206, 226, 232), width=3)
    for y, words in (
        (60, "姓名  测试员甲"),
        (130, "性别  女   民族  汉"),
        (200, "住址  测试市样例路1号"),
        (420, "样张 · 不是证件"),
    ):
        pen.text((60, y), words, (30, 40, 60), _font(40, bold=y == 420))
    pen.rounded_rectangle((620, 70, 800, 310), 16, fill=(176, 190, 200))
    pen.ellipse((670, 110, 750, 200), fill=(120, 134, 146))
    pen.ellipse((645, 215, 775, 400), fill=(120, 134, 146))
    pen.rectangle((620, 311, 800, 420), fill=(222, 236, 240))
    return _from_pil(sheet)


def lay_on_desk(size: Size, sheet: Pixels, tilt: float = 1.0) -> Pixels:
    """`sheet` as a camera above the desk sees it: a little turned, a little in perspective, with a shadow."""
    width, height = size
    scene = desk(size)
    sheet = (sheet * 0.86).astype(np.uint8)  # a camera's exposure leaves white paper below its limit
    room = 0.92 if sheet.shape[0] > sheet.shape[1] else 0.62
    scale = min(height * room / sheet.shape[0], width * room / sheet.shape[1])
    w, h = sheet.shape[1] * scale, sheet.shape[0] * scale
    left, top = (width - w) / 2, (height - h) / 2
    lean = np.array([(0.020, 0.012), (-0.006, -0.004), (0.002, -0.010), (-0.014, 0.004)]) * tilt * max(w, h)
    corners = np.array([(left, top), (left + w, top), (left + w, top + h), (left, top + h)]) + lean
    shadow = np.zeros((height, width), np.float32)
    cv2.fillConvexPoly(shadow, np.asarray(corners + np.array((7, 9)), np.int32), 1.0)
    shadow = np.asarray(cv2.GaussianBlur(shadow, (0, 0), 8), np.float32)
    scene = np.asarray(scene * (1 - 0.45 * shadow[..., None]), np.uint8)
    _paste(scene, sheet, corners)
    return scene


def code_on_phone(payload: bytes, height: int) -> tuple[Pixels, Pixels]:
    """A telephone held at a slant, showing a QR code: its pixels, and a mask of the same size."""
    qr = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=4)
    qr.add_data(payload)
    qr.make(fit=True)
    matrix = np.where(np.array(qr.get_matrix()), 24, 246).astype(np.uint8)
    phone = Image.new("RGB", (480, 960), (0, 0, 0))
    pen = ImageDraw.Draw(phone)
    pen.rounded_rectangle((0, 0, 479, 959), 56, fill=(22, 22, 24))
    pen.rounded_rectangle((16, 16, 463, 943), 42, fill=(246, 246, 246))
    pen.text((240, 150), "电子凭证 · 样张", (40, 90, 180), _font(34, bold=True), anchor="mm")
    side = 400
    code = cv2.resize(matrix, (side, side), interpolation=cv2.INTER_NEAREST)
    phone.paste(Image.fromarray(code).convert("RGB"), (40, 240))
    pen.text((240, 700), "请将二维码对准扫描窗口", (120, 120, 124), _font(26), anchor="mm")
    sheet = _from_pil(phone)
    h = height * 0.94
    w = h / 2
    corners = np.array([(0.06, 0.00), (0.97, 0.035), (0.93, 1.0), (0.0, 0.965)]) * (w, h)
    size = (int(w), int(h))
    pixels = np.zeros((size[1], size[0], 3), np.uint8)
    _paste(pixels, sheet, corners)
    outline = Image.new("L", phone.size, 0)
    ImageDraw.Draw(outline).rounded_rectangle((0, 0, 479, 959), 56, fill=255)
    mask = np.zeros_like(pixels)
    _paste(mask, _from_pil(outline), corners)
    return pixels, np.where(mask[..., 0] > 127, 255, 0).astype(np.uint8)


def face(size: Size, share: float = 0.5, at: float = 0.5) -> Pixels:
    """A drawn face, plainly not a person's; `share` of the picture's height, `at` this part of its width."""
    width, height = size
    scene = Image.new("RGB", size, (188, 196, 204))
    pen = ImageDraw.Draw(scene)
    cx, cy, r = width * at, height * 0.46, height * share / 2

    def oval(x: float, y: float, rx: float, ry: float, fill: tuple[int, int, int]) -> None:
        box = (cx + (x - rx) * r, cy + (y - ry) * r, cx + (x + rx) * r, cy + (y + ry) * r)
        pen.ellipse(box, fill=fill)

    oval(0, 2.35, 1.7, 1.25, (70, 100, 150))  # shoulders
    pen.rectangle((cx - 0.34 * r, cy + 0.7 * r, cx + 0.34 * r, cy + 1.4 * r), fill=(206, 164, 138))
    oval(0, -0.22, 0.92, 1.08, (44, 36, 34))  # hair
    oval(0, 0.06, 0.78, 1.02, (226, 186, 160))
    for side in (-1, 1):
        oval(side * 0.33, -0.10, 0.20, 0.115, (120, 84, 70))  # the socket's shade
        oval(side * 0.33, -0.08, 0.15, 0.075, (244, 240, 238))
        oval(side * 0.33, -0.08, 0.075, 0.078, (30, 22, 20))
        pen.line(
            [(cx + side * x * r, cy + y * r) for x, y in ((0.15, -0.33), (0.33, -0.39), (0.52, -0.32))],
            fill=(50, 38, 34),
            width=max(2, round(r * 0.07)),
        )
        oval(side * 0.50, 0.28, 0.14, 0.16, (232, 170, 148))
    oval(0, 0.14, 0.085, 0.26, (236, 202, 178))
    oval(0, 0.33, 0.15, 0.055, (184, 132, 112))
    oval(0, 0.58, 0.30, 0.085, (166, 84, 82))
    pen.line(
        (cx - 0.29 * r, cy + 0.58 * r, cx + 0.29 * r, cy + 0.58 * r), fill=(110, 50, 52), width=max(2, round(r * 0.03))
    )
    pen.text(
        (width * 0.03, height * 0.03), "drawn test face · 绘制的测试人脸", (90, 98, 106), _font(max(14, height // 32))
    )
    return np.asarray(cv2.GaussianBlur(_from_pil(scene), (0, 0), height / 320), np.uint8)


def _paste(scene: Pixels, sheet: Pixels, corners: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> None:
    height, width = scene.shape[:2]
    own = np.array([(0, 0), (sheet.shape[1], 0), (sheet.shape[1], sheet.shape[0]), (0, sheet.shape[0])], np.float32)
    bend = cv2.getPerspectiveTransform(own, corners.astype(np.float32))
    shrink = max(1.0, sheet.shape[1] / float(np.linalg.norm(corners[1] - corners[0])))
    soft = cv2.GaussianBlur(sheet, (0, 0), 0.35 * shrink) if shrink > 1.05 else sheet  # no aliasing in fine print
    seen = cv2.warpPerspective(soft, bend, (width, height), flags=cv2.INTER_LINEAR)
    where = cv2.warpPerspective(np.full(sheet.shape[:2], 255, np.uint8), bend, (width, height))
    share = where[..., None].astype(np.float32) / 255
    scene[:] = np.asarray(scene * (1 - share) + seen * share, np.uint8)


def _from_pil(picture: Image.Image) -> Pixels:
    return np.ascontiguousarray(np.asarray(picture.convert("RGB"), np.uint8)[..., ::-1])
