// The page of a class: nodes beside each other, the cables between them, and how one gets here.

import { agreement, isJoined, rowsOf } from "./columns.js";
import { byID, fill, h, hashOf, write } from "./dom.js";
import { said } from "./forms.js";
import { startLanguages } from "./menu.js";
import { ask, get, hasToken, useToken } from "./node.js";
import { apply, gap, number, t } from "./text.js";

/** How often the nodes are looked at, in milliseconds: several times while people watch one block. */
const everySecond = 1000;

/** What stays the same, and how things are; null until it is known. */
let about = null;
let view = null;
let drawn = "";
let refusal = null;

const isTeacher = () => about?.teacher || hasToken();

// MARK: The way here

/** The addresses of this page for others: the one by which it was opened, unless only this machine knows it. */
function addresses() {
  const isOwn = /^(localhost|127\.|\[::1\])/.test(location.host);
  const here = about.addresses.filter((each) => each.url === `${location.origin}/`);
  return isOwn || here.length === 0 ? about.addresses : here;
}

/** A code as a picture, with the light margin that a reader needs. */
function picture({ url, qr }) {
  const side = qr.length + 8;
  const square = (digit, x, y) => (digit === "1" ? `M${x + 4} ${y + 4}h1v1h-1z` : "");
  const path = qr.flatMap((row, y) => [...row].map((digit, x) => square(digit, x, y)));
  const label = t("class-code", { url });
  return h("svg", { class: "code", viewBox: `0 0 ${side} ${side}`, role: "img", "aria-label": label },
    h("rect", { width: side, height: side, class: "light" }), h("path", { class: "dark", d: path.join("") }));
}

function showWay() {
  const [first, ...others] = addresses();
  const link = ({ url }) => h("a", { href: url }, url);
  fill(byID("way"), picture(first), h("div", {},
    h("p", { class: "address" }, link(first)),
    others.length > 0 && h("p", { class: "hint" }, t("class-others"), " ", others.map((each) => [link(each), " "])),
    h("p", { class: "hint" }, t("class-hint")),
    h("p", { class: "hint" }, t(about.gossip ? "class-gossip" : "class-silent"), gap(),
      about.mine_interval && t("class-interval", { seconds: number(Number(about.mine_interval), 1) }))));
}

// MARK: The nodes

const portOf = (name) => about?.nodes.find((node) => node.name === name)?.port;

function heading(node) {
  return h("th", { scope: "col" },
    h("a", { class: "name", href: `${node.name}/` }, node.name),
    h("span", { class: "hint" }, t("class-length", { n: number(node.length) })),
    h("span", { class: node.pending ? "hint waits" : "hint" }, t("class-pending", { n: number(node.pending) })),
    h("span", { class: "hint" }, node.mining ? t("class-mining") : "\u00a0"),
    h("span", { class: "hint small" }, t("class-port", { port: portOf(node.name) ?? "" })));
}

function cell(row, place, node) {
  const block = row.cells[place];
  if (block === null) return h("td", { class: "none" });
  const kinds = ["at", row.parts && "parts", isJoined(row, place) && "left", isJoined(row, place + 1) && "right"];
  return h("td", { class: kinds.filter(Boolean).join(" ") },
    h("a", { href: `${node.name}/#/block/${block.index}` }, `#${block.index}`), " ", hashOf(block.hash),
    block.transactions !== null && h("span", { class: "hint" }, t("class-transactions", { n: block.transactions })));
}

function showNodes() {
  const rows = rowsOf(view.nodes);
  fill(byID("columns"),
    h("thead", {}, h("tr", {}, h("th", { scope: "col", class: "index" }, t("class-block")), view.nodes.map(heading))),
    h("tbody", {}, rows.map((row) => h("tr", {},
      h("th", { scope: "row", class: "index" },
        `#${row.index}`, row.parts && h("span", { class: "fork" }, t("class-fork"))),
      view.nodes.map((node, place) => cell(row, place, node))))));
  const said = t(`class-are-${agreement(view.nodes, rows)}`);
  write(byID("agreement"), said);
}

