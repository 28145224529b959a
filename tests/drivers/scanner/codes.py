"""Codes as pictures."""

from __future__ import annotations

import numpy as np
import qrcode

CHINESE = "渝快办测试码:姓名=测试员甲&事项=居住证办理"


def grey_code(payload: bytes) -> np.ndarray:
    code = qrcode.QRCode(border=4, box_size=6)
    code.add_data(qrcode.util.QRData(payload, mode=qrcode.util.MODE_8BIT_BYTE))
    code.make()
    return np.where(np.repeat(np.repeat(code.get_matrix(), 6, 0), 6, 1), 0, 255).astype(np.uint8)
