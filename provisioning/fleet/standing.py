"""What a terminal's last heartbeat and its age mean. The server decides, not the terminal."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from kiosk.text import Localized
from provisioning.fleet.heartbeat import Device, Heartbeat
from provisioning.fleet.hours import ALWAYS, read_hours

STALE_AFTER = 2.5  # intervals: two heartbeats may be lost, with their 20 % of jitter
OFFLINE_AFTER = 5.0


class State(StrEnum):
    """The worst first."""

    OFFLINE = "offline"
    ATTENTION = "attention"
    STALE = "stale"
    CLOSED = "closed"
    ONLINE = "online"


STATE_WORDS = {
    State.OFFLINE: Localized("离线", "Offline"),
    State.ATTENTION: Localized("需处理", "Needs attention"),
    State.STALE: Localized("心跳迟到", "Heartbeat late"),
    State.CLOSED: Localized("已打烊", "Closed"),
    State.ONLINE: Localized("正常", "Online"),
}
DEVICE_NAMES = {
    "card_reader": Localized("社保卡读卡器", "Card reader"),
    "id_card_reader": Localized("身份证阅读器", "ID card reader"),
    "receipt_printer": Localized("凭条打印机", "Receipt printer"),
    "document_printer": Localized("文档打印机", "Document printer"),
    "document_camera": Localized("高拍仪", "Document camera"),
    "face_camera": Localized("人像摄像头", "Face camera"),
    "scanner": Localized("扫码器", "Code scanner"),
    "headphones": Localized("耳机插孔", "Headphone jack"),
    "sound": Localized("声卡", "Sound card"),
    "clock": Localized("时钟不准", "Clock is wrong"),
}
DEVICE_STATES = {
    "offline": Localized("连接不上", "not reachable"),
    "powerOff": Localized("已断电", "switched off"),
    "noDevice": Localized("未接入", "unplugged"),
    "hardwareError": Localized("硬件故障", "broken"),
    "userError": Localized("需现场排除", "to be cleared on site"),
    "fraudAttempt": Localized("疑似遭破坏", "tampered with"),
    "potentialFraud": Localized("疑似遭破坏", "maybe tampered with"),
    "starting": Localized("尚未就绪", "not ready yet"),
    "out": Localized("缺纸", "out of paper"),
    "jammed": Localized("卡住", "jammed"),
    "low": Localized("纸将用完", "paper is low"),
    "inop": Localized("不能工作", "does not work"),
    "inoperative": Localized("不能工作", "does not work"),
}
UI_STATES = {
    "ui_down": Localized("屏幕程序没有运行", "The screen program is not running"),
    "out_of_order": Localized("屏幕显示“暂停服务”", "The screen says out of order"),
}
OUTBOX_STATES = {
    "refused": Localized("平台不接受本终端，须重新注册", "The platform does not accept it: to be enrolled again"),
    "disk": Localized("本机硬盘写入失败", "Its disk fails"),
}
DOING = {
    "idle": Localized("空闲", "idle"),
    "visit": Localized("办理中", "in use"),
    "starting": Localized("启动中", "starting"),
}
CLOSED_NOW = Localized("营业时间外", "closed now")


@dataclass(frozen=True)
class Standing:
    """`causes` say what is wrong; `notes` what will be, or what is only worth knowing."""

    state: State
    causes: tuple[Localized, ...]
    notes: tuple[Localized, ...]
    doing: Localized | None


def judge(heartbeat: Heartbeat, age_s: float, interval_s: float, now: float = 0.0) -> Standing:
    """The state at `now` of a terminal that was last heard `age_s` seconds ago.

    Silence counts while its place is open: many places switch everything off at night. What fell silent before it
    closed is still silent.
    """
    hours = read_hours(heartbeat.fields.get("hours")) or ALWAYS
    silent_s = hours.open_s(now - age_s, now)
    starting = heartbeat.state == "starting"
    causes = tuple(_causes(heartbeat, starting))
    notes = tuple(_notes(heartbeat))
    if silent_s > OFFLINE_AFTER * interval_s:
        # what it last said is no longer known to be so, but tells an engineer where to look first
        return Standing(State.OFFLINE, (Localized("没有心跳", "No heartbeat"),), (*causes, *notes), None)
    if silent_s > STALE_AFTER * interval_s:
        return Standing(State.STALE, (Localized("心跳没有按时到", "The heartbeat is overdue"), *causes), notes, None)
    if age_s > OFFLINE_AFTER * interval_s:
        return Standing(State.CLOSED, causes, notes, None)
    state = State.ATTENTION if causes else State.ONLINE
    return Standing(state, causes, notes, DOING.get(heartbeat.state) if hours.is_open(now) else CLOSED_NOW)


def _causes(heartbeat: Heartbeat, starting: bool) -> Iterator[Localized]:
    if heartbeat.state in UI_STATES:
        yield UI_STATES[heartbeat.state]
    if heartbeat.phase in OUTBOX_STATES:
        said = OUTBOX_STATES[heartbeat.phase]
        detail = f" ({heartbeat.detail})" if heartbeat.detail else ""
        yield Localized(f"{said.zh}{detail}", f"{said.en}{detail}")
    for device in heartbeat.devices:
        hindrance = device.hindrance
        if hindrance is not None and not (starting and hindrance == "starting"):
            yield _said(device, hindrance)
    if heartbeat.parked:
        yield Localized(
            f"{heartbeat.parked} 件申报搁置，等待人工处理", f"{heartbeat.parked} parked, waiting for an operator"
        )


def _notes(heartbeat: Heartbeat) -> Iterator[Localized]:
    for device in heartbeat.devices:
        if device.hindrance is None and "low" in device.secondary:
            yield _said(device, "low")


def _said(device: Device, word: str) -> Localized:
    name = DEVICE_NAMES.get(device.name, Localized(device.name, device.name))
    state = DEVICE_STATES.get(word, Localized(word, word))
    return Localized(f"{name.zh}：{state.zh}", f"{name.en}: {state.en}")
