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
  if (!now) select.append(Object.assign(new Option("见下面 · see below", "", false, true), { disabled: true }));
  select.onchange = () => order(device, "fault", select.value);
}

function plugs(state) {
  for (const section of document.querySelectorAll("section[data-device]")) {
    const device = section.dataset.device, plugged = state.plugged[device];
    section.querySelector(".plug")?.remove();
    section.hidden = device === "platform" ? !state.platform_states : plugged === undefined;
    if (plugged === undefined) continue;
    section.classList.toggle("out", !plugged);
    section.querySelector("h2").append(button(
      plugged ? ["已接好", "plugged in"] : ["已拔掉", "unplugged"], plugged,
      () => order(device, plugged ? "unplug" : "plug"), "plug"));
  }
}

// Every knob of a twin, as the twin declares it: this page knows none of them.
function knobs(section, list) {
  const device = section.dataset.device;
  let details = section.querySelector("details.knobs");
  if (!details) {
    details = document.createElement("details");
    details.className = "knobs";
    details.open = location.hash === "#faults"; // a link to the page with all of them in view
    const rows = document.createElement("div");
    rows.append(...list.map((knob) => row(device, knob)));
    details.append(document.createElement("summary"), rows,
      button(["全部恢复正常", "all as it should be"], false, () => order(device, "reset"), "reset"));
    section.append(details);
  }
  const turned = list.filter((knob) => knob.now !== knob.options[0].id).length;
  details.classList.toggle("turned", turned > 0);
  const small = document.createElement("small");
  small.textContent = `every fault${turned ? ` · ${turned} turned` : ""}`;
  details.querySelector("summary").replaceChildren("全部故障 ", small);
  for (const knob of list) {
    const select = details.querySelector(`select[name="${knob.name}"]`);
    select.value = knob.now;
    select.classList.toggle("turned", knob.now !== knob.options[0].id);
    const again = select.parentElement.querySelector("button");
    if (again) again.hidden = knob.now === knob.options[0].id;
  }
}

function row(device, knob) {
  const label = document.createElement("label"), words = document.createElement("span"), select = document.createElement("select");
  const small = document.createElement("small");
  small.textContent = knob.en;
  words.append(knob.zh, " ", small);
  select.name = knob.name;
  select.append(...knob.options.map((option) => new Option(option.zh === option.en ? option.zh : `${option.zh} · ${option.en}`, option.id)));
  select.onchange = () => { order(device, "knob", `${knob.name}=${select.value}`); select.blur(); };
  label.append(words, select);
  if (knob.once) {
    const again = button(["再来", "again"], false, (event) => { event.preventDefault(); order(device, "knob", `${knob.name}=${select.value}`); });
    label.append(again);
  }
  return label;
}

function documents(count) {
  const links = Array.from({ length: count }, (_, at) => Object.assign(document.createElement("a"),
    { href: `/documents/${at}`, target: "_blank", textContent: `第 ${at + 1} 份 · document ${at + 1}` }));
  $("#documents").replaceChildren(...(count ? [...links, button(["取走", "take them"], false, () => order("document_printer", "take"))]
    : ["还没有打印。 · Nothing has been printed."]));
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
  choices($("#jack"), state.jack_states, "headphones", "jack", state.jack);
  if (state.platform_states) choices($("#platform"), state.platform_states, "platform", "state", state.platform_state);
  plugs(state);
  for (const section of document.querySelectorAll("section[data-device]")) {
    const list = state.knobs[section.dataset.device];
    if (list) knobs(section, list);
  }
  documents(state.documents ?? 0);
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

for (const form of document.querySelectorAll("form[data-device]")) {
  form.onsubmit = (event) => { event.preventDefault(); order(form.dataset.device, "show", form.text.value); };
}
$("#crash").onclick = () => order("card_reader", "crash");
$("#hide-code").onclick = () => order("scanner", "hide");
refresh();
setInterval(refresh, 700);
look();
setInterval(look, 2000);
