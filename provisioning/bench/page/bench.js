"use strict";
// The page draws what /state says and sends one order a click. It keeps no state of its own.
const $ = (selector) => document.querySelector(selector);
let drawn = "";

async function order(device, action, value = null) {
  const answer = await fetch("/do", {
    method: "POST", headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ device, do: action, value }),
  }).catch(() => null);
  const said = answer ? await answer.json() : { error: "设备台没有回答 · The bench does not answer" };
  $("#trouble").hidden = !said.error;
  $("#trouble").textContent = said.error || "";
  await refresh();
}

function button(label, pressed, act, className = "") {
  const made = document.createElement("button");
  made.className = className;
  made.setAttribute("aria-pressed", pressed);
  const [zh, en] = label;
  made.append(zh, " ");
  const small = document.createElement("small");
  small.textContent = en;
  made.append(small);
  made.onclick = act;
  return made;
}

function cards(place, list, device, lying) {
  place.replaceChildren(...list.map((card) => {
    const here = card.id === lying;
    const made = button([card.title.zh, ""], here, () => order(device, here ? "take" : "put", card.id), `card ${card.colour}`);
    made.replaceChildren();
    const name = document.createElement("b"), what = document.createElement("i");
    name.textContent = card.title.zh;
    what.textContent = here ? "在里面 · 点击取走 take" : card.title.en;
    made.append(name, what);
    return made;
  }));
}

function choices(place, list, device, action, now) {
  place.replaceChildren(...list.map((choice) =>
    button([choice.zh, choice.en], choice.id === now, () => order(device, action, choice.id))));
}

function faults(select, list, device, now) {
  select.replaceChildren(...list.map((fault) => new Option(`${fault.zh} · ${fault.en}`, fault.id, false, fault.id === now)));
  select.onchange = () => order(device, "fault", select.value);
}

function plugs(state) {
  for (const section of document.querySelectorAll("section[data-device]")) {
    const device = section.dataset.device, plugged = state.plugged[device];
    section.querySelector(".plug")?.remove();
    if (plugged === undefined) continue;
    section.classList.toggle("out", !plugged);
    section.querySelector("h2").append(button(
      plugged ? ["已接好", "plugged in"] : ["已拔掉", "unplugged"], plugged,
      () => order(device, plugged ? "unplug" : "plug"), "plug"));
  }
}

function tray(receipts) {
  const empty = document.createElement("p");
  empty.textContent = "出纸口没有纸。 · Nothing has been printed.";
  $("#tray").replaceChildren(...(receipts.length ? receipts.map((id) => {
    const figure = document.createElement("figure"), image = new Image();
    image.src = `/receipts/${id}.png`;
    image.alt = "回执 · Receipt";
    figure.append(image, button(["取走回执", "take it"], false, () => order("receipt_printer", "take", id)));
    return figure;
  }) : [empty]));
}

async function refresh() {
  const answer = await fetch("/state").catch(() => null);
  if (!answer?.ok) return;
  const text = await answer.text();
  if (text === drawn || document.activeElement?.tagName === "SELECT") return;
  drawn = text;
  const state = JSON.parse(text);
  cards($("#id-cards"), state.id_cards, "id_card_reader", state.id_card);
  cards($("#chip-cards"), state.chip_cards, "card_reader", state.chip_card);
  faults($("#id-fault"), state.id_faults, "id_card_reader", state.id_fault);
  faults($("#chip-fault"), state.chip_faults, "card_reader", state.chip_fault);
  choices($("#page-scenes"), state.page_scenes, "document_camera", "show", state.page_scene);
  choices($("#face-scenes"), state.face_scenes, "face_camera", "show", state.face_scene);
  choices($("#phone-codes"), state.phone_codes, "phone", "show", null);
  choices($("#paper"), state.printer_states, "receipt_printer", "state", state.printer_state);
  choices($("#platform"), state.platform_states, "platform", "state", state.platform_state);
  plugs(state);
  look();
  tray(state.receipts);
  if (state.screen && !$("#screen iframe").src) {
    $("#screen").hidden = false;
    $("#screen").classList.toggle("wide", state.wide === true);
    $("#screen iframe").src = state.screen;
  }
  $("#links").replaceChildren(...state.links.map((link) => Object.assign(document.createElement("a"),
    { href: link.href, textContent: link.title, target: "_blank" })));
}

function look() {
  for (const image of document.querySelectorAll("img.view")) image.src = `/cameras/${image.dataset.camera}.jpg?${Date.now()}`;
}

$("#code").onsubmit = (event) => { event.preventDefault(); order("scanner", "show", event.target.text.value); };
$("#hide-code").onclick = () => order("scanner", "hide");
refresh();
setInterval(refresh, 700);
look();
setInterval(look, 2000);