// MARK: The teacher's

/** A refusal in the page's language, whatever that is by now. */
function complaint(error) {
  const properties = { class: "complaint", role: "alert" };
  if (error.status === 401) return h("p", properties, t("class-not-teacher"));
  return error.status > 0 ? said("p", properties, error.said, error.message) : h("p", properties, t("away"));
}

async function change(path, body) {
  refusal = null;
  try {
    const text = await ask(path, { method: "POST", body });
    view = JSON.parse(text);
  } catch (error) {
    refusal = error;
  }
  show();
}

const join = (link) => change("/classroom/links", JSON.stringify({ between: link.between, joined: !link.joined }));

async function joinAll(joined) {
  for (const link of view.links) if (link.joined !== joined) await join(link);
}

function cable(link) {
  const [one, other] = link.between;
  const name = `${one} ${link.joined ? "——" : "✂"} ${other}`;
  if (!isTeacher()) return h("li", { class: link.joined ? "joined" : "cut" }, name);
  const label = t(link.joined ? "class-cut" : "class-join", { one, other });
  return h("li", {}, h("button", {
    type: "button", class: link.joined ? "quiet joined" : "quiet cut", "aria-pressed": String(link.joined),
    title: label, "aria-label": label, onclick: () => join(link),
  }, name));
}

function showCables() {
  const button = (key, action, kind = "quiet") =>
    h("button", { type: "button", id: key, class: kind, onclick: action }, t(key));
  fill(byID("cables"), h("ul", {}, view.links.map(cable)),
    isTeacher() && h("p", { class: "actions" },
      button("class-join-all", () => joinAll(true)), button("class-cut-all", () => joinAll(false)),
      button("class-reset", () => { if (confirm(t("class-reset-sure"))) change("/classroom/reset"); })),
    !isTeacher() && about !== null && h("p", { class: "hint" }, t("class-teacher-only")),
    refusal && complaint(refusal));
}

// MARK: Always

function show(isForced = true) {
  if (view === null) return;
  const text = JSON.stringify(view);
  // What is pressed or selected stays, as long as nothing changes.
  if (!isForced && text === drawn) return;
  drawn = text;
  const focused = document.activeElement?.getAttribute("aria-label") ?? document.activeElement?.id;
  showNodes();
  showCables();
  if (focused) [...document.querySelectorAll("#cables button")].find((each) =>
    each.getAttribute("aria-label") === focused || each.id === focused)?.focus();
}

function showConnection(isThere) {
  const place = byID("connection");
  place.classList.toggle("away", !isThere);
  const text = t(isThere ? "live" : "away");
  write(place, text);
}

async function look() {
  if (!document.hidden) {
    try {
      if (about === null) {
        about = await get("/classroom/about");
        showWay();
      }
      view = await get("/classroom");
      showConnection(true);
      show(false);
    } catch {
      showConnection(false);
    }
  }
  setTimeout(look, everySecond);
}

function writeAll() {
  apply();
  document.title = `${t("class-title")} · Forgechain`;
  byID("present").setAttribute("aria-pressed", String(document.documentElement.classList.contains("present")));
  if (about !== null) showWay();
  show();
}

byID("present").addEventListener("click", () => {
  document.documentElement.classList.toggle("present");
  writeAll();
});
document.documentElement.classList.toggle("present", new URLSearchParams(location.search).has("present"));

// The teacher's token comes in the address, behind what is sent; it is kept for this tab, and leaves the address.
const brought = /^#teacher=(.+)$/.exec(location.hash)?.[1];
if (brought !== undefined) {
  useToken(brought);
  history.replaceState(null, "", location.pathname + location.search);
}
startLanguages(writeAll);
writeAll();
look();
